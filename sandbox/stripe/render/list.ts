import type Stripe from 'stripe';

/** A list as it stands inside another object: the first ten, and where to read the rest. */
export const embeddedList = <T>(all: readonly T[], url: string): Stripe.ApiList<T> & { total_count: number } => ({
  object: 'list',
  data: all.slice(0, 10),
  has_more: all.length > 10,
  total_count: all.length,
  url,
});
