import type { Redis } from 'ioredis';
import { systemClock } from '../billing/calendar.ts';
import type { Keys } from '../queue/keys.ts';
import { createReadCount, type ReadCount } from '../queue/read-count.ts';

/** Stripe grants so many reads in thirty days, and counts them whoever sends them. */
export const stripeReads = ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }): ReadCount =>
  createReadCount(redis, keys, 'stripe', systemClock);

/** How much of the allowance is kept for what cannot wait: looks at what somebody approved or paid. */
const RESERVE = 0.1;

/** Whether what can wait has to. */
export const areScarce = (used: number, allowed: number): boolean => used > allowed * (1 - RESERVE);

const grouped = (count: number): string => count.toLocaleString('en');

/** "1,204 of at least 10,000"; what is put off for their sake is said with it. */
export const readsInWords = (used: number, allowed: number): string =>
  `${grouped(used)} of at least ${grouped(allowed)}${areScarce(used, allowed) ? '; the nightly look at open invoices is put off' : ''}`;
