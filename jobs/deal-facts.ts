import type { Notion } from '../connectors/notion/client.ts';
import { dateIn, instantFromMillis, isPlainDate, type PlainDate, startOfDay } from '../src/billing/calendar.ts';
import { makingSince } from '../src/billing/deals/attention.ts';
import type { DealFacts, Making, ProposalState } from '../src/billing/deals/deal-facts.ts';
import { proposalGaps } from '../src/billing/deals/proposal.ts';
import { type Client, DEAL_STAGES, type Deal } from '../src/billing/facts.ts';
import {
  linkedProject,
  noteLinkedProject,
  noteProjectMark,
  noteProposalMark,
  projectMark,
  proposalMark,
} from './deal-marks.ts';
import type { JobContext } from './ports.ts';

export type DealFactsDeps = Pick<JobContext, 'memory' | 'policy' | 'clock'> & {
  readonly notion: Pick<
    Notion,
    'readClient' | 'readProject' | 'milestonesOfProject' | 'dealRecord' | 'isMadeOf' | 'readPageText'
  >;
};

/**
 * Everything that a decision about a deal rests on, read afresh.
 * @param isFresh its milestones were made a moment ago: a list would not show all of them yet
 */
export async function gatherDeal(deps: DealFactsDeps, deal: Deal, isFresh: boolean): Promise<DealFacts> {
  const { notion } = deps;
  const stageSince = await stageSinceOf(deps, deal);
  const making = await makingOf(deps, deal, stageSince);
  const projectId = making.kind === 'made' ? making.projectId : deal.projectIds[0];
  const concerns = making.kind === 'made' || deal.stage === 'Won';
  const project = projectId === undefined || !concerns ? undefined : await notion.readProject(projectId);
  const goesOn = deal.stage === 'Won' && project !== undefined && project.status !== 'Done' && making.kind !== 'begun';
  return {
    deal,
    client: await clientOf(deps, deal),
    stageSince,
    proposal: await proposalOf(deps, deal),
    making,
    project,
    milestones: goesOn && !isFresh ? await notion.milestonesOfProject(project.id) : undefined,
  };
}

async function clientOf({ notion }: DealFactsDeps, { clientIds }: Deal): Promise<Client | undefined> {
  const [id, ...others] = clientIds;
  return id === undefined || others.length > 0 ? undefined : await notion.readClient(id);
}

const STAGE = 'deal stage';

async function notedOf(memory: DealFactsDeps['memory'], id: string) {
  const [, notedStage, day = ''] = /^(.*) (\S+)$/.exec((await memory.fingerprint(STAGE, id)) ?? '') ?? [];
  return { notedStage, day };
}

/** How a deal has moved since it was looked at last, for the log (Rule 19.1). Asked before its facts are gathered. */
export async function stageMove(
  { memory }: Pick<DealFactsDeps, 'memory'>,
  { id, stage }: Deal,
): Promise<string | undefined> {
  const { notedStage } = await notedOf(memory, id);
  const before = DEAL_STAGES.find((one) => one === notedStage);
  if (before === undefined || stage === null || before === stage) return undefined;
  const isBack = DEAL_STAGES.indexOf(stage) < DEAL_STAGES.indexOf(before);
  return `${before} → ${stage}${isBack ? ', back' : ''}`;
}

/**
 * The day on which the stage was first read. Where nobody remembers for which stage the day that stands there was noted, it
 * stays; where it is later than what is remembered, somebody else has noted it meanwhile.
 */
async function stageSinceOf({ memory, policy, clock }: DealFactsDeps, deal: Deal): Promise<PlainDate | null> {
  const { id, stage, shown } = deal;
  if (stage === null) return null;
  const today = dateIn(policy.timeZone, clock());
  const { notedStage, day } = await notedOf(memory, id);
  const noted = isPlainDate(day) ? day : undefined;
  if (notedStage === stage && noted !== undefined) return noted;
  const standing = shown.stageSince;
  const isKept = standing !== null && (noted === undefined || standing > noted) && standing <= today;
  const since = isKept ? standing : today;
  await memory.rememberFingerprint(STAGE, id, `${stage} ${since}`);
  return since;
}

/** How far the deal's project has come: as it is remembered, else as Notion says. */
async function makingOf(deps: DealFactsDeps, deal: Deal, stageSince: PlainDate | null): Promise<Making> {
  const { notion, clock, policy } = deps;
  const { id, projectIds, shown } = deal;
  const mark = await projectMark(deps, id);
  if (mark?.done === true && mark.project !== undefined) return { kind: 'made', projectId: mark.project };
  if (mark !== undefined) return { kind: 'begun', since: instantFromMillis(mark.since) };
  const since = makingSince(shown.attention);
  if (since !== undefined) return { kind: 'begun', since };
  const [linked] = projectIds;
  if (linked === undefined && deal.stage !== 'Won') return { kind: 'nothing' };
  if (linked !== undefined && (await linkedProject(deps, id)) === linked) return { kind: 'linked' };
  const { projectId } = await notion.dealRecord(id);
  if (projectId !== undefined) {
    await noteProjectMark(deps, id, { since: clock(), project: projectId, parts: [], done: true });
    return { kind: 'made', projectId };
  }
  if (linked === undefined) return { kind: 'nothing' };
  // Only half made, and somebody emptied what said so.
  if (await notion.isMadeOf(linked, id))
    return { kind: 'begun', since: stageSince === null ? clock() : startOfDay(policy.timeZone, stageSince) };
  await noteLinkedProject(deps, id, linked);
  return { kind: 'linked' };
}

/** The page that a link to Notion leads to. */
function pageIn(link: string): string | undefined {
  const [place = ''] = link.trim().split(/[?#]/);
  return /([0-9a-f]{32})\/?$/i.exec(place.replaceAll('-', ''))?.[1]?.toLowerCase();
}

async function proposalOf(deps: DealFactsDeps, { id, stage, proposal }: Deal): Promise<ProposalState> {
  if (stage !== 'Proposal sent') return { kind: 'elsewhere' };
  if (proposal !== null) {
    const page = pageIn(proposal);
    const text = page === undefined ? undefined : await deps.notion.readPageText(page);
    return text === undefined ? { kind: 'elsewhere' } : { kind: 'page', gaps: proposalGaps(text.lines) };
  }
  const mark = await proposalMark(deps, id);
  if (mark !== undefined) return { kind: mark.kind === 'linked' ? 'unlinked' : 'none' };
  if (!(await deps.notion.dealRecord(id)).saysProposal) return { kind: 'none' };
  await noteProposalMark(deps, id, { kind: 'linked' });
  return { kind: 'unlinked' };
}
