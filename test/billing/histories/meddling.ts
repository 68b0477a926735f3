import { plainDate } from '../../../src/billing/calendar.ts';
import type { Client, ShownOnMilestone } from '../../../src/billing/facts.ts';
import { billsOf, type World } from './world.ts';

type Meddling = (shown: ShownOnMilestone, world: World, milestoneId: string) => Partial<ShownOnMilestone>;

/** What somebody does to the hub's own properties of a milestone, though nobody should. */
export const SHOWN_MEDDLING = {
  'status Paid': () => ({ billingStatus: 'Paid' }),
  'status Overdue': () => ({ billingStatus: 'Overdue' }),
  'status Closed': () => ({ billingStatus: 'Closed' }),
  'status emptied': () => ({ billingStatus: null }),
  'detail emptied': () => ({ billingDetail: '' }),
  'missing scribbled on': () => ({ missingForBilling: 'nothing, really' }),
  'number emptied': () => ({ invoiceNumber: '' }),
  'invoiced 2000': () => ({ invoiced: 2000 }),
  'invoiced emptied': () => ({ invoiced: null }),
  'remaining 1': () => ({ remaining: 1 }),
  'due long ago': () => ({ due: plainDate('2020-01-01') }),
  'paid long ago': () => ({ paidOn: plainDate('2020-01-01') }),
} as const satisfies Record<string, Meddling>;

/** To the one note by which its invoice is found at once. */
export const NOTE_MEDDLING = {
  'invoice id emptied': () => ({ stripeInvoice: '' }),
  'invoice id made up': () => ({ stripeInvoice: 'in_typed' }),
  'invoice id of another': (shown, world) => ({
    stripeInvoice: [...world.bills.keys()].find((id) => id !== shown.stripeInvoice) ?? '',
  }),
  'invoice id of its first one': (shown, world, id) => ({
    stripeInvoice: billsOf(world, id)[0]?.id ?? shown.stripeInvoice,
  }),
  'everything emptied': () => ({
    billingStatus: null,
    billingDetail: '',
    invoiceUrl: null,
    invoiceNumber: '',
    stripeInvoice: '',
    invoiced: null,
    remaining: null,
    issued: null,
    due: null,
    paidOn: null,
  }),
} as const satisfies Record<string, Meddling>;

export const MEDDLING = { ...SHOWN_MEDDLING, ...NOTE_MEDDLING } as const;

/** And to those of a client. */
export const CLIENT_MEDDLING = {
  'customer emptied': () => '',
  'customer of another client': (own, world) =>
    [...world.customers].find(([id]) => id !== own.shown.stripeCustomer)?.[0] ?? own.shown.stripeCustomer,
} as const satisfies Record<string, (client: Client, world: World) => string>;
