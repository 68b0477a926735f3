import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Client, Invoice } from '../../../src/billing/facts.ts';
import { purchaseOrderProblem } from '../../../src/billing/readiness/purchase-order.ts';
import { aClient, aMilestone, currency } from '../../support/facts.ts';
import { bill, failedChecks, inputOf, pageId } from '../kit.ts';

const ordered: Partial<Client> = { poRequired: true, poNumber: 'PO-7', poValue: 10_000 };
const other = (minor: number, changes: Partial<Invoice> = {}): Invoice =>
  bill(minor, { id: 'in_9', milestoneId: pageId(9), poNumber: 'PO-7', ...changes });
const under = (client: Partial<Client>, clientInvoices: readonly Invoice[] = []) =>
  inputOf({ client: aClient({ ...ordered, ...client }), clientInvoices });

describe('a client that requires a purchase order has one, unexpired and with enough left (R11)', () => {
  test.each<{ name: string; client: Partial<Client>; said: string | undefined }>([
    { name: 'none is required', client: { poRequired: false, poNumber: '', poValue: 1 }, said: undefined },
    {
      name: 'none is there',
      client: { poNumber: ' ' },
      said: 'The client requires a purchase order: "PO number" is empty',
    },
    { name: 'it expires today', client: { poExpires: plainDate('2026-11-03') }, said: undefined },
    {
      name: 'it expired yesterday',
      client: { poExpires: plainDate('2026-11-02') },
      said: 'Purchase order PO-7 expired on 2026-11-02',
    },
    { name: 'nobody wrote down its value', client: { poValue: null }, said: undefined },
    {
      name: 'its value is none',
      client: { poValue: -5 },
      said: 'Correct "PO value" of the client: the amount is negative',
    },
    { name: 'exactly enough', client: { poValue: 4000 }, said: undefined },
    {
      name: 'too small',
      client: { poValue: 3999.99 },
      said: 'Purchase order PO-7 is short by 0.01 GBP: ask the client to raise it',
    },
  ])('$name: $said', ({ client, said }) => {
    expect(purchaseOrderProblem(under(client))).toBe(said);
    expect(failedChecks(under(client))).toEqual(said === undefined ? [] : ['R11']);
  });

  test.each<{ name: string; invoices: readonly Invoice[]; isEnough: boolean }>([
    { name: 'open and paid ones', invoices: [other(300_000), other(300_001, { status: 'paid' })], isEnough: false },
    {
      name: 'what was not credited',
      invoices: [other(700_000, { credited: 50_000, creditedAfterPayment: 50_000 })],
      isEnough: true,
    },
    { name: 'no voided ones', invoices: [other(900_000, { status: 'void' })], isEnough: true },
    { name: 'no other purchase order', invoices: [other(900_000, { poNumber: 'PO-6' })], isEnough: true },
    { name: 'no other currency', invoices: [other(900_000, { currency: currency('EUR') })], isEnough: true },
  ])('$name use it up: enough left $isEnough', ({ invoices, isEnough }) => {
    expect(failedChecks(under({}, invoices)).includes('R11')).toBe(!isEnough);
  });

  test('is not asked how much is left where nothing right can be billed', () => {
    expect(
      purchaseOrderProblem(inputOf({ client: aClient(ordered), milestone: aMilestone({ amount: null }) })),
    ).toBeUndefined();
  });

  test('says nothing of a client that cannot be read', () => {
    expect(purchaseOrderProblem(inputOf({ client: undefined }))).toBeUndefined();
  });
});
