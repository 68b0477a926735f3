import type { PlainDate } from '../../src/billing/calendar.ts';
import type { BillingStatus, Deal, Project } from '../../src/billing/facts.ts';
import { type Condition, editedSince } from './query.ts';
import type { Property, Table } from './schema.ts';

/** Statuses of what is not settled. */
const OPEN = ['Not yet triggered', 'Sent', 'Due soon', 'Overdue'] as const satisfies readonly BillingStatus[];
const UNDER_WAY = ['Planned', 'Active', 'Paused'] as const satisfies readonly Project['status'][];
const OPEN_STAGES = ['Inquiry', 'Qualified', 'Proposal sent', 'Agreed'] as const satisfies readonly Deal['stage'][];

/** Under the name that this workspace gives the option. */
export function optionEquals({ id, type, optionNames }: Property, option: string) {
  const equals = [...optionNames].find(([, ours]) => ours === option)?.[0] ?? option;
  return type === 'status' ? { property: id, status: { equals } } : { property: id, select: { equals } };
}

const optionEmpty = ({ id, type }: Property) =>
  type === 'status'
    ? ({ property: id, status: { is_empty: true } } as const)
    : ({ property: id, select: { is_empty: true } } as const);

const oneOf = (property: Property, options: readonly string[]) => [
  ...options.map((option) => optionEquals(property, option)),
  optionEmpty(property),
];

/** A text property may be a title. */
const textOf = ({ id, type }: Property, condition: { readonly contains: string } | { readonly is_not_empty: true }) =>
  type === 'title' ? { property: id, title: condition } : { property: id, rich_text: condition };

/**
 * What the weekly review lists or counts: everything that is not settled, what was issued or paid since a day, what is paid and
 * disputed, and what was billed in part. All side by side, because filters nest two levels deep at most.
 */
export const openOrRecent = (table: Table, since: PlainDate): Condition => ({
  or: [
    ...oneOf(table.property('Billing status'), OPEN),
    { property: table.property('Issued').id, date: { on_or_after: since } },
    { property: table.property('Paid on').id, date: { on_or_after: since } },
    textOf(table.property('Billing detail'), { contains: 'Disputed:' }),
    optionEquals(table.property('Approval'), 'Approved in part'),
  ],
});

/** Notion keeps no day on which something was closed without payment; it was edited on that day or later. */
export const closedSince = (table: Table, since: PlainDate): readonly Condition[] => [
  optionEquals(table.property('Billing status'), 'Closed'),
  editedSince(`${since}T00:00:00Z`),
];

/** Projects that are not done, and those where something does not match. */
export const projectsUnderWay = (table: Table): Condition => ({
  or: [...oneOf(table.property('Status'), UNDER_WAY), textOf(table.property('Mismatches'), { is_not_empty: true })],
});

/** Deals that are neither won nor lost. */
export const openDeals = (table: Table): Condition => ({ or: oneOf(table.property('Stage'), OPEN_STAGES) });
