/** A median, or where there are too few items for one, the items in words (Rule 16.5). */
export type Median = { readonly value: number | null; readonly items: string | undefined };

const ITEMS_MIN = 5;

function itemsInWords(days: readonly number[]): Median {
  if (days.length === 0) return { value: null, items: undefined };
  const sorted = [...days].sort((a, b) => a - b);
  return { value: null, items: `${sorted.join(', ')} ${sorted.length === 1 && sorted[0] === 1 ? 'day' : 'days'}` };
}

/** @param days one number of days for each item */
export function medianOf(days: readonly number[]): Median {
  if (days.length < ITEMS_MIN) return itemsInWords(days);
  const sorted = [...days].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return { value: (upper + lower) / 2, items: undefined };
}

/** The day by which half of the money had come: large sums count for more. */
export function medianByAmount(items: readonly { readonly days: number; readonly amount: number }[]): Median {
  if (items.length < ITEMS_MIN) return itemsInWords(items.map(({ days }) => days));
  const sorted = [...items].sort((a, b) => a.days - b.days);
  const half = sorted.reduce((sum, { amount }) => sum + amount, 0) / 2;
  let sum = 0;
  for (const { days, amount } of sorted) {
    sum += amount;
    if (sum >= half) return { value: days, items: undefined };
  }
  return { value: sorted.at(-1)?.days ?? null, items: undefined };
}
