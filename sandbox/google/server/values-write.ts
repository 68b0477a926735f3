import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { flag, int, many, message, text, texts } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import type { InputOption } from '../values/input.ts';
import type { RenderOptions } from '../values/output.ts';
import { areaText, clearValues, locate, writeValues } from '../values/write.ts';
import type { Workbook } from '../workbook/workbook.ts';
import type { Operation } from './operation.ts';
import { idOf } from './spreadsheet-operations.ts';
import {
  dropNullFields,
  gridOf,
  inputOption,
  queryOf,
  requiredInput,
  responseQuery,
  updateAnswer,
  updateQuery,
  VALUES,
  type ValueRange,
  valueBody,
} from './values-messages.ts';
import { readRange } from './values-read.ts';

type Update = {
  readonly range: string;
  readonly body: ValueRange;
  readonly option: InputOption;
  readonly actor: string;
};

/** Writes one range and says what was written. */
export function writeRange(workbook: Workbook, { range, body, option, actor }: Update) {
  const where = locate(workbook, range);
  const values = gridOf(body);
  const written = writeValues(workbook, { ...where, text: range }, values, option, actor);
  const { area, tab } = written;
  const answer = {
    spreadsheetId: workbook.spreadsheetId,
    updatedRange: areaText(tab, area),
    ...(values.length > 0
      ? {
          updatedRows: area.bottom - area.top,
          updatedColumns: area.right - area.left,
          updatedCells: values.flat().filter((value) => value !== null).length,
        }
      : {}),
  } satisfies sheets_v4.Schema$UpdateValuesResponse;
  return { ...written, answer };
}

const echoed = (
  workbook: Workbook,
  range: string,
  query: { values?: RenderOptions['values']; dates?: RenderOptions['dates'] },
) =>
  readRange(workbook, range, {
    values: query.values ?? 'FORMATTED_VALUE',
    dates: query.dates ?? 'SERIAL_NUMBER',
    dimension: 'ROWS',
  });

const update: Operation = {
  name: 'UpdateValues',
  method: 'PUT',
  pattern: new RegExp(`${VALUES}/([^/]+)$`),
  quota: 'write',
  scope: 'write',
  query: Object.keys(updateQuery),
  answers: updateAnswer,
  run: (call) => {
    const workbook = call.drive.open(idOf(call), call.actor, 'write');
    const query = queryOf(z.object(updateQuery), call.query);
    const option = requiredInput(query.valueInputOption);
    const range = call.captures[1] ?? '';
    const body = valueBody(call.body);
    if (body.range !== undefined && body.range !== range)
      throw invalid(`Requested writing within range [${range}], but the body names [${body.range}]`);
    const { workbook: changed, answer } = writeRange(workbook, { range, body, option, actor: call.actor });
    call.drive.put(changed);
    if (query.includeValuesInResponse !== 'true') return answer;
    const { responseValueRenderOption: values, responseDateTimeRenderOption: dates } = query;
    const how = { ...(values ? { values } : {}), ...(dates ? { dates } : {}) };
    return { ...answer, updatedData: echoed(changed, answer.updatedRange, how) };
  },
};

const batchUpdateBody = message({
  valueInputOption: inputOption,
  data: many(z.unknown()),
  includeValuesInResponse: flag,
  ...responseQuery,
});

const batchUpdate: Operation = {
  name: 'BatchUpdateValues',
  method: 'POST',
  pattern: new RegExp(`${VALUES}:batchUpdate$`),
  quota: 'write',
  scope: 'write',
  query: [],
  answers: message({
    spreadsheetId: text,
    totalUpdatedRows: int,
    totalUpdatedColumns: int,
    totalUpdatedCells: int,
    totalUpdatedSheets: int,
    responses: many(updateAnswer),
  }),
  run: (call) => {
    const before = call.drive.open(idOf(call), call.actor, 'write');
    // Only the frame is read here: `data` keeps its nulls for `valueBody`.
    const frame = batchUpdateBody.safeParse(dropNullFields(call.body));
    const body = frame.success ? frame.data : parseMessage(batchUpdateBody, call.body);
    const option = requiredInput(body.valueInputOption);
    let workbook = before;
    const written = (body.data ?? []).map((entry) => {
      const data = valueBody(entry);
      const range = data.range ?? '';
      const result = writeRange(workbook, { range, body: data, option, actor: call.actor });
      workbook = result.workbook;
      return result;
    });
    call.drive.put(workbook);
    return totals(before.spreadsheetId, written);
  },
};

function totals(spreadsheetId: string, written: readonly ReturnType<typeof writeRange>[]) {
  const sum = (count: (one: ReturnType<typeof writeRange>['answer']) => number | undefined): number =>
    written.reduce((total, { answer }) => total + (count(answer) ?? 0), 0);
  return {
    spreadsheetId,
    totalUpdatedRows: sum(({ updatedRows }) => updatedRows),
    totalUpdatedColumns: sum(({ updatedColumns }) => updatedColumns),
    totalUpdatedCells: sum(({ updatedCells }) => updatedCells),
    totalUpdatedSheets: new Set(written.map(({ tab }) => tab.properties.sheetId)).size,
    responses: written.map(({ answer }) => answer),
  } satisfies sheets_v4.Schema$BatchUpdateValuesResponse;
}

const clear: Operation = {
  name: 'ClearValues',
  method: 'POST',
  pattern: new RegExp(`${VALUES}/([^/]+):clear$`),
  quota: 'write',
  scope: 'write',
  query: [],
  answers: message({ spreadsheetId: text, clearedRange: text }),
  run: (call) => {
    const workbook = call.drive.open(idOf(call), call.actor, 'write');
    parseMessage(message({}), call.body);
    const { tab, bounds } = locate(workbook, call.captures[1] ?? '');
    call.drive.put(clearValues(workbook, tab, bounds, call.actor));
    return {
      spreadsheetId: workbook.spreadsheetId,
      clearedRange: areaText(tab, bounds),
    } satisfies sheets_v4.Schema$ClearValuesResponse;
  },
};

const batchClear: Operation = {
  name: 'BatchClearValues',
  method: 'POST',
  pattern: new RegExp(`${VALUES}:batchClear$`),
  quota: 'write',
  scope: 'write',
  query: [],
  answers: message({ spreadsheetId: text, clearedRanges: texts }),
  run: (call) => {
    const before = call.drive.open(idOf(call), call.actor, 'write');
    const { ranges = [] } = parseMessage(message({ ranges: texts }), call.body);
    let workbook = before;
    const clearedRanges = ranges.map((range) => {
      const { tab, bounds } = locate(workbook, range);
      workbook = clearValues(workbook, tab, bounds, call.actor);
      return areaText(tab, bounds);
    });
    call.drive.put(workbook);
    return { spreadsheetId: before.spreadsheetId, clearedRanges } satisfies sheets_v4.Schema$BatchClearValuesResponse;
  },
};

export const valuesWriteOperations: readonly Operation[] = [update, batchUpdate, clear, batchClear];
