import type { GridRange } from '../schema/range.ts';
import type { Workbook } from './workbook.ts';

/** 0 is A, 25 is Z, 26 is AA. */
export function columnLetters(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetters(Math.floor(column / 26) - 1) + letter;
}

const columnNumber = (letters: string): number =>
  [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const readsAsCell = (title: string): boolean => /^[A-Za-z]{1,3}\d+$/.test(title) || /^R\d*C\d*$/i.test(title);

/** A title as it stands before the `!` of a range. */
export function quotedTitle(title: string): string {
  const plain = /^[A-Za-z0-9_.]+$/.test(title) && !readsAsCell(title) && !Number.isFinite(Number(title));
  return plain ? title : `'${title.replaceAll("'", "''")}'`;
}

const corner = (row: number | undefined, column: number | undefined): string =>
  `${column === undefined ? '' : columnLetters(column)}${row === undefined ? '' : row + 1}`;

/** A range as the API writes it. An end that is open stays open. */
export function rangeText(title: string, range: Omit<GridRange, 'sheetId'>): string {
  const { startRowIndex, endRowIndex, startColumnIndex, endColumnIndex } = range;
  const first = corner(startRowIndex, startColumnIndex);
  const last = corner(
    endRowIndex === undefined ? undefined : endRowIndex - 1,
    endColumnIndex === undefined ? undefined : endColumnIndex - 1,
  );
  if (first === '' && last === '') return quotedTitle(title);
  return first === last ? `${quotedTitle(title)}!${first}` : `${quotedTitle(title)}!${first}:${last}`;
}

const CELLS = /^\$?([A-Za-z]{1,3})?\$?(\d+)?(?::\$?([A-Za-z]{1,3})?\$?(\d+)?)?$/;

function parseCells(text: string): Omit<GridRange, 'sheetId'> | undefined {
  const match = CELLS.exec(text);
  if (!match || text === '') return undefined;
  const [, column, row, toColumn, toRow] = match;
  const single = !text.includes(':');
  if (single && (column === undefined || row === undefined)) return undefined;
  const lastColumn = single ? column : toColumn;
  const lastRow = single ? row : toRow;
  return {
    ...(row === undefined ? {} : { startRowIndex: Number(row) - 1 }),
    ...(column === undefined ? {} : { startColumnIndex: columnNumber(column) }),
    ...(lastRow === undefined ? {} : { endRowIndex: Number(lastRow) }),
    ...(lastColumn === undefined ? {} : { endColumnIndex: columnNumber(lastColumn) + 1 }),
  };
}

function splitTitle(text: string): { title: string | undefined; cells: string } {
  const quoted = /^'((?:[^']|'')*)'(?:!(.*))?$/s.exec(text);
  if (quoted) return { title: quoted[1]?.replaceAll("''", "'"), cells: quoted[2] ?? '' };
  const mark = text.lastIndexOf('!');
  return mark < 0 ? { title: undefined, cells: text } : { title: text.slice(0, mark), cells: text.slice(mark + 1) };
}

/**
 * Reads a range in A1 notation: `Title!A1:B2`, `'A title'!A:C`, `A1` (on the first visible tab), a tab's title alone,
 * or the name of a named range.
 * @returns undefined when it does not name anything in this workbook
 */
export function parseA1(workbook: Workbook, text: string): GridRange | undefined {
  const { title, cells } = splitTitle(text);
  const tabCalled = (name: string) =>
    workbook.tabs.find(({ properties }) => properties.title.toLowerCase() === name.toLowerCase());

  if (title !== undefined) {
    const tab = tabCalled(title);
    const range = cells === '' ? {} : parseCells(cells);
    return tab && range ? { sheetId: tab.properties.sheetId, ...range } : undefined;
  }
  const range = parseCells(cells);
  const first = workbook.tabs.find(({ properties }) => properties.hidden !== true);
  if (range && first) return { sheetId: first.properties.sheetId, ...range };
  const named = workbook.namedRanges.find(({ name }) => name?.toLowerCase() === cells.toLowerCase());
  if (named?.range) return named.range;
  const tab = tabCalled(cells);
  return tab ? { sheetId: tab.properties.sheetId } : undefined;
}
