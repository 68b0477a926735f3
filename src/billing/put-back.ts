import type { PlainDate } from './calendar.ts';
import type { BillingView } from './decision.ts';
import type { ShownOnDeal, ShownOnMilestone, ShownOnProject } from './facts.ts';

/** What the hub's own properties are called where people see them. */
export const OWN_ON_MILESTONE = {
  billingStatus: 'Billing status',
  billingDetail: 'Billing detail',
  missingForBilling: 'Missing for billing',
  invoiceUrl: 'Invoice',
  invoiceNumber: 'Invoice number',
  stripeInvoice: 'Stripe invoice',
  invoiced: 'Invoiced',
  remaining: 'Remaining',
  issued: 'Issued',
  due: 'Due',
  paidOn: 'Paid on',
  followUpStep: 'Follow-up step',
  lastFollowUp: 'Last follow-up',
  nextFollowUp: 'Next follow-up',
} as const satisfies Record<keyof ShownOnMilestone, string>;

export const OWN_ON_PROJECT = {
  kickoff: 'Kickoff',
  nextBillingEvent: 'Next billing event',
  nextBillingDate: 'Next billing date',
  mismatches: 'Mismatches',
} as const satisfies Record<keyof ShownOnProject, string>;

export const OWN_ON_DEAL = {
  stageSince: 'Stage since',
  attention: 'Attention',
  project: 'Project',
} as const satisfies Record<keyof ShownOnDeal | 'project', string>;

const VALUE_MAX = 60;

function valueWords(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return 'was emptied';
  const text = String(value).replaceAll('\n', ' ').replace(/\.$/, '');
  return `said ${text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX - 1)}…` : text}`;
}

type Values = Readonly<Record<string, string | number | null | undefined>>;

export type Compared = {
  readonly standing: Values;
  readonly wanted: Values;
  /** What the last look that came to its end had shown; undefined: nobody can tell who wrote what. */
  readonly lastShown: Values | undefined;
  /** What looks since then were about to write. */
  readonly attempts: readonly Values[];
};

/**
 * The hub's own properties that somebody else wrote: they differ from everything the hub has written there, and from what
 * it is about to write. What differs only because the world moved on is no hand edit.
 */
export function handEdits(
  names: Readonly<Record<string, string>>,
  { standing, wanted, lastShown, attempts }: Compared,
): readonly string[] {
  if (lastShown === undefined) return [];
  const written = [lastShown, ...attempts];
  return Object.keys(names)
    .filter((key) => Object.hasOwn(wanted, key) && wanted[key] !== standing[key])
    .filter((key) => written.every((values) => !Object.hasOwn(values, key) || values[key] !== standing[key]))
    .map((key) => `"${names[key] ?? key}" ${valueWords(standing[key])}`);
}

const NOTE = /[ \n]?Changed by hand and put back on \d{4}-\d{2}-\d{2}: .*$/s;

/** The text without a note of what was put back. */
export const withoutNote = (text: string): string => text.replace(NOTE, '');

const noteIn = (text: string): string => NOTE.exec(text)?.[0] ?? '';

const noteOf = (edits: readonly string[], today: PlainDate): string =>
  `Changed by hand and put back on ${today}: ${edits.join('; ')}.`;

/** Several lines with such a note as their last one. */
export function noteAfter(lines: string, shownLines: string, edits: readonly string[], today: PlainDate): string {
  const note =
    edits.length > 0 ? noteOf(edits, today) : withoutNote(shownLines) === lines ? noteIn(shownLines).trimStart() : '';
  return note === '' ? lines : `${lines}\n${note}`.trimStart();
}

/**
 * `Billing detail` with a note of what somebody changed by hand and the hub puts back (Rule 6.7). The note stays for as long
 * as nothing else changes in the line, so that the one who did it finds it there.
 */
export function notedOn<V extends BillingView>(
  view: V,
  shownDetail: string,
  edits: readonly string[],
  today: PlainDate,
): V {
  const { billingDetail } = view;
  if (edits.length > 0) return { ...view, billingDetail: `${billingDetail} ${noteOf(edits, today)}` };
  return withoutNote(shownDetail) === billingDetail
    ? { ...view, billingDetail: billingDetail + noteIn(shownDetail) }
    : view;
}
