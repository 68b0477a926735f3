import type { ReviewDay } from '../day.ts';
import type { ReviewItem } from '../item.ts';
import type { Compare } from '../order.ts';
import type { ReviewRow } from '../row.ts';

/** A section over milestones: whom it lists, what it says about each, and in which order. */
export type ItemSection = {
  readonly includes: (item: ReviewItem, day: ReviewDay) => boolean;
  readonly row: (item: ReviewItem, day: ReviewDay) => ReviewRow;
  readonly order: Compare<ReviewRow>;
};

export const listItems = (section: ItemSection, items: readonly ReviewItem[], day: ReviewDay): readonly ReviewRow[] =>
  items
    .filter((item) => section.includes(item, day))
    .map((item) => section.row(item, day))
    .sort(section.order);
