import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { z } from 'zod';
import { message, one, oneOf, text } from '../schema/message.ts';
import { findTable, withRoom } from '../values/append.ts';
import { areaText, locate } from '../values/write.ts';
import { tabOfGrid } from '../workbook/tabs.ts';
import type { Operation } from './operation.ts';
import { idOf } from './spreadsheet-operations.ts';
import { gridOf, queryOf, requiredInput, updateAnswer, updateQuery, VALUES, valueBody } from './values-messages.ts';
import { writeRange } from './values-write.ts';

const appendQuery = { ...updateQuery, insertDataOption: oneOf('OVERWRITE', 'INSERT_ROWS') };

/** Adds rows below the table that it finds by itself. Not repeatable: doing it twice adds twice. */
export const appendOperation: Operation = {
  name: 'AppendValues',
  method: 'POST',
  pattern: new RegExp(`${VALUES}/([^/]+):append$`),
  quota: 'write',
  scope: 'write',
  query: Object.keys(appendQuery),
  answers: message({ spreadsheetId: text, tableRange: text, updates: one(updateAnswer) }),
  run: (call) => {
    const workbook = call.drive.open(idOf(call), call.actor, 'write');
    const query = queryOf(z.object(appendQuery), call.query);
    const option = requiredInput(query.valueInputOption);
    const body = valueBody(call.body);
    const { tab, bounds } = locate(workbook, call.captures[1] ?? '');
    const table = findTable(tab, bounds);
    const values = gridOf(body);
    const [top, left] = table ? [table.bottom, table.left] : [bounds.top, bounds.left];
    const area = {
      top,
      left,
      bottom: top + Math.max(1, values.length),
      right: left + Math.max(1, ...values.map((line) => line.length)),
    };
    const { sheetId } = tab.properties;
    const roomy = withRoom(workbook, sheetId, area, query.insertDataOption === 'INSERT_ROWS');
    const range = areaText(tabOfGrid(roomy, sheetId), area);
    const { workbook: changed, answer } = writeRange(roomy, { range, body, option, actor: call.actor });
    call.drive.put(changed);
    return {
      spreadsheetId: workbook.spreadsheetId,
      ...(table ? { tableRange: areaText(tab, table) } : {}),
      updates: answer,
    } satisfies sheets_v4.Schema$AppendValuesResponse;
  },
};
