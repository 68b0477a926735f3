import type { Instant } from '../calendar.ts';
import type { Client, Deal, Invoice, Milestone, Project } from '../facts.ts';
import type { StoredFigures } from './figure-list.ts';

/** One line of the section `Hub health`: what was looked at and how it stands. */
export type HealthLine = {
  readonly what: string;
  readonly state: string;
  /** Somebody has to see to it: it stands above the others. */
  readonly needsCare?: boolean;
};

/** An invoice that was marked uncollectible, and when. */
export type GivenUp = { readonly invoice: Invoice; readonly at: Instant };

/** What Stripe's lists say. What became of an invoice's money is not read here. */
export type StripeFacts = { readonly invoices: readonly Invoice[]; readonly givenUp: readonly GivenUp[] };

/** What was read from Notion and Stripe. The order of the lists means nothing. */
export type RecordFacts = {
  /** Everything that is not settled, and what was issued or settled in the periods that the figures are about. */
  readonly milestones: readonly Milestone[];
  readonly projects: readonly Project[];
  readonly clients: readonly Client[];
  readonly deals: readonly Deal[];
  /** Undefined when Stripe was not asked: what rests on it is then not known. */
  readonly stripe: StripeFacts | undefined;
  /** Rows that cannot be read, and are in no section for that reason, by their ids: why. */
  readonly unreadable: readonly { readonly id: string; readonly why: string }[];
};

/** Everything that a weekly review rests on. */
export type ReviewFacts = RecordFacts & {
  /** The previous week's figures as the sheet's history kept them; undefined when there are none. */
  readonly lastWeek: readonly StoredFigures[] | undefined;
  /** In the order in which they are shown. */
  readonly health: readonly HealthLine[];
};
