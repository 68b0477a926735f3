import { businessDaysBetween } from '../business-days.ts';
import { daysBetween, type Instant, instantFromIso, type PlainDate, toIso } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Deal, Policy } from '../facts.ts';
import { sumDifference } from '../mismatches/sum.ts';
import { formatMoney } from '../money.ts';
import { addressProblem } from '../readiness/finance-contact.ts';
import { purchaseOrderGap } from '../readiness/purchase-order.ts';
import { portalProblem } from '../readiness/submission.ts';
import { responsibleFor } from '../responsible.ts';
import { businessCalendar } from '../standing/stops.ts';
import type { DealFacts } from './deal-facts.ts';
import { clientWords, dealCurrency, wonPlan } from './won.ts';

/** What a deal waits for longer than this has been forgotten (Rule 15, section 7). */
export const STAGE_DAYS_MAX = 14;

/** So many business days after it was won, a deal without a project or a plan is a mismatch (M25). */
export const WON_DAYS_MAX = 3;

type Who = 'deal owner' | 'account owner' | 'default owner';
type Gap = { readonly words: string; readonly who: Who };

type Input = { readonly facts: DealFacts; readonly policy: Policy; readonly today: PlainDate; readonly now: Instant };

const isEmpty = (text: string | null): boolean => text === null || text.trim() === '';
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Neither won nor lost. */
export const isOpen = ({ stage }: Pick<Deal, 'stage'>): boolean => stage !== 'Won' && stage !== 'Lost';

/** What every open deal has: one owner, a next action and its day, and a stage that it does not sleep in (Rule 19.2). */
function pipelineGaps({ facts: { deal, stageSince }, policy, today }: Input): readonly Gap[] {
  const { owners, nextAction } = deal;
  const gaps: Gap[] = [];
  const missing = (words: string, who: Who = 'deal owner') => gaps.push({ words, who });
  if (deal.stage === null) missing('Choose the stage: "Stage" is empty');
  if (owners.length === 0) missing('Name the owner: "Owner" is empty', 'default owner');
  else if (owners.length > 1 || owners[0]?.isPerson === false)
    missing('Name exactly one person as "Owner"', 'default owner');
  const day = dayOf(policy.timeZone, deal.nextActionOn);
  if (nextAction === '') missing('Say what happens next: "Next action" is empty');
  if (day === undefined) missing('Say when it happens: "Next action on" is empty');
  else if (day < today)
    missing(nextAction === '' ? `"Next action on" has passed: ${day}` : `Late since ${day}: ${oneLine(nextAction)}`);
  if (deal.stage !== null && stageSince !== null && daysBetween(stageSince, today) > STAGE_DAYS_MAX)
    missing(`In ${deal.stage} since ${stageSince}, more than ${STAGE_DAYS_MAX} days: move it on, or give it up`);
  return gaps;
}

/** What a proposal says (Rule 19.3). One that cannot be read here says what nobody can check. */
function proposalGapsOf({ facts: { deal, proposal }, policy }: Input): readonly Gap[] {
  if (deal.stage !== 'Proposal sent') return [];
  const isMadeSoon = proposal.kind === 'none' && policy.proposal.create;
  if (isEmpty(deal.proposal))
    return isMadeSoon ? [] : [{ words: 'Link the proposal: "Proposal" is empty', who: 'deal owner' }];
  if (proposal.kind !== 'page' || proposal.gaps.length === 0) return [];
  const said = proposal.gaps.map((gap) => gap.toLowerCase()).join(', ');
  return [{ words: `The proposal does not say yet: ${said}`, who: 'deal owner' }];
}

/** What an agreed deal needs before it becomes a project (Rule 19.4). */
function agreementGaps({ facts: { deal, client, project }, policy, now }: Input): readonly Gap[] {
  if (deal.stage !== 'Agreed' && deal.stage !== 'Won') return [];
  const ours = { milestone: { billingOwners: deal.owners }, project, client };
  const words: readonly (readonly [string | undefined, Who])[] = [
    [isEmpty(deal.agreement) ? 'Link the agreement: "Agreement" is empty' : undefined, 'deal owner'],
    [client === undefined ? clientWords(deal) : undefined, 'deal owner'],
    [client === undefined ? undefined : addressProblem(ours, policy.defaultBillingOwner), 'account owner'],
    [purchaseOrderGap(client, policy, now), 'account owner'],
    [portalProblem(client), 'account owner'],
  ];
  return words.flatMap(([what, who]) => (what === undefined ? [] : [{ words: what, who }]));
}

/** What keeps a won deal from its project (M25), and what does not fit once that is there (M24). */
function wonGaps(input: Input): readonly Gap[] {
  const { facts, policy, today } = input;
  const { deal, client, making, project, stageSince } = facts;
  if (deal.stage !== 'Won') return [];
  const gap = (words: string): Gap => ({ words, who: 'deal owner' });
  const gaps: Gap[] = [];
  if (making.kind === 'made' && project === undefined)
    gaps.push(gap('The project made of this deal is gone: restore it from the trash; no second one is made'));
  else if (making.kind === 'linked' && project === undefined)
    gaps.push(gap('The project in "Project" cannot be read: link it again'));
  else if (making.kind === 'nothing' || making.kind === 'begun') {
    const won = wonPlan(deal, client, policy, today);
    // That the client is missing is said already.
    const why = won.ok ? [] : won.why.filter((words) => words !== clientWords(deal));
    gaps.push(...why.map(gap));
  }
  const isLate =
    stageSince !== null && businessDaysBetween(stageSince, today, businessCalendar(policy, client)) > WON_DAYS_MAX;
  if (making.kind === 'nothing' && isLate) gaps.push(gap(`Won since ${stageSince}, and still without a project`));
  if (making.kind === 'begun' || project === undefined) return gaps;
  if (!isEmpty(deal.agreement) && isEmpty(project.agreement))
    gaps.push(gap('Link the agreement on the project as well: its "Agreement" is empty'));
  const sum = differenceWords(facts, policy);
  if (sum !== undefined) gaps.push({ words: sum, who: 'account owner' });
  return gaps;
}

/** M24, as far as the deal's own value goes. */
function differenceWords({ deal, client, milestones }: DealFacts, policy: Policy): string | undefined {
  const currency = dealCurrency(deal, client, policy);
  if (milestones === undefined || milestones.length === 0 || deal.value === null || currency === undefined)
    return undefined;
  const differs = sumDifference(milestones, { client, policy }, { value: deal.value, currency });
  return differs === undefined
    ? undefined
    : `The milestones add up to ${formatMoney(differs.sum)}, the deal's value is ${formatMoney(differs.value)}`;
}

const NOBODY_YET = 'nobody is responsible yet';

/** The person of ours who sees to it. */
function personFor(who: Who, { facts: { deal, client }, policy: { defaultBillingOwner } }: Input): string {
  const around = { client, defaultBillingOwner };
  const owner = responsibleFor({ ...around, milestone: { billingOwners: deal.owners } });
  const one =
    who === 'deal owner'
      ? owner
      : who === 'default owner'
        ? (responsibleFor({ defaultBillingOwner }) ?? responsibleFor(around))
        : (client?.accountOwners.length ?? 0) === 0
          ? owner
          : responsibleFor(around);
  return one?.name ?? NOBODY_YET;
}

const MAKING = 'The project is being made since ';

/** While it stands there, some of the project may have been made: it is read again where all else is lost. */
const makingLine = (since: Instant): string => `${MAKING}${toIso(since).slice(0, 16).replace('T', ' ')} UTC (Milepost)`;

/** Since when a project is being made, as `Attention` has it. */
export function makingSince(attention: string): Instant | undefined {
  const line = attention.split('\n').find((one) => one.startsWith(MAKING)) ?? '';
  const [, day, time] = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC/.exec(line.slice(MAKING.length)) ?? [];
  return day === undefined || time === undefined ? undefined : instantFromIso(`${day}T${time}:00Z`);
}

/** The lines of `Attention`: what is missing or late, each with who sees to it; empty when all is well. */
export function attentionOf(input: Input): string {
  const { facts } = input;
  const gaps = [
    ...(isOpen(facts.deal) ? pipelineGaps(input) : []),
    ...proposalGapsOf(input),
    ...agreementGaps(input),
    ...wonGaps(input),
  ];
  const lines = gaps.map(({ words, who }) => `${words} (${personFor(who, input)})`);
  return [...(facts.making.kind === 'begun' ? [makingLine(facts.making.since)] : []), ...lines].join('\n');
}

/** Whether agreement link, finance contact and procurement answers are there: a won deal waits for them (Rule 19.4). */
export const isAgreed = (input: Input): boolean => agreementGaps(input).length === 0;

/** Whether something is missing on rows that nobody tells us of: the client's, or the proposal's page. */
export const waitsForOthers = (input: Input): boolean =>
  proposalGapsOf(input).length > 0 || agreementGaps(input).some(({ who }) => who === 'account owner');
