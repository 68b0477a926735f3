import type { Notion } from '../connectors/notion/client.ts';
import type { Listed } from '../connectors/notion/listed.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { type Clock, type Instant, startOfDay, type TimeZone } from '../src/billing/calendar.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import { factsFrom, reviewDay } from '../src/billing/review/day.ts';
import type { RecordFacts } from '../src/billing/review/facts.ts';

export type ReviewFactsDeps = {
  readonly notion: Pick<
    Notion,
    'milestonesForReview' | 'projectsForReview' | 'openDeals' | 'findProjects' | 'findClients'
  >;
  /** Undefined where Stripe is not to be asked now: what rests on it is then not known. */
  readonly stripe: Pick<StripeConnector, 'invoicesForReview'> | undefined;
  readonly clock: Clock;
  readonly policy: { readonly timeZone: TimeZone };
  /** Told how far a long reading has come. */
  readonly tell?: ((line: string) => void) | undefined;
};

type Unreadable = RecordFacts['unreadable'][number];
type Read<T> = { readonly rows: readonly T[]; readonly unreadable: readonly Unreadable[] };

const PROGRESS_EVERY = 500;

/**
 * Everything that the weekly review rests on. What it costs grows with the work that is open and with what the last months
 * brought, not with all that ever was: rows are listed by what they say, and what they point to is found in bulk.
 */
export async function readReviewFacts({ notion, stripe, clock, policy, tell }: ReviewFactsDeps): Promise<RecordFacts> {
  const since = factsFrom(reviewDay(policy.timeZone, clock()));
  const milestones = await readable(notion.milestonesForReview(since), told('milestones', tell));
  const deals = await readable(notion.openDeals(), told('deals', tell));
  const underWay = await readable(notion.projectsForReview(), told('projects', tell));
  const named = milestones.rows.flatMap(({ projectIds }) => projectIds);
  const projects = [...underWay.rows, ...(await Array.fromAsync(notion.findProjects(notIn(underWay.rows, named))))];
  const clientIds = [...projects, ...deals.rows].flatMap((row) => row.clientIds);
  return {
    milestones: milestones.rows,
    projects,
    clients: await Array.fromAsync(notion.findClients([...new Set(clientIds)])),
    deals: deals.rows,
    stripe: await readStripe(stripe, startOfDay(policy.timeZone, since)),
    unreadable: [milestones, deals, underWay].flatMap(({ unreadable }) => unreadable),
  };
}

/** Somebody has to mend the way to Stripe; the owner reads all the same what Notion says. */
async function readStripe(stripe: ReviewFactsDeps['stripe'], since: Instant): Promise<RecordFacts['stripe']> {
  try {
    return await stripe?.invoicesForReview(since);
  } catch (error) {
    if (error instanceof NeedsPerson) return undefined;
    throw error;
  }
}

const notIn = (known: readonly { readonly id: string }[], ids: readonly string[]): readonly string[] => {
  const have = new Set(known.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !have.has(id));
};

const told = (what: string, tell: ReviewFactsDeps['tell']) => (count: number) => {
  if (count % PROGRESS_EVERY === 0) tell?.(`${count} ${what} read`);
};

/** A row that cannot be read stops only itself: the review is about the others, and says so. */
async function readable<T>(rows: AsyncGenerator<Listed<T>>, progress: (count: number) => void): Promise<Read<T>> {
  const list: T[] = [];
  const unreadable: Unreadable[] = [];
  for await (const item of rows) {
    if ('row' in item) list.push(item.row);
    else unreadable.push({ id: item.id, why: item.problem.message });
    progress(list.length);
  }
  return { rows: list, unreadable };
}
