import { dateIn, type Instant, instantFromIso, type PlainDate } from '../../src/billing/calendar.ts';
import type { Client, Invoice, Milestone, Project } from '../../src/billing/facts.ts';
import type { PlannedMessage } from '../../src/billing/follow-up/message.ts';
import type { Slot } from '../../src/billing/follow-up/record.ts';
import type { World } from '../billing/histories/world.ts';
import type { Trouble } from './troubles.ts';

/** A Monday before holidays on both sides of the ocean, and before the year ends. */
export const START = instantFromIso('2026-11-23T00:00:00Z');
export const HOUR_MS = 60 * 60_000;

/** What became of a message at the mail server; `lost`: taken, and nobody hears of it; `gone`: nobody hears of it, and nobody gets it. */
export type Answer = 'sent' | 'refused' | 'lost' | 'gone';

/** What a process had read last of one invoice when it handed a message over. */
export type Line = {
  readonly invoice: Invoice;
  readonly milestone: Milestone;
  readonly project: Project;
  readonly slot: Slot;
  readonly cycle: number;
  readonly rolled: boolean;
  /** Which failed payment a failure notice is about. */
  readonly failedAt: Instant | null;
};

/** One message that was handed over to the mail server, or may have been: the process died on the way. */
export type Attempt = {
  readonly at: Instant;
  readonly client: Client;
  readonly message: PlannedMessage;
  readonly lines: readonly Line[];
  readonly answer: Answer;
};

/** A stop beside a milestone, from when to when it stood there as far as anybody could see. */
export type Stood = {
  readonly kind: 'On hold' | 'Promised' | 'Queried';
  readonly until: PlainDate | null;
  readonly placedOn: PlainDate;
  readonly endedOn: PlainDate | null;
};

/** The world of billing, with all that follow-up rests on, and what the judge has seen. */
export type FollowUpWorld = World & {
  /** Counts everything that a process does, to tell what came before what. */
  tick: number;
  /** Keys that Stripe believes once, for a day: what was asked for under each. */
  readonly keys: Map<string, { readonly asked: string; readonly at: Instant }>;
  /** Since when a debit is under way, by invoice. */
  readonly debitSince: Map<string, Instant>;
  readonly attempts: Attempt[];
  /** Stops beside each milestone, in their order. */
  readonly stood: Map<string, readonly Stood[]>;
  /** Where the message went that came back, by invoice. */
  readonly bounced: Map<string, string>;
  /** Invoices that have been anything but open in between. */
  readonly wasClosed: Set<string>;
  /** Clients to be looked at, and when. */
  readonly due: Map<string, Instant>;
  readonly troubles: Trouble[];
  readonly story: string[];
  /** A person holds all follow-up by the configuration. */
  held: boolean;
};

export const today = ({ policy, now }: Pick<World, 'policy' | 'now'>): PlainDate => dateIn(policy.timeZone, now);

/** "Tue 2026-12-01 09:00", in the seller's zone. */
export const clockWords = (at: Instant): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

export const say = (world: FollowUpWorld, words: string): void =>
  void world.story.push(`${clockWords(world.now)}  ${words}`);
