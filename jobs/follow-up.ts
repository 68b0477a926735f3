import type { Notion } from '../connectors/notion/client.ts';
import { addDays, dateIn, instantFromMillis } from '../src/billing/calendar.ts';
import type { Milestone } from '../src/billing/facts.ts';
import { type ClientPlan, type Planned, planClient } from '../src/billing/follow-up/plan.ts';
import { leavesAt, mayLeave } from '../src/billing/follow-up/sending-time.ts';
import { type FollowUpFactsDeps, gatherClient, readable } from './follow-up-facts.ts';
import { heedSettings } from './follow-up-settings.ts';
import { type Announced, announce, announcedSince } from './morning-list.ts';
import type { JobContext, Outcome } from './ports.ts';

export type FollowUpDeps = JobContext &
  FollowUpFactsDeps & {
    readonly notion: FollowUpFactsDeps['notion'] & Pick<Notion, 'milestonesToFollowUp'>;
    readonly sendList: Announced['sendList'];
    /** A person asked for this run: everything that is open is looked at, and nothing waits for the morning list. */
    readonly isAsked: boolean;
    /** Present in a dry run: is given every client's plan, and nothing is sent. */
    readonly onPlan?: ((plan: ClientPlan) => void) | undefined;
    /** Told how far a long run has come. */
    readonly tell?: ((line: string) => void) | undefined;
  };

const PROGRESS_EVERY = 25;

/** So many clients in a row of whom nothing can be read: something is wrong that is none of theirs. */
const FAILURES_IN_A_ROW_MAX = 3;

/**
 * Looks which clients are to be written to, once an hour. What leaves soon is announced to the owner; what has been announced, and
 * whose hour has come, is handed on: `followUpClient` works everything out afresh. One client that cannot be read keeps nobody from
 * hearing of the others.
 */
export async function followUp(deps: FollowUpDeps): Promise<Outcome> {
  if (deps.onPlan === undefined) await heedSettings(deps);
  const clients = await clientsToLookAt(deps);
  const soon: Planned[] = [];
  const due: string[] = [];
  const failures: unknown[] = [];
  let [looked, failedInARow] = [0, 0];
  for (const id of clients) {
    try {
      const what = await whatNow(deps, id);
      if (what === 'send') due.push(id);
      else if (what !== 'wait') soon.push(what);
      failedInARow = 0;
    } catch (error) {
      failures.push(error);
      failedInARow += 1;
    }
    looked += 1;
    if (looked % PROGRESS_EVERY === 0) deps.tell?.(`${looked} of ${clients.size} clients looked at`);
    if (failedInARow === FAILURES_IN_A_ROW_MAX) break;
  }
  await deps.addWork(due.map((id) => ({ name: 'follow-up client', id, origin: 'follow-up' })));
  const announced = deps.isAsked ? 0 : await announce(deps, soon);
  if (failures.length > 0) throw failures[0];
  return {
    outcome: due.length + announced > 0 ? 'done' : 'unchanged',
    clients: clients.size,
    messages: due.length,
    announced,
  };
}

/** What only a person can mend is said beside the client's own rows. */
async function planFor(deps: FollowUpDeps, id: string): Promise<ClientPlan | undefined> {
  const facts = await readable(() => gatherClient(deps, id));
  return facts === undefined ? undefined : planClient(facts, deps.policy, deps.clock());
}

/** @returns what is to be announced now */
async function whatNow(deps: FollowUpDeps, id: string): Promise<'send' | 'wait' | Planned> {
  const plan = await planFor(deps, id);
  if (plan !== undefined) deps.onPlan?.(plan);
  if (plan === undefined || deps.onPlan !== undefined) return 'wait';
  const { planned, notNow } = plan;
  // Whoever was sending may have broken off, and with Redis lost nobody else comes back to it.
  if (notNow.some(({ next }) => next.kind === 'being sent')) return 'send';
  if (planned === undefined) return 'wait';
  const { policy, clock, isAsked } = deps;
  const client = planned.counts[0]?.followed.client;
  const isOpen = mayLeave(client, policy, clock());
  if (isAsked) return isOpen ? 'send' : 'wait';
  const since = await announcedSince(deps, planned);
  if (since === undefined) return announcedNow(deps, planned) ?? 'wait';
  return isOpen && clock() - since >= ANNOUNCED_BEFORE_MS ? 'send' : 'wait';
}

/** What will go out is shown an hour before it does; runs come once an hour, and never to the minute (Rule 11.10). */
const HOUR_MS = 60 * 60_000;
const ANNOUNCED_BEFORE_MS = HOUR_MS - 5 * 60_000;
const ANNOUNCED_AT_MOST_MS = HOUR_MS + 5 * 60_000;

/** With the hour at which it leaves if it is announced now; undefined where that lies further ahead. */
function announcedNow({ policy, clock }: FollowUpDeps, planned: Planned): Planned | undefined {
  const [first] = planned.counts;
  if (first === undefined) return undefined;
  const inAnHour = instantFromMillis(clock() + HOUR_MS);
  const leaves = leavesAt(first.followed.client, policy, first.due.day, inAnHour);
  return leaves - clock() <= ANNOUNCED_AT_MOST_MS ? { ...planned, leavesAt: leaves } : undefined;
}

/** By their rows: Notion shows what is planned for which day, and costs one call where that is nothing. */
async function clientsToLookAt(deps: FollowUpDeps): Promise<ReadonlySet<string>> {
  const { notion, policy, clock, isAsked } = deps;
  // Far to the east tomorrow begins early.
  const by = isAsked ? undefined : addDays(dateIn(policy.timeZone, clock()), 1);
  const projects = new Set<string>();
  for (const item of await notion.milestonesToFollowUp(by)) if ('row' in item) addProject(projects, item.row);
  const clients = new Set<string>();
  for (const id of projects) {
    const project = await readable(() => notion.readProject(id));
    const [client, ...others] = project?.clientIds ?? [];
    if (client !== undefined && others.length === 0) clients.add(client);
  }
  return clients;
}

function addProject(projects: Set<string>, { projectIds: [id, ...others] }: Milestone): void {
  if (id !== undefined && others.length === 0) projects.add(id);
}
