import { z } from 'zod';

/** Money as Stripe keeps it: a whole number of smallest units. */
export const Sum = z.number().int();

export const sumOf = <K extends string>(items: readonly { readonly [key in K]: number }[], key: K): number =>
  items.reduce((sum, item) => sum + item[key], 0);
