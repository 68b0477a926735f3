import { describe, expect, test } from 'vitest';
import type { BillingStatus, Invoice } from '../../../src/billing/facts.ts';
import { type AccountStatus, accountStatus, mayChangeAccount } from '../../../src/billing/project/account-status.ts';
import { aClient, aPolicy } from '../../support/facts.ts';
import { at, bill, paidAt } from '../kit.ts';

const sent = bill(400_000, {
  id: 'in_sent',
  dueAt: at('2026-11-30T23:59:59Z'),
  finalizedAt: at('2026-11-10T10:00:00Z'),
});
const dueSoon = bill(400_000, { id: 'in_soon' });
const overdue = bill(400_000, { id: 'in_late', dueAt: at('2026-11-11T23:59:59Z') });

describe('a client’s account is as late as its most pressing open invoice', () => {
  test.each<{ name: string; invoices: readonly Invoice[]; status: AccountStatus }>([
    { name: 'none', invoices: [], status: 'Current' },
    { name: 'sent', invoices: [sent], status: 'Current' },
    { name: 'due soon', invoices: [sent, dueSoon], status: 'Due soon' },
    { name: 'overdue', invoices: [overdue, dueSoon, sent], status: 'Overdue' },
    { name: 'overdue, and paid by now', invoices: [paidAt(overdue, '2026-11-12T09:00:00Z')], status: 'Current' },
    { name: 'overdue, and voided', invoices: [{ ...overdue, status: 'void' }], status: 'Current' },
    { name: 'overdue, and written off', invoices: [{ ...overdue, status: 'uncollectible' }], status: 'Current' },
    { name: 'overdue, and none of ours', invoices: [{ ...overdue, milestoneId: '' }], status: 'Current' },
  ])('$name: $status', ({ invoices, status }) => {
    for (const order of [invoices, [...invoices].reverse()])
      expect(accountStatus(order, aPolicy(), at('2026-11-12T10:00:00Z'))).toBe(status);
  });
});

describe('the account is looked at again when a milestone may have changed it', () => {
  type Case = { shown: AccountStatus | null; before: BillingStatus | null; after: BillingStatus | null; may: boolean };

  test.each<Case>([
    { shown: null, before: null, after: null, may: true },
    { shown: 'Current', before: 'Sent', after: 'Paid', may: false },
    { shown: 'Current', before: null, after: 'Sent', may: false },
    { shown: 'Current', before: 'Sent', after: 'Due soon', may: true },
    { shown: 'Due soon', before: 'Due soon', after: 'Overdue', may: true },
    { shown: 'Due soon', before: 'Due soon', after: 'Paid', may: true },
    { shown: 'Due soon', before: 'Due soon', after: null, may: true },
    { shown: 'Due soon', before: 'Due soon', after: 'Due soon', may: false },
    { shown: 'Overdue', before: 'Sent', after: 'Due soon', may: false },
    { shown: 'Overdue', before: 'Due soon', after: 'Paid', may: false },
    { shown: 'Overdue', before: 'Overdue', after: 'Paid', may: true },
  ])('$before to $after while it shows $shown: $may', ({ shown, before, after, may }) => {
    const client = aClient({ shown: { stripeCustomer: 'cus_1', accountStatus: shown } });
    expect(mayChangeAccount(client, before, after)).toBe(may);
  });

  test('and never without a client', () => {
    expect(mayChangeAccount(undefined, 'Sent', 'Overdue')).toBe(false);
  });
});
