import type { Currency } from '../currency.ts';
import type { Policy } from '../facts.ts';
import type { ReviewDay } from './day.ts';
import type { StripeFacts } from './facts.ts';
import type { ReviewItem } from './item.ts';

/** What the figures of one currency are worked out from. */
export type FigureFacts = {
  readonly currency: Currency;
  /** Of every currency: each figure takes its own. */
  readonly items: readonly ReviewItem[];
  readonly stripe: StripeFacts | undefined;
  readonly day: ReviewDay;
  readonly policy: Policy;
};
