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

/**
 * A function that writes one given cell over another by mask. Masked fields that the new cell lacks are cleared, and a
 * new value erases the text runs of the old one.
 */
export function cellWriter(given: CellData | undefined, mask: FieldMask) {
  checkCell(given);
  const results = new Map<StoredCell | undefined, StoredCell | undefined>();
  const write = (before: StoredCell | undefined): StoredCell | undefined => {
    const kept = touches(mask, 'userEnteredValue') ? withoutRuns(before) : before;
    const cell = storedCell.parse(merge(kept, given, mask) ?? {});
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
