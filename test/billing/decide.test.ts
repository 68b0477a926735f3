import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billingKey } from '../../src/billing/billing-key.ts';
import { instantFromIso, instantFromMillis, plainDate } from '../../src/billing/calendar.ts';
import { decide } from '../../src/billing/decide.ts';
import { APPROVALS, type Invoice, type MilestoneFacts } from '../../src/billing/facts.ts';
import {
  aClient,
  aMilestone,
  anInvoice,
  aPolicy,
  currency,
  MILESTONE_ID,
  nothingShown,
  theFacts,
} from '../support/facts.ts';

const at = (iso: string) => instantFromIso(iso);
const policy = aPolicy();
const settled = at('2026-11-03T14:20:00Z');

test.each([
  ['a day', plainDate('2026-11-20'), '2026-11-20T00:00:00Z'],
  ['an instant', at('2026-11-20T15:30:00Z'), '2026-11-20T15:30:00Z'],
])('a decision dated ahead to %s is looked at again then, whatever else is missing', (_kind, decidedOn, when) => {
  const facts = theFacts({ milestone: aMilestone({ trigger: null, decidedOn }) });
  expect(decide(facts, aPolicy(), at('2026-11-12T10:00:00Z')).lookAgainAt).toBe(at(when));
});

describe('a milestone approved at 14:10 with a quiet period of ten minutes (X01)', () => {
  test('waits until 14:20', () => {
    const decision = decide(theFacts(), policy, at('2026-11-03T14:19:59Z'));
    expect(decision.action).toBeUndefined();
    expect(decision.lookAgainAt).toBe(settled);
    expect(decision.shown.billingDetail).toMatch(/^Waiting quiet period/);
  });

  test('is billed at 14:20 over 4,000.00 GBP, due 17 November at 23:59:59', () => {
    const { action } = decide(theFacts(), policy, settled);
    expect(action).toMatchObject({
      kind: 'issue invoice',
      order: {
        key: billingKey(MILESTONE_ID, 'all', 1),
        money: { minor: 400_000, currency: 'GBP' },
        dueDate: '2026-11-17',
        dueAt: at('2026-11-17T23:59:59Z'),
        customerId: 'cus_1',
        lines: [{ words: 'Website: Design', minor: 400_000 }],
      },
    });
  });

  test('is billed at once when the quiet period is 0', () => {
    const facts = theFacts({ approvedSince: undefined });
    expect(decide(facts, aPolicy({ quietPeriodSeconds: 0 }), at('2026-11-03T14:10:00Z')).action?.kind).toBe(
      'issue invoice',
    );
  });

  test('gets a Stripe customer first when its client has none', () => {
    const facts = theFacts({ client: aClient({ shown: { stripeCustomer: '', accountStatus: null } }) });
    expect(decide(facts, policy, settled).action?.kind).toBe('link customer');
  });

  test('is not billed while something is missing, and says what', () => {
    const decision = decide(theFacts({ milestone: aMilestone({ hasEvidence: false }) }), policy, settled);
    expect(decision.action).toBeUndefined();
    expect(decision.shown.billingStatus).toBe('Not yet triggered');
    expect(decision.shown.billingDetail).toMatch(/^Blocked: Show what was delivered/);
    expect(decision.shown.missingForBilling).toMatch(/\(Mara\)$/);
  });
});

describe('an issued invoice', () => {
  test('is shown as Stripe has it and never issued again', () => {
    const decision = decide(theFacts({ invoices: [anInvoice()] }), policy, settled);
    expect(decision.action).toBeUndefined();
    expect(decision.shown).toEqual({
      billingStatus: 'Sent',
      followUpStep: null,
      lastFollowUp: null,
      nextFollowUp: '2026-11-18',
      billingDetail: 'Sent on 2026-11-03, due on 2026-11-17.',
      missingForBilling: '',
      invoiceUrl: 'https://invoice.example/i/1',
      invoiceNumber: 'NW-0001',
      stripeInvoice: 'in_1',
      invoiced: 4000,
      remaining: 4000,
      issued: '2026-11-03',
      due: '2026-11-17',
      paidOn: null,
    });
  });

  test('half paid says what came and what remains (X08)', () => {
    const invoice = anInvoice({ total: 600_000, amountDue: 600_000, amountPaid: 250_000, amountRemaining: 350_000 });
    const facts = theFacts({ invoices: [invoice], milestone: aMilestone({ amount: 6000 }) });
    const words = (iso: string) => decide(facts, policy, at(iso)).shown;
    expect(words('2026-11-10T12:00:00Z').billingDetail).toBe(
      'Partially paid: 2,500.00 GBP of 6,000.00 GBP received, 3,500.00 GBP remaining, due 2026-11-17.',
    );
    expect(words('2026-11-18T00:00:00Z')).toMatchObject({ billingStatus: 'Overdue', remaining: 3500 });
  });

  test('paid on 16 November is Paid, with nothing remaining, on the seller’s calendar', () => {
    const invoice = anInvoice({
      status: 'paid',
      amountPaid: 400_000,
      amountRemaining: 0,
      paidAt: at('2026-11-16T11:02:00Z'),
    });
    const { shown } = decide(theFacts({ invoices: [invoice] }), policy, at('2026-11-16T11:03:00Z'));
    expect(shown).toMatchObject({
      billingStatus: 'Paid',
      remaining: 0,
      paidOn: '2026-11-16',
      billingDetail: 'Paid on 2026-11-16.',
    });
  });

  test('stays as it is when the approval is withdrawn: the hub never voids', () => {
    const facts = theFacts({ invoices: [anInvoice()], milestone: aMilestone({ approval: 'Withdrawn' }) });
    expect(decide(facts, policy, settled)).toMatchObject({ action: undefined, shown: { billingStatus: 'Sent' } });
  });
});

describe('a voided invoice', () => {
  const voided = anInvoice({ status: 'void' });

  test('is not billed again by itself, and stays findable', () => {
    const decision = decide(theFacts({ invoices: [voided] }), policy, settled);
    expect(decision.action).toBeUndefined();
    expect(decision.shown).toMatchObject({
      billingStatus: 'Not yet triggered',
      stripeInvoice: 'in_1',
      remaining: null,
      due: null,
    });
    expect(decision.shown.billingDetail).toMatch(/^Voided: invoice NW-0001/);
  });

  test('gives way to a new decision, which starts the next revision', () => {
    const milestone = aMilestone({ decidedOn: plainDate('2026-11-05') });
    const { action } = decide(theFacts({ invoices: [voided], milestone }), policy, at('2026-11-05T14:20:00Z'));
    expect(action).toMatchObject({
      kind: 'issue invoice',
      order: { revision: 2, key: billingKey(MILESTONE_ID, 'all', 2) },
    });
  });

  test('of a rejected milestone closes it', () => {
    const facts = theFacts({ invoices: [voided], milestone: aMilestone({ approval: 'Rejected' }) });
    expect(decide(facts, policy, settled).shown.billingStatus).toBe('Closed');
  });

  test('gives way to its replacement', () => {
    const replacement = anInvoice({ id: 'in_2', revision: 2, billingKey: billingKey(MILESTONE_ID, 'all', 2) });
    expect(decide(theFacts({ invoices: [voided, replacement] }), policy, settled).shown).toMatchObject({
      billingStatus: 'Sent',
      stripeInvoice: 'in_2',
    });
  });
});

describe('a draft left by an interrupted run', () => {
  const draft = anInvoice({ status: 'draft', finalizedAt: null, number: null });

  test('is handed to the next attempt', () => {
    expect(decide(theFacts({ invoices: [draft] }), policy, settled).action).toMatchObject({
      kind: 'issue invoice',
      drafts: [draft],
    });
  });

  test('is discarded when the milestone is not to be billed any more', () => {
    const facts = theFacts({ invoices: [draft], milestone: aMilestone({ approval: 'Withdrawn' }) });
    expect(decide(facts, policy, settled).action).toEqual({ kind: 'discard drafts', drafts: [draft] });
  });
});

describe('an invoice that a person named', () => {
  test('stays named and blocks billing until it is known what it is', () => {
    const milestone = aMilestone({ shown: { ...nothingShown, stripeInvoice: 'in_typed' } });
    const decision = decide(theFacts({ milestone }), policy, settled);
    expect(decision.action).toBeUndefined();
    expect(decision.shown.stripeInvoice).toBe('in_typed');
  });
});

describe('shadow mode', () => {
  test('says what would happen and asks for nothing', () => {
    const decision = decide(theFacts(), aPolicy({ shadow: true }), settled);
    expect(decision.action).toBeUndefined();
    expect(decision.shown).toMatchObject({
      billingStatus: null,
      billingDetail: 'Shadow: would send an invoice over 4,000.00 GBP.',
    });
  });
});

describe('whatever the facts', () => {
  const invoice = fc.record({
    status: fc.constantFrom<Invoice['status'][]>('draft', 'open', 'paid', 'uncollectible', 'void'),
    revision: fc.integer({ min: 1, max: 3 }),
    amountPaid: fc.constantFrom(0, 100_000, 400_000),
  });
  const facts = fc.record({
    approval: fc.constantFrom(...APPROVALS),
    hasEvidence: fc.boolean(),
    amount: fc.constantFrom(null, 4000, -1, 0.001),
    invoices: fc.array(invoice, { maxLength: 3 }),
    minutes: fc.constantFrom(0, 9, 10, 11, 30_000),
  });
  const toFacts = ({
    approval,
    hasEvidence,
    amount,
    invoices,
  }: {
    approval: (typeof APPROVALS)[number];
    hasEvidence: boolean;
    amount: number | null;
    invoices: readonly { status: Invoice['status']; revision: number; amountPaid: number }[];
  }): MilestoneFacts =>
    theFacts({
      milestone: aMilestone({ approval, hasEvidence, amount }),
      invoices: invoices.map((one, index) =>
        anInvoice({
          ...one,
          id: `in_${index}`,
          amountRemaining: 400_000 - one.amountPaid,
          finalizedAt: one.status === 'draft' ? null : settled,
        }),
      ),
    });

  test('an invoice is asked for only when approved, complete, quiet and without a live invoice', () => {
    fc.assert(
      fc.property(facts, ({ minutes, ...rest }) => {
        const given = toFacts(rest);
        const { action, checks } = decide(
          given,
          policy,
          instantFromMillis(at('2026-11-03T14:10:00Z') + minutes * 60_000),
        );
        if (action?.kind !== 'issue invoice') return;
        expect(rest.approval).toBe('Approved');
        expect(checks.every((check) => check.passed)).toBe(true);
        expect(minutes).toBeGreaterThanOrEqual(10);
        expect(
          given.invoices.some(
            (one) => one.status === 'open' || one.status === 'paid' || one.status === 'uncollectible',
          ),
        ).toBe(false);
      }),
    );
  });

  test('Paid is shown only when nothing remains', () => {
    fc.assert(
      fc.property(facts, ({ minutes: _, ...rest }) => {
        const { shown } = decide(toFacts(rest), policy, settled);
        if (shown.billingStatus === 'Paid')
          expect(toFacts(rest).invoices.some((one) => one.status === 'paid' || one.amountRemaining === 0)).toBe(true);
      }),
    );
  });

  test('the order of the invoices read does not matter', () => {
    fc.assert(
      fc.property(facts, ({ minutes: _, ...rest }) => {
        const given = toFacts(rest);
        const distinct = new Set(given.invoices.map((one) => one.revision)).size === given.invoices.length;
        fc.pre(distinct);
        const turned = { ...given, invoices: [...given.invoices].reverse() };
        expect(decide(turned, policy, settled).shown).toEqual(decide(given, policy, settled).shown);
      }),
    );
  });
});

test('currencies without a name of their own fall back to the client’s, then to the configured one', () => {
  const facts = theFacts({ client: aClient({ currency: null }) });
  const { action } = decide(facts, aPolicy({ currency: currency('EUR') }), settled);
  expect(action).toMatchObject({ order: { money: { currency: 'EUR' } } });
});
