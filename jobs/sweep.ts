import { createHash } from 'node:crypto';
import type { Notion } from '../connectors/notion/client.ts';
import type { Listed } from '../connectors/notion/listed.ts';
import { type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import type { Policy } from '../src/billing/facts.ts';
import { type FailureKind, failureKind, NeedsPerson } from '../src/billing/failure.ts';
import { ownPartOfDeal, teamsPartOfDeal } from './deal-row.ts';
import { rowFingerprint } from './milestone-row.ts';
import type { OwnRow } from './own-rows.ts';
import { type JobContext, LOOKS_AGAIN, type LooksAgain, type Outcome, type Work } from './ports.ts';
import { type StripeSweepDeps, type StripeSwept, sweepStripe } from './sweep-stripe.ts';
import { noteUnreadable, noteWhole, recheckUnreadable } from './unreadable.ts';

export type SweepDeps = JobContext & {
  readonly notion: Pick<
    Notion,
    | 'milestonesEditedSince'
    | 'projectsEditedSince'
    | 'clientsEditedSince'
    | 'dealsEditedSince'
    | 'databaseOf'
    | 'readMilestone'
    | 'readProject'
    | 'readClient'
    | 'readDeal'
  >;
  readonly stripe: StripeSweepDeps['stripe'];
  /** Milestones, or projects, whose moment has come by the clock. */
  readonly dueAgain: (what: LooksAgain, now: Instant) => Promise<readonly string[]>;
  /** A row that cannot be read stops only itself: it is said in the log and in `status`. */
  readonly onUnreadable: (id: string, problem: Error) => void;
  /** Told of what was found though a mark had been set, and when it happened. */
  readonly onFound?: (source: 'stripe' | 'notion', at: Instant) => void;
};

/** Edit times are kept to the minute and may lie a minute beside the truth; query results may lag. */
const OVERLAP_MS = 5 * 60_000;

const earlier = (instant: Instant, ms: number): Instant => instantFromMillis(instant - ms);

/**
 * Finds what no webhook told us: rows edited and events created since the marks, with overlap, and milestones whose moment
 * has come. Without marks (a first start, or Redis was lost) every row is looked at. A mark moves only past what is queued.
 */
export async function sweep(deps: SweepDeps): Promise<Outcome> {
  const started = deps.clock();
  const failures: unknown[] = [];
  // One service, or one database, that fails keeps nobody from hearing of the others.
  const part = async <T>(run: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      failures.push(error);
      return otherwise;
    }
  };
  const stripe = await part(() => sweepStripe(deps, started), NOT_SWEPT);
  if (stripe.newest !== undefined) deps.onFound?.('stripe', stripe.newest);
  const mended = await part(() => recheckUnreadable(deps), 0);
  const milestones = await part(() => sweepMilestones(deps, stripe.onceAllAreQueued), 0);
  const projects = await part(() => sweepProjects(deps), 0);
  const clients = await part(() => sweepClients(deps), 0);
  const deals = await part(() => sweepDeals(deps), 0);
  const due = await part(() => sweepDue(deps, started), 0);
  if (failures.length > 0) throw worstOf(failures);
  const found = stripe.found + mended + milestones + projects + clients + deals + due;
  return {
    outcome: found > 0 ? 'done' : 'unchanged',
    from_stripe: stripe.found,
    milestones,
    projects,
    clients,
    deals,
    due,
  };
}

/** A bug is louder than a person's task, and that than a bad moment. */
function worstOf(failures: readonly unknown[]): unknown {
  const of = (kind: FailureKind) => failures.find((failure) => failureKind(failure) === kind);
  return of('bug') ?? of('needs a person') ?? failures[0];
}

const NOT_SWEPT: StripeSwept = { found: 0, newest: undefined, onceAllAreQueued: undefined };

/** @param onceAllAreQueued present: every row is looked at, whatever the mark says */
async function sweepMilestones(deps: SweepDeps, onceAllAreQueued: (() => Promise<void>) | undefined): Promise<number> {
  const found = await sweepRows(deps, {
    name: 'milestones',
    editedSince: deps.notion.milestonesEditedSince,
    fingerprint: rowFingerprint,
    lookAtAll: onceAllAreQueued !== undefined,
    worksOf: ({ id, row }) => [
      { name: 'milestone', id, origin: 'sweep' },
      ...row.projectIds.map((project) => ({ name: 'project', id: project, origin: 'sweep' })),
    ],
  });
  await onceAllAreQueued?.();
  return found;
}

const sweepProjects = (deps: SweepDeps): Promise<number> =>
  sweepRows(deps, {
    name: 'projects',
    editedSince: deps.notion.projectsEditedSince,
    fingerprint: teamsPart,
    worksOf: ({ id }) => [{ name: 'around project', id, origin: 'sweep' }],
    own: {
      name: 'projects shown',
      fingerprint: ({ shown }) => JSON.stringify(shown),
      worksOf: ({ id }) => [{ name: 'project', id, origin: 'sweep' }],
    },
  });

const sweepClients = (deps: SweepDeps): Promise<number> =>
  sweepRows(deps, {
    name: 'clients',
    editedSince: deps.notion.clientsEditedSince,
    fingerprint: teamsPart,
    worksOf: ({ id }) => [{ name: 'around client', id, origin: 'sweep' }],
    own: {
      name: 'clients shown',
      fingerprint: ({ shown }) => JSON.stringify(shown),
      worksOf: ({ id }) => [{ name: 'client', id, origin: 'sweep' }],
    },
  });

const sweepDeals = (deps: SweepDeps): Promise<number> =>
  sweepRows(deps, {
    name: 'deals',
    editedSince: deps.notion.dealsEditedSince,
    fingerprint: teamsPartOfDeal,
    worksOf: ({ id }) => [{ name: 'around deal', id, origin: 'sweep' }],
    own: {
      name: 'deals shown',
      fingerprint: (deal) => JSON.stringify(ownPartOfDeal(deal)),
      worksOf: ({ id }) => [{ name: 'deal', id, origin: 'sweep' }],
    },
  });

async function sweepDue(deps: SweepDeps, now: Instant): Promise<number> {
  let found = 0;
  for (const name of LOOKS_AGAIN) {
    const due = await deps.dueAgain(name, now);
    await deps.addWork(due.map((id) => ({ name, id, origin: 'clock' })));
    found += due.length;
  }
  return found;
}

/** What people wrote on a row: our own writes to it are no news. */
const teamsPart = ({ lastEditedAt: _, shown: __, ...row }: { lastEditedAt: Instant; shown: object }): string =>
  JSON.stringify(row);

/** Other settings may mean other answers for every row, so a mark counts for the settings under which it was set. */
const settingsPrint = (policy: Policy): string =>
  createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 12);

const listedName = (name: string): string => `notion ${name} listed`;

type RowSweep<T> = {
  readonly name: OwnRow;
  readonly editedSince: (instant?: Instant) => AsyncGenerator<Listed<T>>;
  readonly fingerprint: (row: T) => string;
  readonly worksOf: (item: { readonly id: string; readonly row: T }) => readonly Work[];
  /** Marks cannot be trusted: look at every row. */
  readonly lookAtAll?: boolean;
  /** The hub's own part of the row, whose fingerprint is noted by the job that writes it: a hand edit is put back. */
  readonly own?: Pick<RowSweep<T>, 'fingerprint' | 'worksOf'> & { readonly name: string };
};

/** A database that cannot be read at all is said in `status`, for as long as it cannot. */
async function sweepRows<T extends { readonly lastEditedAt: Instant }>(
  deps: SweepDeps,
  rows: RowSweep<T>,
): Promise<number> {
  try {
    const found = await sweepReadable(deps, rows);
    await noteWhole(deps, rows.name, undefined);
    return found;
  } catch (error) {
    if (error instanceof NeedsPerson) await noteWhole(deps, rows.name, error);
    throw error;
  }
}

/** Rows that come to light without an edit, as when they are shared with us again, are found within a day. */
const LISTED_EVERY_MS = 24 * 60 * 60_000;

async function sweepReadable<T extends { readonly lastEditedAt: Instant }>(
  deps: SweepDeps,
  rows: RowSweep<T>,
): Promise<number> {
  const { name, editedSince, fingerprint, worksOf, own } = rows;
  const markName = `notion ${name} ${settingsPrint(deps.policy)}`;
  const mark = rows.lookAtAll === true ? undefined : await deps.memory.cursor(markName);
  let newest = mark;
  let found = 0;
  const now = deps.clock();
  const listedAt = await deps.memory.cursor(listedName(name));
  const listsAll = mark === undefined || listedAt === undefined || now - listedAt >= LISTED_EVERY_MS;
  for await (const item of editedSince(listsAll ? undefined : earlier(mark, OVERLAP_MS))) {
    if ('problem' in item) {
      if (failureKind(item.problem) === 'try again') throw item.problem;
      deps.onUnreadable(item.id, item.problem);
      await noteUnreadable(deps, name, item.id, item.problem);
      // Its own look says beside it why.
      if (name === 'milestones') await deps.lookAgain('milestone', item.id, earlier(now, OVERLAP_MS));
      continue;
    }
    if (newest === undefined || item.row.lastEditedAt > newest) newest = item.row.lastEditedAt;
    const print = fingerprint(item.row);
    if (mark !== undefined && (await deps.memory.fingerprint(name, item.id)) === print) {
      if (own !== undefined && (await isMeddledWith(deps, own, item))) {
        found += 1;
        deps.onFound?.('notion', item.row.lastEditedAt);
        await deps.addWork(own.worksOf(item));
      }
      continue;
    }
    found += 1;
    if (mark !== undefined) deps.onFound?.('notion', item.row.lastEditedAt);
    await deps.addWork(worksOf(item));
    // A milestone's fingerprint is noted by the job that looked at it; the others' once their milestones are queued.
    if (name !== 'milestones') await deps.memory.rememberFingerprint(name, item.id, print);
  }
  if (newest !== undefined && newest !== mark) await deps.memory.moveCursor(markName, newest);
  if (listsAll) await deps.memory.moveCursor(listedName(name), now);
  return found;
}

/** Whether the hub's own part of a row says something else than the hub has last written. */
async function isMeddledWith<T>(
  { memory }: SweepDeps,
  own: NonNullable<RowSweep<T>['own']>,
  { id, row }: { readonly id: string; readonly row: T },
): Promise<boolean> {
  const known = await memory.fingerprint(own.name, id);
  return known !== undefined && known !== own.fingerprint(row);
}
