import type { Money } from '../money.ts';

export type Compare<T> = (a: T, b: T) => number;

/** The first comparison that tells the two apart decides. */
export const inOrder =
  <T>(...comparisons: readonly Compare<T>[]): Compare<T> =>
  (a, b) => {
    for (const compare of comparisons) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };

/** Smallest first; what is unknown comes last. Text by code unit, so that every machine sorts alike. */
export const ascending =
  <T>(pick: (row: T) => string | number | undefined): Compare<T> =>
  (a, b) =>
    compareKnown(pick(a), pick(b), 1);

/** Largest first; what is unknown comes last. */
export const descending =
  <T>(pick: (row: T) => string | number | undefined): Compare<T> =>
  (a, b) =>
    compareKnown(pick(a), pick(b), -1);

/** Largest sum first, within one currency: sums of different currencies are never compared (Rule 1.3). */
export const largestSum = <T>(pick: (row: T) => Money | undefined): Compare<T> =>
  inOrder(
    ascending((row) => pick(row)?.currency),
    descending((row) => pick(row)?.minor),
  );

function compareKnown(a: string | number | undefined, b: string | number | undefined, direction: 1 | -1): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -direction : direction;
}
