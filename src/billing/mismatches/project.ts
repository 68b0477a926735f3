import { billingCurrency } from '../amounts/terms.ts';
import { isCancelled } from '../approval.ts';
import type { Milestone } from '../facts.ts';
import { formatMoney, sumFromMajor } from '../money.ts';
import { kickoffOf } from '../project/kickoff.ts';
import { isSettled } from '../project/next-billing-event.ts';
import type { Item, ProjectKind } from './mismatch.ts';

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

/** What a milestone adds to the price: its amount; a deposit only as far as it is a part of it. */
function priceOf({ milestone, input }: Item): number | undefined {
  if (isCancelled(milestone.approval) || milestone.trigger === 'Retainer renewal') return 0;
  const currency = billingCurrency(milestone, input.facts.client, input.policy);
  if (currency === undefined || milestone.amount === null) return undefined;
  const money = sumFromMajor(milestone.amount, currency);
  return money.ok ? money.money.minor : undefined;
}

/** M24. The milestones do not add up to the contract; a deposit may come on top, because it is taken off again (Rule 19.5). */
const sumDiffers: ProjectKind = {
  id: 'M24',
  title: 'milestones and contract differ',
  severity: 'medium',
  who: 'account owner',
  find({ project, client, policy }, items) {
    const [first] = items;
    if (project.contractValue === null || first === undefined) return undefined;
    const currency = billingCurrency(first.milestone, client, policy);
    const value = currency === undefined ? undefined : sumFromMajor(project.contractValue, currency);
    const prices = items.map(priceOf);
    if (currency === undefined || value?.ok !== true || prices.some((price) => price === undefined)) return undefined;
    const of = (isDeposit: boolean): number =>
      items.reduce(
        (sum, item, at) => sum + ((item.milestone.trigger === 'Deposit') === isDeposit ? (prices[at] ?? 0) : 0),
        0,
      );
    const [work, deposits] = [of(false), of(true)];
    if (work === value.money.minor || work + deposits === value.money.minor) return undefined;
    const words = (minor: number): string => formatMoney({ minor, currency });
    return `The milestones add up to ${words(work + deposits)}, the contract's value is ${words(value.money.minor)}.`;
  },
};

export const projectKinds: readonly ProjectKind[] = [startedEarly, doneTooEarly, nothingNext, sumDiffers];
