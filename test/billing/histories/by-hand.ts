import type { Adoption } from '../../../src/billing/adoption.ts';
import { addDays, dueInstant, startOfDay } from '../../../src/billing/calendar.ts';
import { parseCurrency } from '../../../src/billing/currency.ts';
import type { Milestone } from '../../../src/billing/facts.ts';
import { approvedKey, minorOf, placeOf } from './approved.ts';
import { type Bill, type Billed, isLive, newDraft } from './bill.ts';
import { today } from './setting.ts';
import { billsOf, edit, nextInvoiceId, the, type World } from './world.ts';

/** What people bill in Stripe without the hub: corrections of its invoices, and invoices of their own. */

/** Of somebody's own invoice: what it is over, as a share of the milestone's amount. */
export const BY_HAND = { 'over its amount': 1, 'over half of it': 0.5, 'over too much': 1.5 } as const;

const TERM_DAYS = 14;

const termsFrom = (world: World) => {
  const { timeZone } = world.policy;
  const dueDate = addDays(today(world), TERM_DAYS);
  return { issuedAt: startOfDay(timeZone, today(world)), dueDate, dueAt: dueInstant(timeZone, dueDate) };
};

/** Sends a correction in the place of an invoice. Nothing on it names a milestone. */
export function correct(world: World, bill: Bill, total: number): void {
  const { milestoneId, money } = bill.order;
  const id = nextInvoiceId(world, milestoneId);
  const order = { ...bill.order, ...termsFrom(world), money: { ...money, minor: total }, delivering: 'mail' as const };
  world.bills.set(id, { ...byHand(world, order, id), total, revises: bill.id, decisionsBefore: bill.decisionsBefore });
  edit(world.bills, bill.id, { revisedBy: id });
  agree(world, the(world.bills, id));
}

const byHand = (world: World, order: Billed, id: string): Bill => ({
  ...newDraft(order, {
    id,
    createdAt: world.now,
    customerEmail: the(world.customers, order.customerId).email,
    decisionsBefore: world.decisions.get(order.milestoneId) ?? 0,
  }),
  status: 'open',
  issuedAt: world.now,
  isUnnoted: true,
});

/** A person and the client agreed on it: what is live then is approved. */
function agree(world: World, { order }: Bill): void {
  const { currency } = order.money;
  const live = billsOf(world, order.milestoneId).filter(
    (bill) => isLive(bill) && bill.order.money.currency === currency,
  );
  const made = live.reduce((sum, bill) => sum + bill.total + bill.order.takenOff, 0);
  const key = approvedKey(order.milestoneId, currency);
  world.approved.set(key, Math.max(world.approved.get(key) ?? 0, made));
}

/** Bills a milestone's client in Stripe, and writes the invoice's id beside the milestone. */
export function typeIn(world: World, row: Milestone, how: keyof typeof BY_HAND): void {
  const { client, project } = placeOf(world, row);
  const [customerId] = [...world.customers].find(([, { clientId }]) => clientId === client?.id) ?? [];
  const currency = parseCurrency(row.currency ?? client?.currency ?? world.policy.currency);
  if (client === undefined || project === undefined || customerId === undefined || currency === undefined) return;
  const minor = minorOf((row.amount ?? 0) * BY_HAND[how], currency);
  if (minor === undefined) return;
  const id = `${nextInvoiceId(world, row.id)}_by_hand`;
  const order: Billed = {
    ...termsFrom(world),
    key: '',
    milestoneId: '',
    projectId: '',
    trigger: 'Milestone approval',
    revision: 1,
    decision: '',
    client,
    customerId,
    money: { minor, currency },
    lines: [{ words: row.name, minor }],
    takenOff: 0,
    delivering: 'mail',
    poNumber: '',
    taxId: '',
    printed: [],
  };
  world.bills.set(id, { ...byHand(world, order, id), total: minor });
  world.meddledWith.add(row.id);
  edit(world.milestones, row.id, { shown: { ...row.shown, stripeInvoice: id } });
}

/** The hub notes on an invoice which milestone it bills. */
export function takeOver(world: World, adoption: Adoption): Bill {
  const { invoice, key, milestoneId, projectId, trigger, revision, decision, takenOff, poNumber } = adoption;
  const { order } = the(world.bills, invoice.id);
  const noted = { key, milestoneId, projectId, revision, decision, takenOff, poNumber };
  edit(world.bills, invoice.id, { isUnnoted: false, order: { ...order, ...noted, trigger: trigger ?? order.trigger } });
  agree(world, the(world.bills, invoice.id));
  return the(world.bills, invoice.id);
}
