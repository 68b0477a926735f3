import { dateIn, type Instant, type PlainDate, type TimeZone } from '../calendar.ts';

/** Every message that an invoice may have in one cycle, by the name under which it is recorded in Stripe. */
export const SLOTS = [
  'courtesy',
  'light',
  'firm',
  'formal',
  'failure',
  'thanks',
  'repeat_1',
  'repeat_2',
  'repeat_3',
] as const;
export type Slot = (typeof SLOTS)[number];

/** How far a message has come: about to be sent, sent, or nobody can tell (Rule 11.7). */
export const MESSAGE_STATES = ['claimed', 'sent', 'unconfirmed'] as const;
export type MessageState = {
  readonly state: (typeof MESSAGE_STATES)[number];
  readonly at: Instant;
};

/** A stop that was once seen beside the milestone: Notion keeps the present one alone (Rule 12.1). */
export type StopNote = {
  readonly kind: 'On hold' | 'Promised' | 'Queried';
  readonly placedOn: PlainDate;
  /** The day that was named. */
  readonly until: PlainDate | null;
  /** When it was taken away, or given way to another one. */
  readonly endedOn: PlainDate | null;
};

/** What Stripe keeps about the follow-up of one invoice, in its metadata. */
export type FollowUpRecord = {
  readonly messages: Readonly<Partial<Record<Slot, MessageState>>>;
  /** Rises when a rule restarts the ladder (Rule 11.7). */
  readonly cycle: number;
  /** Rises whenever a claim is let go, so that the next one has a key of its own. */
  readonly attempt: number;
  /** Identifies the run that holds the claim; empty where none does. */
  readonly claim: string;
  /** Where the last message went; empty before the first. */
  readonly sentTo: string;
  /** Which failed payment the last failure notice was about. */
  readonly failureAt: Instant | null;
  readonly stops: readonly StopNote[];
};

export const NO_FOLLOW_UPS: FollowUpRecord = {
  messages: {},
  cycle: 0,
  attempt: 0,
  claim: '',
  sentTo: '',
  failureAt: null,
  stops: [],
};

/** The slot of a message that somebody is about to send; undefined where nobody is. */
export const claimedSlot = ({ messages }: FollowUpRecord): Slot | undefined =>
  SLOTS.find((slot) => messages[slot]?.state === 'claimed');

/** Messages whose outcome nobody knows. */
export const unconfirmedSlots = ({ messages }: FollowUpRecord): readonly Slot[] =>
  SLOTS.filter((slot) => messages[slot]?.state === 'unconfirmed');

/**
 * The seller's day on which a message went out, or may have: what is unconfirmed counts, so that nothing is repeated.
 * Undefined when it did not.
 */
export function sentOn({ messages }: FollowUpRecord, slot: Slot, zone: TimeZone): PlainDate | undefined {
  const message = messages[slot];
  return message === undefined || message.state === 'claimed' ? undefined : dateIn(zone, message.at);
}

/** Messages that ask for nothing. */
const ASKS_NOTHING: ReadonlySet<Slot> = new Set(['courtesy', 'thanks']);

/** The last message that asked for something. Undefined before the first one. */
export function lastSlot({ messages }: FollowUpRecord): Slot | undefined {
  const before = SLOTS.filter((slot) => !ASKS_NOTHING.has(slot) && messages[slot] !== undefined);
  return before.toSorted((a, b) => (messages[b]?.at ?? 0) - (messages[a]?.at ?? 0))[0];
}

/** When the client last heard from us about this invoice, whatever for; a claim counts as if it had been sent. */
export function lastMessageAt({ messages }: FollowUpRecord): Instant | undefined {
  let last: Instant | undefined;
  for (const slot of SLOTS) {
    const at = messages[slot]?.at;
    if (at !== undefined && (last === undefined || at > last)) last = at;
  }
  return last;
}
