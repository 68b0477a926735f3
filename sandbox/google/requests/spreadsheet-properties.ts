import { invalid } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { message, one, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { spreadsheetProperties } from '../schema/sheet.ts';
import { request, required, requiredMask } from './request.ts';

const isTimeZone = (name: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

export const updateSpreadsheetProperties = request(
  message({ properties: one(spreadsheetProperties), fields: text }),
  (workbook, { properties, fields }) => {
    const mask = requiredMask(fields, spreadsheetProperties);
    const changed = parseMessage(
      spreadsheetProperties,
      merge(workbook.properties, required(properties, 'properties'), mask),
    );
    if (!changed.title) throw invalid('The title of a spreadsheet cannot be empty.');
    if (!changed.timeZone || !isTimeZone(changed.timeZone))
      throw invalid(`Invalid time zone: ${changed.timeZone ?? ''}`);
    return { ...workbook, properties: changed };
  },
);
