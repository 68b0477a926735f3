import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { addDays, dateIn, type Instant, type PlainDate, startOfDay } from '../src/billing/calendar.ts';
import type { Client, Deal, Invoice, Milestone, Project } from '../src/billing/facts.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import { isStrange } from '../src/billing/mismatches/integrity.ts';
import type { ProjectFacts } from '../src/billing/mismatches/mismatch.ts';
import { nameOf } from '../src/billing/mismatches/text.ts';
import { waitingShown } from '../src/billing/mismatches/undecided.ts';
import { type ProjectView, projectView } from '../src/billing/project-view.ts';
import { handEdits, noteAfter, OWN_ON_PROJECT } from '../src/billing/put-back.ts';
import { billsByDate } from '../src/billing/trigger.ts';
import { changesBetween } from './changes.ts';
import { remindOfDecisions } from './decision-reminders.ts';
import { againOnceMended } from './once-mended.ts';
import { lastWritten, noteWrite, rememberShown } from './own-rows.ts';
import type { JobContext, Outcome } from './ports.ts';

export type ProjectDeps = JobContext & {
  readonly notion: Pick<
    Notion,
    | 'readProject'
    | 'readClient'
    | 'rowsOfProject'
    | 'projectsOfClient'
    | 'dealsOfProject'
    | 'showOnProject'
    | 'hasComment'
    | 'comment'
  >;
  readonly stripe: Pick<StripeConnector, 'invoicesOfCustomer'>;
};

/**
 * Looks at one project: whether work may begin, what is billed next and what does not match follow from its milestones and
 * their invoices. Safe to repeat. What only a person can mend is tried again every hour.
 */
export const lookAtProject = (deps: ProjectDeps, id: string): Promise<Outcome> =>
  againOnceMended(deps, 'project', id, () => look(deps, id));

async function look(deps: ProjectDeps, id: string): Promise<Outcome> {
  const project = await deps.notion.readProject(id);
  if (project === undefined) {
    await deps.lookAgain('project', id, undefined);
    await deps.memory.rememberFingerprint('projects', id, 'gone'); // so that it is news when it comes back
    return { outcome: 'ignored', reason: 'the page is gone, in the trash, or not a project' };
  }
  const facts = await gatherProject(deps, project);
  const view = await viewOf(deps, facts);
  const { shown: lastShown, attempts } = await lastWritten(deps.memory, 'projects', id);
  const edits = handEdits(OWN_ON_PROJECT, { standing: project.shown, wanted: view.shown, lastShown, attempts });
  const mismatches = noteAfter(view.shown.mismatches, project.shown.mismatches, edits, facts.today);
  const changes = changesBetween(project.shown, { ...view.shown, mismatches });
  if (deps.policy.shadow) return await onlySaid(deps, facts, Object.keys(changes));
  const reminded = await remindOfDecisions(deps, facts);
  const isChanged = Object.keys(changes).length > 0;
  if (isChanged) {
    await noteWrite(deps.memory, 'projects', id, changes);
    await deps.notion.showOnProject(id, changes);
  }
  await rememberShown(deps.memory, 'projects', id, { ...project.shown, ...changes });
  await deps.lookAgain('project', id, looksAgainAt(facts));
  if (!isChanged) return { outcome: 'unchanged' };
  return { outcome: 'done', milestones: facts.milestones.length, mismatches: view.mismatches.length, reminded };
}

/** In shadow mode nothing is written here: whoever waits for `Kickoff` must not wait for bills that nobody sends. */
async function onlySaid(deps: ProjectDeps, facts: ProjectFacts, changed: readonly string[]): Promise<Outcome> {
  const { id, shown } = facts.project;
  await rememberShown(deps.memory, 'projects', id, shown);
  await deps.lookAgain('project', id, looksAgainAt(facts));
  return { outcome: 'unchanged', ...(changed.length === 0 ? {} : { shadow: `would write ${changed.join(', ')}` }) };
}

async function gatherProject(deps: ProjectDeps, project: Project): Promise<ProjectFacts> {
  const { notion, policy, clock } = deps;
  const rows = await notion.rowsOfProject(project.id);
  const milestones = rows.flatMap((item) => ('row' in item ? [item.row] : []));
  const [clientId, ...otherClients] = project.clientIds;
  const client = clientId === undefined || otherClients.length > 0 ? undefined : await notion.readClient(clientId);
  const invoices = await invoicesOf(deps, client);
  const now = clock();
  return {
    project,
    client,
    milestones,
    unreadable: rows.flatMap((item) => ('row' in item ? [] : [item.id])),
    invoices,
    speaksForClient: client !== undefined && (await speaksFor(deps, client, project, invoices)),
    deals: await dealsOf(deps, project),
    deliveredSince: await deliveredSince(deps, project, milestones),
    policy,
    now,
    today: dateIn(policy.timeZone, now),
  };
}

/** A pipeline that cannot be read keeps nobody from seeing what else does not match. */
async function dealsOf({ notion }: ProjectDeps, { id }: Project): Promise<readonly Deal[]> {
  try {
    return await notion.dealsOfProject(id);
  } catch (error) {
    if (error instanceof NeedsPerson) return [];
    throw error;
  }
}

/** Also where no row tells of one: the row of an invoice may be gone (M15). */
async function invoicesOf({ stripe }: ProjectDeps, client: Client | undefined): Promise<readonly Invoice[]> {
  const customer = client?.shown.stripeCustomer ?? '';
  return customer === '' ? [] : await stripe.invoicesOfCustomer(customer);
}

/** The first of the client's projects, whichever is looked at; asked only where there is something to say. */
async function speaksFor(
  { notion }: ProjectDeps,
  client: Client,
  project: Project,
  invoices: readonly Invoice[],
): Promise<boolean> {
  if (!invoices.some(isStrange)) return false;
  const [first] = (await notion.projectsOfClient(client.id)).toSorted();
  return first === undefined || first === project.id;
}

const isUndecided = (milestone: Milestone): boolean =>
  milestone.delivery === 'Delivered' &&
  !billsByDate(milestone) &&
  (milestone.approval === null || milestone.approval === 'Not requested' || milestone.approval === 'Requested');

/**
 * Nobody writes down when something was delivered, so it counts from when it was first read so. What stands in `Mismatches`
 * counts where it is earlier. A delivery that is not waited for ends the count: the next one begins anew.
 */
async function deliveredSince(
  { memory, clock, policy }: ProjectDeps,
  project: Project,
  milestones: readonly Milestone[],
): Promise<ReadonlyMap<string, PlainDate>> {
  const since = new Map<string, PlainDate>();
  for (const milestone of milestones) {
    const { id } = milestone;
    const isWaiting = isUndecided(milestone);
    const at = await memory.firstSeen('delivered', id, isWaiting ? 'Delivered' : 'no', clock());
    if (!isWaiting) continue;
    const seen = dateIn(policy.timeZone, at);
    const shown = waitingShown(nameOf(milestone), project.shown.mismatches)?.since;
    since.set(id, shown !== undefined && shown < seen ? shown : seen);
  }
  return since;
}

/** The days on which mismatches were first noted. */
async function viewOf({ memory, clock, policy }: ProjectDeps, facts: ProjectFacts): Promise<ProjectView> {
  const { id } = facts.project;
  const open = projectView(facts, () => facts.today).mismatches;
  const days = new Map<string, PlainDate>();
  for (const { key } of open)
    days.set(key, dateIn(policy.timeZone, await memory.firstSeen('mismatch', `${id} ${key}`, key, clock())));
  return projectView(facts, (key) => days.get(key) ?? facts.today);
}

/**
 * Some things do not match only once days have passed, and a row that went into the trash and came back unheard was left out
 * meanwhile: what is not done is looked at again each morning.
 */
function looksAgainAt({ project, policy, today }: ProjectFacts): Instant | undefined {
  return project.status === 'Done' ? undefined : startOfDay(policy.timeZone, addDays(today, 1));
}
