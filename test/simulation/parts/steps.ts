import fc from 'fast-check';
import type { FaultRule } from '../../../sandbox/kit/faults.ts';
import type { PropertyWrites } from '../../../sandbox/notion/index.ts';
import { MONEY, OFTEN } from './money.ts';

const select = (name: string | null) => ({ select: name === null ? null : { name } });
const text = (content: string) => ({ rich_text: content === '' ? [] : [{ text: { content } }] });

/** What the team may do to a milestone's row at any time. */
export const TEAM_EDITS = {
  'amount 4000': { Amount: { number: 4000 } },
  'amount 1250.50': { Amount: { number: 1250.5 } },
  'no amount': { Amount: { number: null } },
  'in EUR': { Currency: select('EUR') },
  'in JPY': { Currency: select('JPY') },
  'currency emptied': { Currency: select(null) },
  'evidence gone': { Deliverable: { url: null } },
  'evidence there': { Deliverable: { url: 'https://files.example/design' } },
  'in progress': { Delivery: select('In progress') },
  delivered: { Delivery: select('Delivered') },
  withdrawn: { Approval: select('Withdrawn') },
  rejected: { Approval: select('Rejected') },
  requested: { Approval: select('Requested') },
  'changes requested': { Approval: select('Changes requested') },
  'access missing': { 'Handed over': { multi_select: [{ name: 'Files' }] } },
  'decided by somebody else': { 'Decided by': { email: 'r.lane@client.example' } },
  'on hold': { 'Follow-up stop': select('On hold') },
  renamed: { Name: { title: [{ text: { content: 'Second round' } }] } },
} as const satisfies Record<string, PropertyWrites>;

/** What somebody may do to the hub's own properties, though nobody should. */
export const MEDDLING = {
  'status Paid': { 'Billing status': select('Paid') },
  'status Overdue': { 'Billing status': select('Overdue') },
  'status emptied': { 'Billing status': select(null) },
  'invoice id emptied': { 'Stripe invoice': text('') },
  'remaining changed': { Remaining: { number: 1 } },
  'number emptied': { 'Invoice number': text('') },
  'due changed': { Due: { date: { start: '2020-01-01' } } },
} as const satisfies Record<string, PropertyWrites>;

/** What makes one row unfit for work until it is mended. */
export const SPOILT = {
  'id made up': { 'Stripe invoice': text('in_typed') },
  'id of the other mode': { 'Stripe invoice': text('in_live') },
  'an option that nobody knows': { Approval: select('Perhaps') },
} as const satisfies Record<string, PropertyWrites>;
export const MENDED = {
  'id made up': { 'Stripe invoice': text('') },
  'id of the other mode': { 'Stripe invoice': text('') },
  'an option that nobody knows': { Approval: select('Requested') },
} as const satisfies Record<keyof typeof SPOILT, PropertyWrites>;

export const CLIENT_EDITS = {
  'address changed': { 'Billing email': { email: 'new@client.example' } },
  'address gone': { 'Billing email': { email: null } },
  'address there': { 'Billing email': { email: 'ap@client.example' } },
  'terms 0': { 'Payment terms': { number: 0 } },
  'terms 30': { 'Payment terms': { number: 30 } },
  'in EUR': { Currency: select('EUR') },
  'order required, none there': { 'PO required': { checkbox: true }, 'PO number': text('') },
  'order over 5000': { 'PO required': { checkbox: true }, 'PO number': text('PO-1'), 'PO value': { number: 5000 } },
  'no order required': { 'PO required': { checkbox: false } },
} as const satisfies Record<string, PropertyWrites>;

export const PROJECT_EDITS = {
  'owner of the approval gone': { 'Approval owner': { email: null } },
  'owner of the approval there': { 'Approval owner': { email: 'd.osei@client.example' } },
  'contract over 9000': { 'Contract value': { number: 9000 } },
  'no contract value': { 'Contract value': { number: null } },
  'bills parts': { 'Partial approval': select('Bill approved part') },
  paused: { Status: select('Paused') },
  'goes on': { Status: select('Active') },
} as const satisfies Record<string, PropertyWrites>;

const JSON_BODY = '{"error":{"type":"api_error","message":"Something broke."}}';
export const KINDS = {
  'cut before commit': { kind: 'cut before commit' },
  'cut after commit': { kind: 'cut after commit' },
  'answers 429': { kind: 'answer', status: 429, body: JSON_BODY, headers: { 'retry-after': '1' } },
  'answers 500': { kind: 'answer', status: 500, body: JSON_BODY },
  'commits and answers 500': { kind: 'answer after commit', status: 500, body: JSON_BODY },
  'answers nonsense': { kind: 'answer', status: 200, body: '{"message":"maintenance"}' },
} as const satisfies Record<string, FaultRule['fault']>;

export const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => {
  const names: K[] = [];
  for (const name in table) names.push(name);
  return fc.constantFrom(...names);
};

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

const of = fc.nat({ max: 3 });
const weigh = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const money = fc.oneof(weigh(1, fc.constantFrom(...OFTEN)), weigh(2, keys(MONEY)));

/** One thing that happens. Plain data, so that a history that goes wrong can be read and shortened. */
export const step = fc.oneof(
  weigh(
    8,
    fc.record({
      does: fc.constant('approve'),
      of,
      how: fc.constantFrom('whole', 'whole', 'half of it'),
      daysAgo: fc.nat({ max: 2 }),
    }),
  ),
  weigh(4, fc.record({ does: fc.constant('edit milestone'), of, how: keys(TEAM_EDITS) })),
  weigh(2, fc.record({ does: fc.constant('edit client'), of, how: keys(CLIENT_EDITS) })),
  weigh(2, fc.record({ does: fc.constant('edit project'), of, how: keys(PROJECT_EDITS) })),
  weigh(2, fc.record({ does: fc.constant('meddle'), of, how: keys(MEDDLING) })),
  weigh(1, fc.record({ does: fc.constant('spoil'), of, how: keys(SPOILT) })),
  weigh(1, fc.record({ does: fc.constantFrom('mend', 'trash or restore', 'scribble on the project'), of })),
  weigh(
    1,
    fc.record({
      does: fc.constantFrom('customer is deleted', 'customer of another client is pasted', 'Amount is renamed'),
      of,
    }),
  ),
  weigh(9, fc.record({ does: fc.constant('money'), of, at: fc.constantFrom('newest', 'oldest'), how: money })),
  weigh(3, fc.record({ does: fc.constant('wait'), hours: fc.constantFrom(1, 5, 24, 72, 7 * 24, 16 * 24) })),
  weigh(1, fc.record({ does: fc.constant('nothing is heard'), days: fc.constantFrom(40, 100) })),
  weigh(1, fc.record({ does: fc.constantFrom('Redis is lost', 'Stripe forgets its keys', 'renewals', 'night') })),
  weigh(
    9,
    fc.record({
      does: fc.constant('hub hears'),
      lost: fc.constantFrom('none', 'every other', 'all'),
      doubled: fc.boolean(),
      order: fc.constantFrom('as it came', 'backwards', 'mixed'),
      fault,
    }),
  ),
  weigh(2, fc.record({ does: fc.constant('look'), of, fault })),
  weigh(2, fc.record({ does: fc.constant('sweep'), fault })),
  weigh(1, fc.record({ does: fc.constant('quiet') })),
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
