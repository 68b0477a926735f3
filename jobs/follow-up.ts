import type { Notion } from '../connectors/notion/client.ts';
import { addDays, dateIn } from '../src/billing/calendar.ts';
import type { Milestone } from '../src/billing/facts.ts';
import { type ClientPlan, type Planned, planClient } from '../src/billing/follow-up/plan.ts';
import { mayLeave } from '../src/billing/follow-up/sending-time.ts';
import { type FollowUpFactsDeps, gatherClient } from './follow-up-facts.ts';
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

/** What will go out is shown so long before it does; runs come once an hour, and never to the minute (Rule 11.10). */
const ANNOUNCED_BEFORE_MS = 55 * 60_000;
const ANNOUNCED_AT_MOST_MS = 65 * 60_000;

const PROGRESS_EVERY = 25;

/**
 * Looks which clients are to be written to, once an hour. What leaves soon is announced to the owner; what has been announced, and
 * whose hour has come, is handed on: `followUpClient` works everything out afresh.
 */
export async function followUp(deps: FollowUpDeps): Promise<Outcome> {
  const clients = await clientsToLookAt(deps);
  const soon: Planned[] = [];
  const due: string[] = [];
  let looked = 0;
  for (const id of clients) {
    const plan = await planFor(deps, id);
    looked += 1;
    if (looked % PROGRESS_EVERY === 0) deps.tell?.(`${looked} of ${clients.size} clients looked at`);
    if (plan === undefined) continue;
    deps.onPlan?.(plan);
    const { planned } = plan;
    if (planned === undefined || deps.onPlan !== undefined) continue;
    if (await leavesNow(deps, planned)) due.push(id);
    else if (planned.leavesAt - deps.clock() <= ANNOUNCED_AT_MOST_MS) soon.push(planned);
  }
  await deps.addWork(due.map((id) => ({ name: 'follow-up client', id, origin: 'follow-up' })));
  const announced = deps.isAsked ? 0 : await announce(deps, soon);
  return {
    outcome: due.length + announced > 0 ? 'done' : 'unchanged',
    clients: clients.size,
    messages: due.length,
    announced,
  };
}

async function planFor(deps: FollowUpDeps, id: string): Promise<ClientPlan | undefined> {
  const facts = await gatherClient(deps, id);
  return facts === undefined ? undefined : planClient(facts, deps.policy, deps.clock());
}

/** Its hour has come, and the owner has had an hour to hold it back. */
async function leavesNow(deps: FollowUpDeps, planned: Planned): Promise<boolean> {
  const now = deps.clock();
  const client = planned.counts[0]?.followed.client;
  if (!mayLeave(client, deps.policy, now)) return false;
  if (deps.isAsked) return true;
  const since = await announcedSince(deps, planned);
  return since !== undefined && now - since >= ANNOUNCED_BEFORE_MS;
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
    const [client, ...others] = (await notion.readProject(id))?.clientIds ?? [];
    if (client !== undefined && others.length === 0) clients.add(client);
  }
  return clients;
}

function addProject(projects: Set<string>, { projectIds: [id, ...others] }: Milestone): void {
  if (id !== undefined && others.length === 0) projects.add(id);
}
