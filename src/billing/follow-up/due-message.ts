import type { PlainDate } from '../calendar.ts';
import type { Slot } from './record.ts';

/** The next message about an invoice. */
export type DueMessage = {
  readonly kind: 'message';
  readonly slot: Slot;
  readonly cycle: number;
  /** On the seller's calendar; in the past when it is due now. */
  readonly day: PlainDate;
  /** It goes out beyond the window of its step, on its day or, where that has passed, today (Rule 11.1). */
  readonly rolled: boolean;
  /** When nothing has gone out by the end of this day, something is wrong (Rule 11.13). */
  readonly lastDay: PlainDate;
};

/** No message goes out any more by itself: a person decides, and is asked again every 14 days (Rules 11.12, 13.1). */
export type ByHand = {
  readonly kind: 'by hand';
  /** In one sentence without a full stop, with who does what; empty before its day. */
  readonly words: string;
  readonly since: PlainDate;
};
