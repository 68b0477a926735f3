import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import { decide } from '../../src/billing/decide.ts';
import type { Invoice, Milestone, MilestoneFacts, Policy } from '../../src/billing/facts.ts';
import { proceed } from '../../src/billing/proceed.ts';
import { approvalMark, quietUntil } from '../../src/billing/quiet-period.ts';
import { aClient, aMilestone, aPolicy, aProject, nothingShown, theFacts } from '../support/facts.ts';
import { at, bill, inputOf, invoicedShown, pageId } from './kit.ts';

const NOW = '2026-11-03T14:30:00Z';
const looked = (facts: Partial<MilestoneFacts>, now = NOW, policy: Partial<Policy> = {}) =>
  decide(theFacts(facts), aPolicy(policy), at(now));
const agreed = aProject({ agreement: 'https://sign.example/1' });
const inTenMinutes = at('2026-11-03T14:40:00Z');

describe('what a milestone says until its invoice goes out (5.1)', () => {
  type Case = {
    name: string;
    facts: Partial<MilestoneFacts>;
    detail: string;
    again: ReturnType<typeof at> | undefined;
  };

  test.each<Case>([
    {
      name: 'nothing has triggered it',
      facts: { milestone: aMilestone({ approval: 'Requested' }) },
      detail: 'Waiting for approval by d.osei@client.example.',
      again: undefined,
    },
    {
      name: 'no trigger is named',
      facts: { milestone: aMilestone({ trigger: null }) },
      detail: 'Choose what bills this milestone: "Trigger" is empty.',
      again: undefined,
    },
    {
      name: 'one thing is missing',
      facts: { milestone: aMilestone({ hasEvidence: false }) },
      detail: 'Blocked: Show what was delivered: a link in "Deliverable" or a file in "Evidence".',
      again: inTenMinutes,
    },
    {
      name: 'several things are missing',
      facts: { milestone: aMilestone({ hasEvidence: false, decisionProof: null }) },
      detail: 'Blocked: 2 things are missing, see "Missing for billing".',
      again: inTenMinutes,
    },
    {
      name: 'a pause defers it',
      facts: { project: aProject({ status: 'Paused' }) },
      detail: 'Deferred: the project is paused; say since when in "Paused on" of the project.',
      again: inTenMinutes,
    },
    {
      name: 'a date lies ahead',
      facts: {
        milestone: aMilestone({ trigger: 'Retainer renewal', approval: null, plannedDate: plainDate('2026-11-10') }),
        project: agreed,
      },
      detail: 'Waiting for 2026-11-10, the day on which the retainer renews.',
      again: at('2026-11-10T00:00:00Z'),
    },
    {
      name: 'no date is named',
      facts: { milestone: aMilestone({ trigger: 'Retainer renewal', approval: null }), project: agreed },
      detail: 'Name the day on which the retainer renews: "Planned date" is empty.',
      again: undefined,
    },
  ])('$name', ({ facts, detail, again }) => {
    const { action, shown, lookAgainAt } = looked(facts);
    expect(action).toBeUndefined();
    expect(shown).toMatchObject({ billingStatus: 'Not yet triggered', billingDetail: detail });
    expect(lookAgainAt).toBe(again);
  });

  test('drafts that nobody will finish are cleared away meanwhile', () => {
    const draft: Invoice = bill(400_000, { status: 'draft' });
    const blocked = looked({ invoices: [draft], milestone: aMilestone({ hasEvidence: false }) });
    expect(blocked.action).toEqual({ kind: 'discard drafts', drafts: [draft] });
    const quiet = looked({ invoices: [draft] }, '2026-11-03T14:19:00Z');
    expect(quiet.action).toEqual({ kind: 'discard drafts', drafts: [draft] });
  });

  test('a warning holds nothing up, and is said while there is time', () => {
    const late = bill(1, { id: 'in_9', number: 'NW-0009', milestoneId: pageId(9), dueAt: at('2026-09-01T22:59:59Z') });
    const facts = { clientInvoices: [late] };
    expect(looked(facts, '2026-11-03T14:19:00Z').shown.billingDetail).toMatch(
      / Note for Jonas: The client has not paid invoice NW-0009, due 2026-09-01: perhaps a word with them comes first\.$/,
    );
    const nobody = { project: aProject({ owners: [] }), client: aClient({ accountOwners: [] }) };
    const policy = { defaultBillingOwner: 'office@studio.example' };
    expect(looked({ ...facts, ...nobody }, '2026-11-03T14:19:00Z', policy).shown.billingDetail).toContain(
      'Note for office@studio.example:',
    );
    expect(looked(facts, NOW).action?.kind).toBe('issue invoice');
  });

  test('a warning about what a date bills is said before that date', () => {
    const milestone = aMilestone({
      trigger: 'Retainer renewal',
      approval: null,
      plannedDate: plainDate('2026-11-10'),
    });
    expect(looked({ milestone }).shown.billingDetail).toMatch(
      /^Waiting for 2026-11-10, .* Note for Jonas: No agreement is linked to the project: tell the client/,
    );
  });

  test('a warning for nobody is one for everybody', () => {
    const input = inputOf({}, '2026-11-03T14:19:00Z');
    const warning = {
      id: 'R21',
      about: 'nothing long overdue',
      kind: 'soft',
      passed: false,
      message: 'A word first',
      who: undefined,
    } as const;
    expect(proceed(input, [warning]).detail).toMatch(/ Note for everybody: A word first\.$/);
  });

  test('a deposit that covers all of it closes it: nothing is asked for (9)', () => {
    const deposit = bill(400_000, { id: 'in_d', milestoneId: pageId(9), trigger: 'Deposit' });
    const { action, shown } = looked({ clientInvoices: [deposit] });
    expect(action).toBeUndefined();
    expect(shown).toMatchObject({ billingStatus: 'Closed', missingForBilling: '', nextFollowUp: null, invoiced: null });
    expect(shown.billingDetail).toMatch(/^Nothing to bill: /);
  });

  test('but not before everything is there, and not before it is approved', () => {
    const deposit = bill(400_000, { id: 'in_d', milestoneId: pageId(9), trigger: 'Deposit' });
    for (const milestone of [aMilestone({ hasEvidence: false }), aMilestone({ approval: 'Requested' })])
      expect(looked({ clientInvoices: [deposit], milestone }).shown.billingStatus).toBe('Not yet triggered');
  });

  test('an order that cannot be made although every check passed is a bug of ours', () => {
    const input = inputOf({ milestone: aMilestone({ amount: null }) });
    expect(() => proceed(input, [])).toThrow('Every check passed, but no order can be made');
  });
});

describe('a portal’s client (6.5)', () => {
  const portal = aClient({ submission: 'Portal', submissionNotes: 'Ariba' });
  const inPortal = bill(400_000, { delivering: 'portal' });
  const stands = (changes: Partial<Milestone>, invoice: Invoice, now = '2026-11-12T10:00:00Z') =>
    looked({ client: portal, milestone: aMilestone(changes), invoices: [invoice] }, now);

  test('gets an invoice that is issued, and not yet sent until somebody has handed it in', () => {
    expect(looked({ client: portal }).action).toMatchObject({ order: { delivering: 'portal' } });
    expect(stands({}, inPortal)).toMatchObject({
      details: ['issued, sending'],
      shown: { billingStatus: 'Not yet triggered', invoiced: 4000, remaining: 4000, due: '2026-11-17' },
    });
  });

  test('is billed once the reference is noted, or once money comes', () => {
    expect(stands({ portalReference: 'REQ-12' }, inPortal)).toMatchObject({
      details: [],
      shown: { billingStatus: 'Due soon' },
    });
    const part = { ...inPortal, amountPaid: 100_000, amountRemaining: 300_000 };
    expect(stands({}, part)).toMatchObject({ details: ['partially paid'], shown: { billingStatus: 'Due soon' } });
  });
});

describe('a voided invoice stays said (7.2-2)', () => {
  const voided: Invoice = bill(400_000, { status: 'void', number: null, decision: 'Approved 2026-11-01' });

  test('while its decision is taken back', () => {
    const { shown } = looked({ invoices: [voided], milestone: aMilestone({ approval: 'Requested' }) });
    expect(shown).toMatchObject({ billingStatus: 'Not yet triggered', stripeInvoice: 'in_1', invoiceNumber: '' });
    expect(shown.billingDetail).toBe('Voided: invoice in_1. Waiting for approval by d.osei@client.example.');
  });

  test.each(['Rejected', 'Withdrawn'] as const)('and closes a milestone that was cancelled: %s', (approval) => {
    const { shown } = looked({ invoices: [voided], milestone: aMilestone({ approval }) });
    expect(shown).toMatchObject({
      billingStatus: 'Closed',
      billingDetail: `Voided: invoice in_1. "Approval" says ${approval}.`,
      missingForBilling: '',
    });
  });

  test('beside an invoice that a person named', () => {
    const milestone = aMilestone({ shown: { ...nothingShown, stripeInvoice: 'in_typed' } });
    expect(looked({ invoices: [voided], milestone }).shown).toMatchObject({
      stripeInvoice: 'in_typed',
      invoiceUrl: null,
    });
  });

  test('of one decision, which is not billed again by itself', () => {
    const same = { ...voided, decision: 'Approved 2026-11-03' };
    expect(looked({ invoices: [same] })).toMatchObject({
      action: undefined,
      shown: { billingDetail: 'Voided: invoice in_1. To bill again, log a new decision: a new "Decided on".' },
    });
  });
});

describe('the quiet period counts from the first reading of this very approval (3.6)', () => {
  const mark = (changes: Partial<Milestone>) => approvalMark(aMilestone(changes));

  test.each<{ name: string; changes: Partial<Milestone>; isAnother: boolean }>([
    { name: 'nothing', changes: {}, isAnother: false },
    { name: 'its evidence', changes: { hasEvidence: false, name: 'Design 2' }, isAnother: false },
    { name: 'its amount', changes: { amount: 4500 }, isAnother: true },
    { name: 'its currency', changes: { currency: 'EUR' }, isAnother: true },
    { name: 'its day', changes: { decidedOn: plainDate('2026-11-04') }, isAnother: true },
    { name: 'its hour', changes: { decidedOn: at('2026-11-03T14:10:00Z') }, isAnother: true },
    { name: 'its decider', changes: { decidedBy: ['r.lane@client.example'] }, isAnother: true },
    { name: 'its part', changes: { approval: 'Approved in part', approvedAmount: 1500 }, isAnother: true },
  ])('a change of $name makes another approval: $isAnother', ({ changes, isAnother }) => {
    expect(mark(changes) !== mark({})).toBe(isAnother);
  });

  test('and there is none to count from before', () => {
    expect(mark({ approval: 'Requested' })).toBeUndefined();
    expect(quietUntil(undefined, at(NOW), 600)).toBe(at('2026-11-03T14:40:00Z'));
    expect(quietUntil(at('2026-11-03T14:10:00Z'), at(NOW), 600)).toBe(at('2026-11-03T14:20:00Z'));
  });
});

describe('shadow mode leaves everything as it stands, and says what would happen', () => {
  const shown = (facts: Partial<MilestoneFacts>, now = NOW) => looked(facts, now, { shadow: true });

  test.each<{ name: string; facts: Partial<MilestoneFacts>; now?: string; detail: string | RegExp }>([
    { name: 'to be billed', facts: {}, detail: 'Shadow: would send an invoice over 4,000.00 GBP.' },
    {
      name: 'to be billed to a new customer',
      facts: { client: aClient({ shown: { stripeCustomer: '', accountStatus: null } }) },
      detail: 'Shadow: would send an invoice over 4,000.00 GBP.',
    },
    { name: 'in its quiet period', facts: {}, now: '2026-11-03T14:19:00Z', detail: /^Shadow: Waiting quiet period/ },
    {
      name: 'blocked',
      facts: { milestone: aMilestone({ hasEvidence: false }) },
      detail: /^Shadow: Blocked: Show what was delivered/,
    },
    {
      name: 'billed by hand before',
      facts: { milestone: aMilestone({ shown: invoicedShown(4000) }), invoices: [bill(400_000)] },
      detail: 'Shadow: Sent on 2026-11-03, due on 2026-11-17.',
    },
  ])('$name', ({ facts, now, detail }) => {
    const decision = shown(facts, now);
    expect(decision.action).toBeUndefined();
    expect(decision.shown.billingStatus).toBe(facts.milestone?.shown.billingStatus ?? null);
    if (typeof detail === 'string') expect(decision.shown.billingDetail).toBe(detail);
    else expect(decision.shown.billingDetail).toMatch(detail);
  });

  test('what is missing is listed all the same', () => {
    expect(shown({ milestone: aMilestone({ hasEvidence: false }) }).shown.missingForBilling).toMatch(/\(Mara\)$/);
  });
});
