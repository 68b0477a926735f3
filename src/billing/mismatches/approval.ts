import { businessDaysBetween } from '../business-days.ts';
import { readiness } from '../readiness/readiness.ts';
import { businessCalendar } from '../standing/stops.ts';
import { billsByDate, hasApproval } from '../trigger.ts';
import type { Item, MilestoneKind } from './mismatch.ts';

const DECISION = new Set(['R02', 'R03', 'R04', 'R05', 'R07']);

const number = ({ live: [invoice] }: Item): string => invoice?.number ?? invoice?.id ?? '';

/** M02. Money is asked for, and nobody who may has approved it (any more). */
const unapproved: MilestoneKind = {
  id: 'M02',
  title: 'invoice without a valid approval',
  severity: 'high',
  who: 'project owner',
  find(item) {
    if (item.live.length === 0 || billsByDate(item.milestone)) return undefined;
    const problem = readiness(item.input).find(({ id, passed }) => !passed && DECISION.has(id));
    return problem === undefined ? undefined : `Invoice ${number(item)} is out. ${problem.message}.`;
  },
};

/** M03. Money is asked for, and nothing shows what was delivered. */
const withoutEvidence: MilestoneKind = {
  id: 'M03',
  title: 'invoice without evidence',
  severity: 'medium',
  who: 'project owner',
  find: (item) =>
    item.live.length === 0 || billsByDate(item.milestone) || item.milestone.hasEvidence
      ? undefined
      : `Invoice ${number(item)} is out. Show what was delivered: a link in "Deliverable" or a file in "Evidence".`,
};

/** M04. Delivered, and the client has not decided within the review window. */
const undecided: MilestoneKind = {
  id: 'M04',
  title: 'no decision on the delivery',
  severity: 'medium',
  who: 'account owner',
  find({ milestone, around: { deliveredSince, client, policy, today } }) {
    const since = deliveredSince.get(milestone.id);
    if (since === undefined || hasApproval(milestone)) return undefined;
    const days = businessDaysBetween(since, today, businessCalendar(policy, client));
    return days > policy.reviewWindowDays ? `Delivered since ${since}. Ask the client for the decision.` : undefined;
  },
};

export const approvalKinds: readonly MilestoneKind[] = [unapproved, withoutEvidence, undecided];
