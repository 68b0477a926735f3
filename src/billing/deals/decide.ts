import { termDays } from '../amounts/terms.ts';
import { addBusinessDays } from '../business-days.ts';
import { addDays, dateIn, type Instant, instantFromMillis, startOfDay } from '../calendar.ts';
import type { Policy, ShownOnDeal } from '../facts.ts';
import { formatMoney, sumFromMajor } from '../money.ts';
import { responsibleFor } from '../responsible.ts';
import { businessCalendar } from '../standing/stops.ts';
import { attentionOf, isAgreed, isOpen, WON_DAYS_MAX, waitsForOthers } from './attention.ts';
import type { DealFacts } from './deal-facts.ts';
import { milestoneWords, type ProposalFacts } from './proposal.ts';
import { dealCurrency, dealSums, type WonPlan, wonPlan } from './won.ts';

/** What is to be done about a deal, once. */
export type DealAction =
  | { readonly kind: 'create proposal'; readonly title: string; readonly facts: ProposalFacts }
  | { readonly kind: 'make project'; readonly plan: WonPlan };

export type DealDecision = {
  readonly shown: ShownOnDeal;
  /** The projects that `Project` names. */
  readonly projectIds: readonly string[];
  readonly action: DealAction | undefined;
  /** When only time, or a row that nobody tells us of, changes something. */
  readonly lookAgainAt: Instant | undefined;
};

/**
 * Decides what a deal shows and what is to be done, from facts, settings and the clock alone. Applying its action and deciding
 * again ends with no action left.
 */
export function decideDeal(facts: DealFacts, policy: Policy, now: Instant): DealDecision {
  const { deal, stageSince, making, project } = facts;
  const input = { facts, policy, now, today: dateIn(policy.timeZone, now) };
  // What was made for this deal stays linked; one that is in the trash cannot be.
  const isPutBack = making.kind === 'made' && project !== undefined;
  return {
    shown: { stageSince, attention: attentionOf(input) },
    projectIds: isPutBack ? [making.projectId] : deal.projectIds,
    action: policy.shadow ? undefined : actionOf(input),
    lookAgainAt: looksAgainAt(input),
  };
}

function actionOf(input: Input): DealAction | undefined {
  const { facts, policy, today } = input;
  const { deal, client, making, proposal } = facts;
  const isWanted = deal.stage === 'Proposal sent' && (deal.proposal ?? '').trim() === '';
  if (isWanted && proposal.kind === 'none' && policy.proposal.create)
    return { kind: 'create proposal', title: `Proposal: ${titleOf(facts)}`, facts: proposalFacts(facts, policy) };
  if (deal.stage !== 'Won' || (making.kind !== 'nothing' && making.kind !== 'begun')) return undefined;
  // What has begun is finished: half a project helps nobody.
  if (making.kind === 'nothing' && !isAgreed(input)) return undefined;
  const won = wonPlan(deal, client, policy, today);
  return won.ok ? { kind: 'make project', plan: won.plan } : undefined;
}

const titleOf = ({ deal, client }: DealFacts): string => deal.name.trim() || (client?.name ?? 'Untitled');

/** What a proposal can say before anybody has written it: price, currency, milestones and terms. */
function proposalFacts(facts: DealFacts, policy: Policy): ProposalFacts {
  const { deal, client } = facts;
  const currency = dealCurrency(deal, client, policy);
  const price = currency === undefined || deal.value === null ? undefined : sumFromMajor(deal.value, currency);
  const plan = dealSums(deal, client, policy);
  const days = termDays(client, policy);
  const owner = responsibleFor({ milestone: { billingOwners: deal.owners }, client, defaultBillingOwner: undefined });
  return {
    name: titleOf(facts),
    client: client?.name,
    owner: owner?.name,
    said: {
      ...(price?.ok === true ? { Price: [formatMoney(price.money)] } : {}),
      ...(currency === undefined ? {} : { Currency: [currency] }),
      ...(plan.ok
        ? {
            Milestones: plan.parts.flatMap(({ name, trigger }, at) => {
              const money = plan.sums[at];
              return money === undefined ? [] : milestoneWords(name, trigger, money);
            }),
          }
        : {}),
      ...(days === undefined ? {} : { Terms: [`Each invoice is due within ${days} days.`] }),
    },
  };
}

/** What a person mends on another row is looked for this often. */
const MENDED_CHECK_MS = 10 * 60_000;
const HOUR_MS = 60 * 60_000;

type Input = Parameters<typeof attentionOf>[0];

/**
 * Open deals are looked at each morning, because days pass. A won one is looked at until its project is there, and then while
 * that goes on.
 */
function looksAgainAt(input: Input): Instant | undefined {
  const { facts, policy, now, today } = input;
  const { deal, client, making, project, stageSince } = facts;
  if (deal.stage === 'Lost') return undefined;
  const morning = startOfDay(policy.timeZone, addDays(today, 1));
  const within = isOpen(deal) ? MENDED_CHECK_MS : HOUR_MS;
  const soon = instantFromMillis(now + within);
  const isOver =
    making.kind !== 'begun' && deal.stage === 'Won' && (project === undefined || project.status === 'Done');
  if (!isOver) return waitsForOthers(input) && soon < morning ? soon : morning;
  if (making.kind !== 'nothing' || stageSince === null) return undefined;
  const turns = addBusinessDays(stageSince, WON_DAYS_MAX + 1, businessCalendar(policy, client));
  return turns > today ? startOfDay(policy.timeZone, turns) : undefined;
}
