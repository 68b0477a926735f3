import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { many, message, text } from '../schema/message.ts';
import { type RenderOptions, valuesOf } from '../values/output.ts';
import { areaText, locate } from '../values/write.ts';
import type { Workbook } from '../workbook/workbook.ts';
import type { Operation } from './operation.ts';
import { idOf } from './spreadsheet-operations.ts';
import { renderOptions, renderQuery, VALUES, valuesAnswer } from './values-messages.ts';

/** The values of a range as the API answers them. */
export function readRange(workbook: Workbook, range: string, options: RenderOptions) {
  const { tab, bounds } = locate(workbook, range);
  const values = valuesOf(tab, bounds, options);
  return {
    range: areaText(tab, bounds),
    majorDimension: options.dimension,
    ...(values.length > 0 ? { values } : {}),
  } satisfies sheets_v4.Schema$ValueRange;
}

const get: Operation = {
  name: 'GetValues',
  method: 'GET',
  pattern: new RegExp(`${VALUES}/([^/]+)$`),
  quota: 'read',
  scope: 'read',
  query: Object.keys(renderQuery),
  answers: valuesAnswer,
  run: (call) =>
    readRange(call.drive.open(idOf(call), call.actor, 'read'), call.captures[1] ?? '', renderOptions(call.query)),
};

const batchGet: Operation = {
  name: 'BatchGetValues',
  method: 'GET',
  pattern: new RegExp(`${VALUES}:batchGet$`),
  quota: 'read',
  scope: 'read',
  query: ['ranges', ...Object.keys(renderQuery)],
  answers: message({ spreadsheetId: text, valueRanges: many(valuesAnswer) }),
  run: (call) => {
    const workbook = call.drive.open(idOf(call), call.actor, 'read');
    const options = renderOptions(call.query);
    return {
      spreadsheetId: workbook.spreadsheetId,
      valueRanges: call.query.getAll('ranges').map((range) => readRange(workbook, range, options)),
    } satisfies sheets_v4.Schema$BatchGetValuesResponse;
  },
};

export const valuesReadOperations: readonly Operation[] = [get, batchGet];
