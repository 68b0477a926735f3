import fc from 'fast-check';
import type Stripe from 'stripe';
import type { FaultRule } from '../../sandbox/kit/faults.ts';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import type { StripeSandbox } from '../../sandbox/stripe/index.ts';

/** What the team may do to a milestone's row at any time. */
export const TEAM_EDITS = {
  'amount 4000': { Amount: { number: 4000 } },
  'amount 1250.50': { Amount: { number: 1250.5 } },
  'no amount': { Amount: { number: null } },
  'evidence gone': { Deliverable: { url: null } },
  'evidence there': { Deliverable: { url: 'https://files.example/design' } },
  'in progress': { Delivery: { select: { name: 'In progress' } } },
  delivered: { Delivery: { select: { name: 'Delivered' } } },
  withdrawn: { Approval: { select: { name: 'Withdrawn' } } },
  rejected: { Approval: { select: { name: 'Rejected' } } },
  requested: { Approval: { select: { name: 'Requested' } } },
  renamed: { Name: { title: [{ text: { content: 'Design, second round' } }] } },
} as const satisfies Record<string, PropertyWrites>;

/** What somebody may do to the hub's own properties, though nobody should. */
export const MEDDLING = {
  'status Overdue': { 'Billing status': { select: { name: 'Overdue' } } },
  'status emptied': { 'Billing status': { select: null } },
  'invoice id emptied': { 'Stripe invoice': { rich_text: [] } },
  'remaining changed': { Remaining: { number: 1 } },
  'number emptied': { 'Invoice number': { rich_text: [] } },
  'due changed': { Due: { date: { start: '2020-01-01' } } },
} as const satisfies Record<string, PropertyWrites>;

export const CLIENT_EDITS = {
  'address changed': { 'Billing email': { email: 'new@client.example' } },
  'address as before': { 'Billing email': { email: 'ap@client.example' } },
  'address gone': { 'Billing email': { email: null } },
  'terms 0': { 'Payment terms': { number: 0 } },
  'terms 30': { 'Payment terms': { number: 30 } },
} as const satisfies Record<string, PropertyWrites>;

export const PROJECT_EDITS = {
  'owner of the approval gone': { 'Approval owner': { email: null } },
  'owner of the approval there': { 'Approval owner': { email: 'd.osei@client.example' } },
} as const satisfies Record<string, PropertyWrites>;

/** Stripe as clients, banks and bookkeepers have it in their hands. */
export type Hands = { readonly sandbox: StripeSandbox; readonly dashboard: Stripe };

/** What clients, banks and bookkeepers do to the newest invoice of a milestone. What is not possible then is not done. */
export const MONEY = {
  'pays all': ({ sandbox }, id) => sandbox.pay(id),
  'pays a part': ({ sandbox }, id) => sandbox.pay(id, { amount: 10_000 }),
  'card is declined': ({ sandbox }, id) => sandbox.pay(id, { method: 'declined' }),
  'debit begins': ({ sandbox }, id) => sandbox.pay(id, { method: 'debit processing' }),
  'debit arrives': async ({ sandbox }, id) => sandbox.settle(id, 'succeeds'),
  'debit fails': async ({ sandbox }, id) => sandbox.settle(id, 'fails'),
  voided: ({ dashboard }, id) => dashboard.invoices.voidInvoice(id),
  'written off': ({ dashboard }, id) => dashboard.invoices.markUncollectible(id),
  'draft deleted': ({ dashboard }, id) => dashboard.invoices.del(id),
  'credited in part': ({ dashboard }, id) => dashboard.creditNotes.create({ invoice: id, amount: 5_000 }),
  'filled draft is finalised': async ({ sandbox, dashboard }, id) =>
    (sandbox.store.invoice(id)?.total ?? 0) > 0 && dashboard.invoices.finalizeInvoice(id),
} as const satisfies Record<string, (hands: Hands, invoiceId: string) => Promise<unknown>>;

const JSON_BODY = '{"error":{"type":"api_error","message":"Something broke."}}';
export const KINDS = {
  'cut before commit': { kind: 'cut before commit' },
  'cut after commit': { kind: 'cut after commit' },
  'answers 429': { kind: 'answer', status: 429, body: JSON_BODY, headers: { 'retry-after': '1' } },
  'answers 500': { kind: 'answer', status: 500, body: JSON_BODY },
  'commits and answers 500': { kind: 'answer after commit', status: 500, body: JSON_BODY },
  'answers nonsense': { kind: 'answer', status: 200, body: '{"message":"maintenance"}' },
} as const satisfies Record<string, FaultRule['fault']>;

const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => {
  const names: K[] = [];
  for (const name in table) names.push(name);
  return fc.constantFrom(...names);
};

const which = fc.constantFrom(0, 1);
const fault = fc.option(
  fc.record({
    at: fc.constantFrom('Stripe', 'Notion'),
    method: fc.constantFrom('any', 'GET', 'POST', 'PATCH', 'DELETE'),
    after: fc.nat({ max: 5 }),
    times: fc.integer({ min: 1, max: 2 }),
    kind: keys(KINDS),
  }),
);
export type Fault = NonNullable<typeof fault extends fc.Arbitrary<infer T> ? T : never>;

/** One thing that happens. Plain data, so that a history that goes wrong can be read and shortened. */
export const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('approve'), of: which, daysAgo: fc.nat({ max: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('edit milestone'), of: which, how: keys(TEAM_EDITS) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('meddle'), of: which, how: keys(MEDDLING) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('edit client'), how: keys(CLIENT_EDITS) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('edit project'), how: keys(PROJECT_EDITS) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('scribble') }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('money'), of: which, how: keys(MONEY) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('trash or restore'), of: which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait'), hours: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('Redis is lost', 'Stripe forgets its keys') }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('hub hears'), of: which, fault }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('sweep'), fault }) },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
