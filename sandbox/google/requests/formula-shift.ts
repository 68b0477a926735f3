import { columnLetters } from '../workbook/a1.ts';

const REFERENCE = /(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\d(A-Za-z_])/g;

const columnIndex = (letters: string): number =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Moves the relative cell references of a formula, as filling it down or to the right does. Text in quotes is left alone. */
export const shiftFormula = (formula: string, rows: number, columns: number): string =>
  formula
    .split(/("(?:[^"]|"")*")/)
    .map((part) =>
      part.startsWith('"')
        ? part
        : part.replace(REFERENCE, (_, absoluteColumn: string, letters: string, absoluteRow: string, row: string) => {
            const column = absoluteColumn ? letters : columnLetters(columnIndex(letters) + columns);
            return `${absoluteColumn}${column}${absoluteRow}${absoluteRow ? row : Number(row) + rows}`;
          }),
    )
    .join('');
