import type { StripeConnector } from '../../../connectors/stripe/client.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import { NeedsPerson } from '../../../src/billing/failure.ts';
import type { InvoiceOrder } from '../../../src/billing/invoice-order.ts';
import { noMoves } from '../../support/facts.ts';
import { type Bill, creditUsed, newDraft, printOf, remainingOf, toInvoice } from './bill.ts';
import { takeOver } from './by-hand.ts';
import { brokenLimits } from './limits.ts';
import { cashFor, edit, effect, nextInvoiceId, the, type World } from './world.ts';

type Stripe = Pick<
  StripeConnector,
  | 'mode'
  | 'readInvoice'
  | 'invoicesOfCustomer'
  | 'ensureCustomer'
  | 'issueInvoice'
  | 'adoptInvoice'
  | 'discardDrafts'
  | 'noteStops'
>;

/** Stripe as the hub's jobs see it, on the books of a world: the steps are those of connectors/stripe. */
export function stripeOf(world: World): Stripe {
  const { bills, customers } = world;
  return {
    mode: 'test',
    async readInvoice(id) {
      const bill = bills.get(id);
      if (bill === undefined) return undefined;
      return bill.status === 'void' || bill.status === 'draft' ? listed(bill) : toInvoice(bill, cashFor(world, bill));
    },
    invoicesOfCustomer: async (customerId) =>
      [...bills.values()]
        .filter((bill) => bill.customerId === customerId)
        .map(listed)
        .reverse(),
    async ensureCustomer({ id, billingEmail }) {
      const found = [...customers].find(([, customer]) => customer.clientId === id)?.[0];
      if (found !== undefined) return found;
      const customerId = `cus_${id}`;
      return effect(world, () => {
        customers.set(customerId, { clientId: id, email: billingEmail ?? '', balance: 0, cash: 0, currency: null });
        return customerId;
      });
    },
    async issueInvoice(order, drafts, { mayAct, onDraft }) {
      const usable = drafts.find(
        (draft) => draft.order === printOf(order) && [0, order.money.minor].includes(draft.total),
      );
      const { id } = usable ?? effect(world, () => create(world, order));
      refuseForeignCustomer(world, order);
      mayAct.throwIfAborted();
      await onDraft(id);
      for (const other of drafts) if (other.id !== id) effect(world, () => bills.delete(other.id));
      if (the(bills, id).total === 0) effect(world, () => edit(bills, id, { total: order.money.minor }));
      const email = order.client.billingEmail ?? '';
      if (the(customers, order.customerId).email !== email)
        effect(world, () => edit(customers, order.customerId, { email }));
      effect(world, () => issue(world, id));
      return listed(the(bills, id));
    },
    adoptInvoice: async (adoption) => listed(effect(world, () => takeOver(world, adoption))),
    async noteStops(id, stops) {
      effect(world, () => edit(bills, id, { followUps: { ...the(bills, id).followUps, stops } }));
    },
    async discardDrafts(drafts) {
      for (const { id } of drafts) effect(world, () => bills.delete(id));
    },
  };
}

/** A list does not tell what became of the money. */
const listed = (bill: Bill): Invoice => ({ ...toInvoice(bill, 0), moves: noMoves });

function create(world: World, order: InvoiceOrder): Bill {
  const { milestoneId, customerId } = order;
  const id = nextInvoiceId(world, milestoneId);
  const draft = newDraft(order, {
    id,
    createdAt: world.now,
    customerEmail: the(world.customers, customerId).email,
    decisionsBefore: world.decisions.get(milestoneId) ?? 0,
  });
  world.bills.set(id, draft);
  return draft;
}

function refuseForeignCustomer({ customers }: World, { client, customerId }: InvoiceOrder): void {
  if (the(customers, customerId).clientId === client.id) return;
  throw new NeedsPerson(`${customerId} belongs to another client`, { mend: 'Empty it.', who: 'account owner' });
}

/** Finalises: the customer's credit is used up first, and what leaves nothing to pay is paid at once. */
function issue(world: World, id: string): void {
  const { bills, customers, now } = world;
  const draft = the(bills, id);
  const customer = the(customers, draft.customerId);
  const { currency } = draft.order.money;
  const fromBalance = customer.currency === currency ? creditUsed(draft.order, customer.balance) : 0;
  const open: Bill = {
    ...draft,
    status: 'open',
    issuedAt: now,
    fromBalance,
    customerEmail: customer.email,
    decisionsBefore: world.decisions.get(draft.order.milestoneId) ?? 0,
  };
  bills.set(id, remainingOf(open) === 0 ? { ...open, status: 'paid', paidAt: now } : open);
  edit(customers, draft.customerId, { balance: customer.balance - fromBalance });
  world.asked.add(draft.order.milestoneId); // Stripe tells of what the hub does as of anything else
  world.broken.push(...brokenLimits(world, the(bills, id)));
}
