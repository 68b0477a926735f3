import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, MilestoneFacts } from '../../../src/billing/facts.ts';
import { invoiceFields, standingChangesAt, standingOf, voidedInvoice } from '../../../src/billing/standing/standing.ts';
import { aMilestone, aPolicy } from '../../support/facts.ts';
import { at, bill, inputOf, keyOf, paidAt, withMoves } from '../kit.ts';

const policy = aPolicy();
const NOW = '2026-11-12T10:00:00Z';

const part = (number: number, minor: number, due: string, changes: Partial<Invoice> = {}): Invoice =>
  bill(minor, {
    id: `in_${number}`,
    number: `NW-${number}`,
    billingKey: keyOf(`part-${number}`),
    dueAt: at(`${due}T23:59:59Z`),
    ...changes,
  });
const one = part(1, 150_000, '2026-11-17');
const two = part(2, 250_000, '2026-11-24', {
  createdAt: at('2026-11-10T10:00:00Z'),
  finalizedAt: at('2026-11-10T10:00:00Z'),
});
const onePaid = paidAt(one, '2026-11-09T10:00:00Z');
const twoPaid = paidAt(two, '2026-11-11T10:00:00Z');

const standing = (invoices: readonly Invoice[], facts: Partial<MilestoneFacts> = {}, now = NOW) =>
  standingOf(inputOf({ invoices, ...facts }, now));

describe('a milestone with several live invoices stands by the one that asks for attention (7.2)', () => {
  type Case = { name: string; invoices: readonly Invoice[]; names: string; status: string };

  test.each<Case>([
    { name: 'both open: the one due first', invoices: [two, one], names: 'in_1', status: 'Due soon' },
    { name: 'the first paid: the open one', invoices: [onePaid, two], names: 'in_2', status: 'Sent' },
    { name: 'both paid: the one made last', invoices: [onePaid, twoPaid], names: 'in_2', status: 'Paid' },
    {
      name: 'money returned on a paid one before what is open',
      invoices: [two, withMoves(onePaid, { disputesLost: 1000 })],
      names: 'in_1',
      status: 'Overdue',
    },
    {
      name: 'one written off, the other open',
      invoices: [{ ...one, status: 'uncollectible' }, two],
      names: 'in_2',
      status: 'Sent',
    },
    {
      name: 'one voided, the other paid',
      invoices: [{ ...one, status: 'void' }, twoPaid],
      names: 'in_2',
      status: 'Paid',
    },
    {
      name: 'one without a due date after one with',
      invoices: [{ ...one, dueAt: null }, two],
      names: 'in_2',
      status: 'Sent',
    },
  ])('$name', ({ invoices, names, status }) => {
    for (const order of [invoices, [...invoices].reverse()])
      expect(standing(order)).toMatchObject({ invoice: { id: names }, status });
  });

  test.each<{ name: string; invoices: readonly Invoice[] }>([
    { name: 'nothing', invoices: [] },
    { name: 'a draft', invoices: [{ ...one, status: 'draft' }] },
    { name: 'a voided one', invoices: [{ ...one, status: 'void' }] },
  ])('does not stand by $name', ({ invoices }) => {
    expect(standing(invoices)).toBeUndefined();
  });

  test('two that were made at once, under one number, are told apart by their ids', () => {
    const twins = [
      { ...one, id: 'in_b' },
      { ...one, id: 'in_a' },
      { ...one, id: 'in_a' },
    ];
    expect(standing(twins)?.invoice.id).toBe('in_a');
  });
});

describe('what is shown of several invoices (6.7)', () => {
  const fields = (invoices: readonly Invoice[], now = NOW) => {
    const found = standing(invoices, {}, now);
    return found === undefined ? undefined : invoiceFields(found, policy);
  };

  test('sums are over all of them, days are those of the one that is named', () => {
    expect(fields([onePaid, two])).toEqual({
      invoiceUrl: two.hostedUrl,
      invoiceNumber: 'NW-2',
      stripeInvoice: 'in_2',
      invoiced: 4000,
      remaining: 2500,
      issued: '2026-11-10',
      due: '2026-11-24',
      paidOn: null,
    });
  });

  test('once all are paid, the day is the last one’s', () => {
    expect(fields([onePaid, twoPaid])).toMatchObject({ paidOn: '2026-11-11', remaining: 0 });
  });

  test('what went back is owed again', () => {
    expect(fields([withMoves(onePaid, { disputesLost: 20_000 }), two])).toMatchObject({
      remaining: 2700,
      paidOn: null,
    });
  });

  test('an invoice without number, day of payment or date of issue shows nothing for them', () => {
    expect(fields([{ ...onePaid, number: null, paidAt: null, finalizedAt: null }])).toMatchObject({
      invoiceNumber: '',
      paidOn: null,
      issued: null,
      due: null,
    });
  });
});

describe('the calendar changes how a milestone stands', () => {
  const changes = (invoices: readonly Invoice[], facts: Partial<MilestoneFacts> = {}) => {
    const found = standing(invoices, facts);
    return found === undefined ? undefined : standingChangesAt(found, policy, at(NOW));
  };
  const held = aMilestone({ followUpStop: 'On hold', stopUntil: plainDate('2026-11-13') });

  test.each<{ name: string; invoices: readonly Invoice[]; facts?: Partial<MilestoneFacts>; when: string | undefined }>([
    {
      name: 'when the first becomes overdue',
      invoices: [{ ...one, finalizedAt: at('2026-11-03T10:00:00Z') }],
      when: '2026-11-18T00:00:00Z',
    },
    { name: 'when the first of two becomes due soon', invoices: [onePaid, two], when: '2026-11-17T00:00:00Z' },
    { name: 'the day after a stop', invoices: [one], facts: { milestone: held }, when: '2026-11-14T00:00:00Z' },
    { name: 'never, when all is paid', invoices: [onePaid, twoPaid], when: undefined },
  ])('$name', ({ invoices, facts, when }) => {
    expect(changes(invoices, facts)).toBe(when === undefined ? undefined : at(when));
  });
});

describe('of voided invoices the newest counts', () => {
  const voided = (id: string, changes: Partial<Invoice> = {}): Invoice => ({ ...one, id, status: 'void', ...changes });

  test.each<{ name: string; invoices: readonly Invoice[]; id: string | undefined }>([
    {
      name: 'by revision',
      invoices: [
        voided('in_a', { revision: 1, createdAt: at('2026-11-11T10:00:00Z') }),
        voided('in_b', { revision: 2 }),
      ],
      id: 'in_b',
    },
    {
      name: 'by time',
      invoices: [voided('in_a'), voided('in_b', { createdAt: at('2026-11-11T10:00:00Z') })],
      id: 'in_b',
    },
    { name: 'by id, at last', invoices: [voided('in_b'), voided('in_a')], id: 'in_a' },
    { name: 'none among live ones', invoices: [one], id: undefined },
  ])('$name', ({ invoices, id }) => {
    expect(voidedInvoice(invoices)?.id).toBe(id);
  });
});
