import type { Notion } from '../connectors/notion/client.ts';
import { dateIn, type Instant, instantFromMillis, type PlainDate } from '../src/billing/calendar.ts';
import type { DealAction } from '../src/billing/deals/decide.ts';
import { proposalText } from '../src/billing/deals/proposal.ts';
import type { WonPlan } from '../src/billing/deals/won.ts';
import type { Deal } from '../src/billing/facts.ts';
import { NeedsPerson, TryAgain } from '../src/billing/failure.ts';
import { noteProjectMark, noteProposalMark, type ProjectMark, projectMark, proposalMark } from './deal-marks.ts';
import { writeOnDeal } from './deal-row.ts';
import type { JobContext, MayAct } from './ports.ts';

export type DealActionDeps = JobContext & {
  readonly notion: Pick<
    Notion,
    | 'readDeal'
    | 'readProject'
    | 'showOnDeal'
    | 'readPageText'
    | 'linkTo'
    | 'dealRecord'
    | 'noteProposal'
    | 'noteProject'
    | 'createProposal'
    | 'createProject'
    | 'createMilestone'
    | 'projectMadeOf'
    | 'partsMadeOf'
  >;
  readonly mayAct: MayAct;
};

/** What was asked for may not show for a while. Before it surely does, it is not asked for again. */
const SHOWS_WITHIN_MS = 5 * 60_000;

/** Clocks differ, and Notion keeps creation times to the minute. */
const EARLIER_MS = 5 * 60_000;

type Create = Extract<DealAction, { kind: 'create proposal' }>;

/** Gives a deal its proposal, once: looked for in the deal's page, made if it is not there, and linked where nothing is linked. */
export async function createProposal(deps: DealActionDeps, deal: Deal, { title, facts }: Create): Promise<void> {
  const { notion, policy, clock } = deps;
  const known = await proposalMark(deps, deal.id);
  if (known?.kind === 'asked') waitUntilShown(clock, known.at, 'The deal may have its proposal already');
  const id = known?.kind === 'page' ? known.id : ((await notion.dealRecord(deal.id)).proposalId ?? (await makePage()));
  await noteProposalMark(deps, deal.id, { kind: 'page', id });
  const proposal = await notion.linkTo(id);
  const fresh = await notion.readDeal(deal.id);
  deps.mayAct.throwIfAborted();
  if (proposal !== undefined && fresh?.proposal === null) await notion.showOnDeal(deal.id, { proposal });
  await notion.noteProposal(deal.id, todayOf(deps));
  await noteProposalMark(deps, deal.id, { kind: 'linked' });

  async function makePage(): Promise<string> {
    const { templateId } = policy.proposal;
    const template = templateId === undefined ? undefined : await notion.readPageText(templateId);
    deps.mayAct.throwIfAborted();
    await noteProposalMark(deps, deal.id, { kind: 'asked', at: clock() });
    return await notion.createProposal(deal.id, title, proposalText(facts, template?.lines));
  }
}

const todayOf = ({ policy, clock }: Pick<JobContext, 'policy' | 'clock'>): PlainDate =>
  dateIn(policy.timeZone, clock());

/** @throws TryAgain while something that was asked for may not show yet */
function waitUntilShown(clock: JobContext['clock'], asked: number, words: string): void {
  const waits = asked + SHOWS_WITHIN_MS - clock();
  if (waits > 0) throw new TryAgain(words, { retryAfterMs: waits });
}

/** Notes that a project is about to be made, before that is said and before anything is asked for. */
export const beginProject = (deps: Pick<JobContext, 'memory' | 'clock'>, dealId: string): Promise<void> =>
  noteProjectMark(deps, dealId, { since: deps.clock(), parts: [], done: false });

/**
 * Makes a won deal's project and the milestones of its plan, once (Rule 19.4). That it was begun stands in `Attention` before
 * anything is made; each part is noted before it is asked for and once it is there; that all of it is there stands on the
 * deal's page. Whoever comes after a crash looks for what was made, and makes only what is missing.
 */
export async function makeProject(deps: DealActionDeps, deal: Deal, since: Instant, plan: WonPlan): Promise<void> {
  const { notion } = deps;
  let mark = await withoutDoubt(deps, deal, since);
  if (mark.project === undefined) {
    mark = await asking(deps, deal.id, mark, async () => ({ project: await notion.createProject(plan.project) }));
  } else if ((await notion.readProject(mark.project)) === undefined) {
    return await finish(deps, deal, mark, mark.project); // thrown away meanwhile
  }
  const { project = '' } = mark;
  if (!deal.projectIds.includes(project)) await writeOnDeal(deps, deal.id, { projectIds: [project] });
  for (const draft of plan.milestones) {
    const { parts } = mark;
    if (parts.includes(draft.order)) continue;
    mark = await asking(deps, deal.id, mark, async () => {
      const id = await notion.createMilestone(draft, project);
      await deps.addWork([{ name: 'milestone', id, origin: `deal:${deal.id}` }]);
      return { parts: [...parts, draft.order] };
    });
  }
  await finish(deps, deal, mark, project);
}

async function finish(deps: DealActionDeps, deal: Deal, mark: ProjectMark, project: string): Promise<void> {
  await deps.notion.noteProject(deal.id, project, todayOf(deps));
  await noteProjectMark(deps, deal.id, { ...mark, project, asked: undefined, done: true });
  await deps.addWork([{ name: 'around project', id: project, origin: `deal:${deal.id}`, delayMs: ROWS_SHOW_MS }]);
}

/** The project's own look lists its milestones. */
const ROWS_SHOW_MS = 3_000;

/** Asks for something, noted before and after. A definite refusal leaves no doubt: nothing was made. */
async function asking(
  deps: DealActionDeps,
  dealId: string,
  mark: ProjectMark,
  ask: () => Promise<Partial<ProjectMark>>,
): Promise<ProjectMark> {
  deps.mayAct.throwIfAborted();
  await noteProjectMark(deps, dealId, { ...mark, asked: deps.clock() });
  try {
    const made = { ...mark, ...(await ask()), asked: undefined };
    await noteProjectMark(deps, dealId, made);
    return made;
  } catch (error) {
    if (error instanceof NeedsPerson) await noteProjectMark(deps, dealId, mark);
    throw error;
  }
}

/**
 * What is known to be made. Where an outcome is not known, or everything known was lost, what was made is looked for once it
 * must show. Parts are made in their order: what comes before one that is there was made as well, whatever became of it.
 */
async function withoutDoubt(deps: DealActionDeps, deal: Deal, since: Instant): Promise<ProjectMark> {
  const { notion, clock } = deps;
  const known = await projectMark(deps, deal.id);
  if (known !== undefined && known.asked === undefined) return known;
  const mark: ProjectMark = known ?? { since, asked: clock(), parts: [], done: false };
  if (known === undefined) await noteProjectMark(deps, deal.id, mark);
  waitUntilShown(clock, mark.asked ?? 0, 'The project may be there in part already');
  const from = instantFromMillis(mark.since - EARLIER_MS);
  const project = mark.project ?? deal.projectIds[0] ?? (await notion.projectMadeOf(deal.id, from));
  const last = Math.max(0, ...(await notion.partsMadeOf(deal.id, from)));
  const parts = [...new Set([...mark.parts, ...Array.from({ length: last }, (_, at) => at + 1)])];
  const settled: ProjectMark = { ...mark, project, parts, asked: undefined };
  await noteProjectMark(deps, deal.id, settled);
  return settled;
}
