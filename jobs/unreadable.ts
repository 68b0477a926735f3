import type { Notion } from '../connectors/notion/client.ts';
import { UnreadableRow } from '../connectors/notion/unreadable.ts';
import { failureKind, type NeedsPerson } from '../src/billing/failure.ts';
import { responsibleFor } from '../src/billing/responsible.ts';
import { inShadowWords } from '../src/billing/shadow.ts';
import { noteWrite, type OwnRow } from './own-rows.ts';
import type { JobContext, Work } from './ports.ts';

type SayDeps = Pick<JobContext, 'memory' | 'policy'> & {
  readonly notion: Pick<Notion, 'readProject' | 'readClient' | 'sayOnMilestone'>;
};

/** What only a person can mend, as it is said beside a milestone. */
export const helpWords = (problem: NeedsPerson, person: string | undefined): string => {
  const who = person ?? (problem.who === 'admin' ? 'an administrator' : 'nobody is responsible yet');
  return `Needs ${who}: ${problem.message}. ${problem.mend}`;
};

/** Says on a milestone that cannot be read why, and who can mend it, where that can still be written. */
export async function sayWhyUnreadable(deps: SayDeps, id: string, problem: NeedsPerson): Promise<void> {
  const words = helpWords(problem, await whoMends(deps, problem));
  const billingDetail = deps.policy.shadow ? inShadowWords(words) : words;
  await deps.notion.sayOnMilestone(id, billingDetail, () =>
    noteWrite(deps.memory, 'milestones', id, { billingDetail }),
  );
}

async function whoMends({ notion, policy }: SayDeps, problem: NeedsPerson): Promise<string | undefined> {
  const { defaultBillingOwner } = policy;
  if (!(problem instanceof UnreadableRow)) return responsibleFor({ defaultBillingOwner })?.name;
  const { owners: billingOwners, projectIds } = problem;
  const project = await perhaps(projectIds, notion.readProject);
  const client = await perhaps(project?.clientIds ?? [], notion.readClient);
  return responsibleFor({ milestone: { billingOwners }, project, client, defaultBillingOwner })?.name;
}

/** One row, if it is one and can be read. */
async function perhaps<T>(
  [id, ...others]: readonly string[],
  read: (id: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  return id === undefined || others.length > 0 ? undefined : await read(id).catch(() => undefined);
}

export const UNREADABLE = 'unreadable';

/** Rows that cannot be read, by the kind of their database. */
export type Unreadable = OwnRow;

type RecheckDeps = Pick<JobContext, 'memory' | 'addWork'> & {
  readonly notion: Pick<Notion, 'readMilestone' | 'readProject' | 'readClient' | 'readDeal'>;
};

const keyOf = (kind: Unreadable, id: string): string => `${kind} ${id}`;

/** Notes a row that cannot be read: for `status`, and to be tried again at every sweep. */
export const noteUnreadable = ({ memory }: Pick<JobContext, 'memory'>, kind: Unreadable, id: string, problem: Error) =>
  memory.rememberFingerprint(UNREADABLE, keyOf(kind, id), problem.message);

/** In the place of a row's id: all of a database, which was not found or does not fit. */
const ALL = 'all';

/** Notes that a database cannot be read, or that it can be again. */
export async function noteWhole(
  { memory }: Pick<JobContext, 'memory'>,
  kind: Unreadable,
  problem: NeedsPerson | undefined,
): Promise<void> {
  const words = problem === undefined ? '' : `${problem.message}. ${problem.mend}`;
  const before = (await memory.fingerprint(UNREADABLE, keyOf(kind, ALL))) ?? '';
  if (before !== words) await memory.rememberFingerprint(UNREADABLE, keyOf(kind, ALL), words);
}

/** More than that have one cause, which takes all of them along. */
const RECHECKED_MAX = 50;

/** Tries rows again that could not be read: what mends them need not be an edit of their own. @returns how many are mended */
export async function recheckUnreadable(deps: RecheckDeps): Promise<number> {
  const { memory, notion, addWork } = deps;
  const noted = Object.entries(await memory.fingerprints(UNREADABLE)).filter(
    ([key, words]) => words !== '' && !key.endsWith(` ${ALL}`),
  );
  const readers = {
    milestones: notion.readMilestone,
    projects: notion.readProject,
    clients: notion.readClient,
    deals: notion.readDeal,
  };
  let mended = 0;
  for (const [key] of noted.slice(0, RECHECKED_MAX)) {
    const [kind = '', id = ''] = key.split(' ');
    const again = AROUND.find((one) => one.kind === kind);
    if (again === undefined || (await isUnreadable(() => readers[again.kind](id)))) continue;
    const works: readonly Work[] = [{ name: again.work, id, origin: 'sweep' }];
    await addWork(works);
    await memory.rememberFingerprint(UNREADABLE, key, '');
    mended += 1;
  }
  return mended;
}

const AROUND = [
  { kind: 'milestones', work: 'milestone' },
  { kind: 'projects', work: 'around project' },
  { kind: 'clients', work: 'around client' },
  { kind: 'deals', work: 'around deal' },
] as const;

async function isUnreadable(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return false;
  } catch (error) {
    if (failureKind(error) === 'needs a person') return true;
    throw error;
  }
}
