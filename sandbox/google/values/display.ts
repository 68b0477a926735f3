import type { ExtendedValue, StoredCell } from '../schema/cell.ts';
import type { NumberFormat } from '../schema/format.ts';
import { formatDate } from './date-pattern.ts';
import { type FormattedNumber, formatNumber, plainNumber } from './number-pattern.ts';

const DEFAULT_PATTERNS: Readonly<Record<string, string>> = {
  DATE: 'm/d/yyyy',
  TIME: 'h:mm:ss am/pm',
  DATE_TIME: 'm/d/yyyy h:mm:ss',
  PERCENT: '0.00%',
  CURRENCY: '[$$]#,##0.00',
  NUMBER: '#,##0.00',
};

/** What stands in the place of a formula's result: the sandbox keeps formulas and does not compute them. */
export const FORMULA_MARK = '#FORMULA';

export const isDateFormat = (format: NumberFormat | undefined): boolean =>
  format?.type === 'DATE' || format?.type === 'TIME' || format?.type === 'DATE_TIME';

function displayNumber(value: number, format: NumberFormat | undefined): FormattedNumber {
  const pattern = format?.pattern || DEFAULT_PATTERNS[format?.type ?? ''];
  if (pattern === undefined || format?.type === 'TEXT') return { text: plainNumber(value) };
  return isDateFormat(format) ? { text: formatDate(value, pattern) } : formatNumber(value, pattern);
}

/** A cell as a reader sees it; the colour comes from its number pattern. */
export function displayed(cell: StoredCell | undefined): FormattedNumber {
  const value = cell?.userEnteredValue;
  if (value === undefined) return { text: '' };
  if (value.formulaValue !== undefined) return { text: FORMULA_MARK };
  if (value.boolValue !== undefined) return { text: value.boolValue ? 'TRUE' : 'FALSE' };
  if (value.numberValue !== undefined) return displayNumber(value.numberValue, cell?.userEnteredFormat?.numberFormat);
  return { text: value.stringValue ?? '' };
}

/** The result of a cell: the literal itself; for a formula an error that says why there is none. */
export const effectiveValue = (value: ExtendedValue): ExtendedValue =>
  value.formulaValue === undefined
    ? value
    : { errorValue: { type: 'ERROR', message: 'The sandbox does not compute formulas.' } };
