import type { StoredCell } from '../schema/cell.ts';

/** What a cell sorts by: numbers before texts before empty cells. */
function sortKey(cell: StoredCell | undefined): { rank: number; number: number; text: string } {
  const value = cell?.userEnteredValue;
  if (value?.numberValue !== undefined) return { rank: 0, number: value.numberValue, text: '' };
  const text = value?.stringValue ?? value?.formulaValue ?? (value ? String(value.boolValue) : undefined);
  return text === undefined ? { rank: 2, number: 0, text: '' } : { rank: 1, number: 0, text };
}

/** Which of two cells comes first when rows are sorted. */
export function compareCells(one: StoredCell | undefined, other: StoredCell | undefined, descending: boolean): number {
  const [a, b] = [sortKey(one), sortKey(other)];
  // Empty cells stay at the end in either direction.
  if (a.rank === 2 || b.rank === 2) return a.rank - b.rank;
  const order = a.rank - b.rank || a.number - b.number || a.text.localeCompare(b.text);
  return descending ? -order : order;
}
