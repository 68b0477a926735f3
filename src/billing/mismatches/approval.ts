import { readiness } from '../readiness/readiness.ts';
import { billsByDate } from '../trigger.ts';
import type { Item, MilestoneKind } from './mismatch.ts';
import { UNDECIDED, waitingFor, waitingWords } from './undecided.ts';

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
  title: UNDECIDED,
  severity: 'medium',
  who: 'account owner',
  find({ milestone, around }) {
    const waiting = waitingFor(milestone, around);
    return waiting === undefined ? undefined : waitingWords(waiting);
  },
};

export const approvalKinds: readonly MilestoneKind[] = [unapproved, withoutEvidence, undecided];
