import { invalid } from '../errors.ts';
import { type FieldMask, merge, touches } from '../field-mask.ts';
import { type CellData, type StoredCell, storedCell } from '../schema/cell.ts';

const CHARACTERS_MAX = 50_000;

/** Refuses a cell that the service would not keep. */
export function checkCell(cell: CellData | undefined): void {
  const value = cell?.userEnteredValue;
  if (value === undefined) return;
  const kinds = Object.keys(value);
  if (kinds.length > 1) throw invalid(`A cell has one value, but several were given: ${kinds.join(', ')}.`);
  if (value.errorValue) throw invalid('An error value cannot be written; it is the result of a formula.');
  const written = value.stringValue ?? value.formulaValue ?? '';
  if (written.length > CHARACTERS_MAX)
    throw invalid(`Your input contains more than the maximum of ${CHARACTERS_MAX} characters in a single cell.`);
  if (value.formulaValue !== undefined && !value.formulaValue.startsWith('='))
    throw invalid(`A formula must begin with '=': ${value.formulaValue}`);
}

/** Runs belong to a text that somebody entered, and begin inside of it, one after the other. */
function checkRuns({ userEnteredValue: value, textFormatRuns: runs = [] }: StoredCell): void {
  if (runs.length === 0) return;
  const text = value?.stringValue;
  if (text === undefined) throw invalid('textFormatRuns are only valid on cells with a string that was entered.');
  for (const [index, { startIndex = 0 }] of runs.entries()) {
    if (startIndex < 0 || startIndex >= text.length)
      throw invalid(
        `TextFormatRun.startIndex ${startIndex} must be less than the length of the text (${text.length}).`,
      );
    if (index > 0 && startIndex <= (runs[index - 1]?.startIndex ?? 0))
      throw invalid('TextFormatRun.startIndex must be greater than that of the run before.');
  }
}

type Text = NonNullable<NonNullable<StoredCell['userEnteredFormat']>['textFormat']>;

/** A link looks like one unless the same request says otherwise. */
const asLink = (text: Text, given: Text | undefined): Text => ({
  ...text,
  ...(given?.foregroundColorStyle || given?.foregroundColor ? {} : { foregroundColorStyle: { themeColor: 'LINK' } }),
  ...(given?.underline === undefined ? { underline: true } : {}),
});

/** What the service adds to links: their looks, and that a link on a run takes the place of the cell's own. */
function withLinks(cell: StoredCell, given: CellData | undefined, mask: FieldMask): StoredCell {
  const runs = cell.textFormatRuns;
  const hasRunLinks = runs?.some(({ format }) => format?.link) ?? false;
  const text = cell.userEnteredFormat?.textFormat;
  const wantsLink = touches(mask, 'userEnteredFormat') && given?.userEnteredFormat?.textFormat?.link !== undefined;
  if (text?.link && hasRunLinks) {
    const { link: _, ...rest } = text;
    return { ...cell, userEnteredFormat: { ...cell.userEnteredFormat, textFormat: rest } };
  }
  if (!wantsLink || !text?.link) return cell;
  const textFormat = asLink(text, given.userEnteredFormat?.textFormat);
  return { ...cell, userEnteredFormat: { ...cell.userEnteredFormat, textFormat } };
}

/**
 * A function that writes one given cell over another by mask. Masked fields that the new cell lacks are cleared, and a
 * new value erases the text runs of the old one.
 */
export function cellWriter(given: CellData | undefined, mask: FieldMask) {
  checkCell(given);
  const results = new Map<StoredCell | undefined, StoredCell | undefined>();
  const write = (before: StoredCell | undefined): StoredCell | undefined => {
    const kept = touches(mask, 'userEnteredValue') ? withoutRuns(before) : before;
    const cell = withLinks(storedCell.parse(merge(kept, given, mask) ?? {}), given, mask);
    checkRuns(cell);
    // An empty string is how a client empties a cell: nothing is left to be kept.
    if (cell.userEnteredValue?.stringValue === '' || isBlank(cell.userEnteredValue)) delete cell.userEnteredValue;
    if (cell.note === '') delete cell.note;
    return Object.keys(cell).length > 0 ? cell : undefined;
  };
  return (before: StoredCell | undefined): StoredCell | undefined => {
    // Whole columns are mostly the same empty cell: compute each result once.
    if (!results.has(before)) results.set(before, write(before));
    return results.get(before);
  };
}

const isBlank = (value: CellData['userEnteredValue']): boolean =>
  value !== undefined && Object.keys(value).length === 0;

function withoutRuns(cell: StoredCell | undefined): StoredCell | undefined {
  if (cell?.textFormatRuns === undefined) return cell;
  const { textFormatRuns: _, ...rest } = cell;
  return rest;
}
