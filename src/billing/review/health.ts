import { type Instant, timeIn } from '../calendar.ts';
import type { Project } from '../facts.ts';
import { unconfirmedSlots } from '../follow-up/record.ts';
import type { ReviewDay } from './day.ts';
import type { HealthLine, ReviewFacts } from './facts.ts';
import { isOpen, type ReviewItem } from './item.ts';

type Around = { readonly items: readonly ReviewItem[]; readonly day: ReviewDay; readonly asOf: Instant };

/** What the hub says of itself, and what of its health the facts tell (Rule 15, row 10): what needs care first. */
export function healthLines(facts: ReviewFacts, { items, day, asOf }: Around): readonly HealthLine[] {
  const lines = [
    ...facts.health,
    unconfirmedLine(items),
    unreadableLine(facts),
    ...(facts.stripe === undefined ? [NOT_ASKED] : []),
    policyLine(facts.projects),
    { what: 'This review', state: `As of ${day.today} ${timeIn(day.zone, asOf)}, ${day.zone}` },
  ];
  return [
    ...lines.filter(({ needsCare }) => needsCare === true),
    ...lines.filter(({ needsCare }) => needsCare !== true),
  ];
}

const NOT_ASKED: HealthLine = {
  what: 'Figures from Stripe',
  state: 'Not read: Stripe refuses, or few of the reads that it allows are left. What rests on them says n/a.',
  needsCare: true,
};

const SHOWN_MAX = 12;

/** Names in alphabetical order, and how many more there are. */
function listed(names: readonly string[]): string {
  const sorted = [...names].sort();
  const more = sorted.length - SHOWN_MAX;
  return `${sorted.slice(0, SHOWN_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Messages of which nobody knows whether they went out (Rule 11.7). */
function unconfirmedLine(items: readonly ReviewItem[]): HealthLine {
  const isUnconfirmed = ({ milestone, invoices }: ReviewItem): boolean =>
    / Unconfirmed: nobody knows/.test(milestone.shown.billingDetail) ||
    invoices.some(({ followUps }) => unconfirmedSlots(followUps).length > 0);
  const found = items.filter((item) => (isOpen(item) || item.status === 'Paid') && isUnconfirmed(item));
  const names = listed(found.map(({ milestone }) => milestone.shown.invoiceNumber || milestone.name));
  return found.length === 0
    ? { what: 'Unconfirmed messages', state: 'none' }
    : { what: 'Unconfirmed messages', state: `${found.length}: ${names}`, needsCare: true };
}

function unreadableLine({ unreadable }: ReviewFacts): HealthLine {
  if (unreadable.length === 0) return { what: 'Rows that cannot be read', state: 'none' };
  const why = [...unreadable].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, why: words }) => `${id}: ${words}`);
  return {
    what: 'Rows that cannot be read',
    state: `${unreadable.length}, in no section: ${listed(why)}`,
    needsCare: true,
  };
}

/** What nobody has decided for a project, so that the safe default holds (Rule 10). */
function openPolicies(project: Project): readonly string[] {
  const { kickoffWaitsFor, partialApproval, whenPaused, pausedRetainer } = project;
  return [
    kickoffWaitsFor === null ? 'Kickoff waits for' : undefined,
    partialApproval === null ? 'Partial approval' : undefined,
    whenPaused === null ? 'When paused' : undefined,
    pausedRetainer === null ? 'Paused retainer' : undefined,
  ].filter((policy) => policy !== undefined);
}

function policyLine(projects: readonly Project[]): HealthLine {
  const what = 'Projects with policy by default';
  const found = projects.filter((project) => project.status !== 'Done' && openPolicies(project).length > 0);
  if (found.length === 0) return { what, state: 'none' };
  return { what, state: `${found.length}: ${listed(found.map(({ name }) => name))}` };
}
