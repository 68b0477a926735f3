import { billingCurrency } from '../amounts/terms.ts';
import { businessDaysBetween } from '../business-days.ts';
import { WON_DAYS_MAX } from '../deals/attention.ts';
import { dealCurrency } from '../deals/won.ts';
import type { Deal, Milestone } from '../facts.ts';
import { formatMoney } from '../money.ts';
import { kickoffOf } from '../project/kickoff.ts';
import { isSettled } from '../project/next-billing-event.ts';
import { businessCalendar } from '../standing/stops.ts';
import type { ProjectKind } from './mismatch.ts';
import { sumDifference } from './sum.ts';

const names = (milestones: readonly Milestone[]): string => milestones.map(({ name }) => name).join(', ');

/** M08. Work began although the project waits for its deposit. */
const startedEarly: ProjectKind = {
  id: 'M08',
  title: 'work began before the kickoff',
  severity: 'medium',
  who: 'project owner',
  find({ project, milestones }) {
    if (kickoffOf(project, milestones) === 'Clear') return undefined;
    const begun = milestones.filter(
      ({ trigger, delivery }) => trigger !== 'Deposit' && (delivery === 'In progress' || delivery === 'Delivered'),
    );
    const waitsFor = project.kickoffWaitsFor === 'Invoice' ? 'the deposit to be billed' : 'the deposit to be paid';
    return begun.length === 0 ? undefined : `${names(begun)}: the project waits for ${waitsFor}.`;
  },
};

/** M13. The project is done, and something is not billed or not paid (Rule 14.2). */
const doneTooEarly: ProjectKind = {
  id: 'M13',
  title: 'project done, billing is not',
  severity: 'high',
  who: 'project owner',
  find({ project, milestones }) {
    if (project.status !== 'Done') return undefined;
    const open = milestones.filter((milestone) => !isSettled(milestone));
    return open.length === 0 ? undefined : `Not settled: ${names(open)}.`;
  },
};

/** M20. Everything is paid, the project goes on, and nothing says what comes next. */
const nothingNext: ProjectKind = {
  id: 'M20',
  title: 'nothing left to bill',
  severity: 'low',
  who: 'project owner',
  find({ project, milestones }) {
    const isPaid = milestones.some(({ shown }) => shown.billingStatus === 'Paid');
    if (project.status !== 'Active' || !isPaid || !milestones.every(isSettled)) return undefined;
    return 'Plan the next milestone, or set the project to Done.';
  },
};

const isWon = ({ stage }: Deal): boolean => stage === 'Won';

/** M24. The milestones do not add up to the contract, or to the deal; a deposit may come on top, because it is taken off again (Rule 19.5). */
const sumDiffers: ProjectKind = {
  id: 'M24',
  title: 'milestones and contract differ',
  severity: 'medium',
  who: 'account owner',
  find({ project, client, policy, milestones, deals }) {
    const [first] = milestones;
    const currency = first === undefined ? undefined : billingCurrency(first, client, policy);
    if (currency === undefined) return undefined;
    const agreed = [
      { what: "the contract's value", value: project.contractValue },
      ...deals
        .filter((deal) => isWon(deal) && dealCurrency(deal, client, policy) === currency)
        .map(({ value }) => ({ what: "the deal's value", value })),
    ];
    for (const { what, value } of agreed) {
      const differs = value === null ? undefined : sumDifference(milestones, { client, policy }, { value, currency });
      if (differs !== undefined)
        return `The milestones add up to ${formatMoney(differs.sum)}, ${what} is ${formatMoney(differs.value)}.`;
    }
    return undefined;
  },
};

/** M25. The deal was won some days ago, and its project has nothing to bill; a deal without a project says so itself. */
const wonWithoutPlan: ProjectKind = {
  id: 'M25',
  title: 'won, and nothing to bill',
  severity: 'medium',
  who: 'project owner',
  find({ client, policy, milestones, unreadable, deals, today }) {
    if (milestones.length > 0 || unreadable.length > 0) return undefined;
    const calendar = businessCalendar(policy, client);
    const late = deals.find(
      (deal) =>
        isWon(deal) &&
        deal.shown.stageSince !== null &&
        businessDaysBetween(deal.shown.stageSince, today, calendar) > WON_DAYS_MAX,
    );
    if (late === undefined) return undefined;
    return `The deal "${late.name}" is won since ${late.shown.stageSince}, and there is no milestone. Plan what is billed.`;
  },
};

export const projectKinds: readonly ProjectKind[] = [
  startedEarly,
  doneTooEarly,
  nothingNext,
  sumDiffers,
  wonWithoutPlan,
];
