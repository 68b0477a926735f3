import { ascending, inOrder } from '../order.ts';
import { byName, type ReviewRow } from '../row.ts';

/** A section's title with its rows. */
export type Listed = { readonly title: string; readonly rows: readonly ReviewRow[] };

/**
 * Everything without a person, once each, oldest first (Rule 15, row 1). It stays in its own section as well, which the
 * detail names.
 */
export function unassigned(sections: readonly Listed[]): readonly ReviewRow[] {
  const found = new Map<string, ReviewRow>();
  for (const { title, rows } of sections) {
    for (const row of rows) {
      if (row.person !== undefined || found.has(row.key)) continue;
      found.set(row.key, { ...row, detail: title, nextStep: 'Name one responsible person' });
    }
  }
  return [...found.values()].sort(
    inOrder(
      ascending((row) => row.date),
      byName,
    ),
  );
}
