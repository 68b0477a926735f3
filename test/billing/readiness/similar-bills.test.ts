import { describe, expect, test } from 'vitest';
import { instantFromIso } from '../../../src/billing/calendar.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import { hardFailures, readiness, warnings } from '../../../src/billing/readiness/readiness.ts';
import { longOverdueWarning, possibleDuplicateWarning } from '../../../src/billing/readiness/similar-bills.ts';
import { aMilestone, currency } from '../../support/facts.ts';
import { bill, inputOf, pageId } from '../kit.ts';

const other = (changes: Partial<Invoice>): Invoice =>
  bill(400_000, {
    id: 'in_9',
    number: 'NW-0009',
    milestoneId: pageId(9),
    createdAt: instantFromIso('2026-09-01T10:00:00Z'),
    ...changes,
  });
const beside = (changes: Partial<Invoice>) => inputOf({ clientInvoices: [other(changes)] }, '2026-11-10T10:00:00Z');

describe('another invoice of the client that is more than 30 days overdue is a warning (R21)', () => {
  test.each([
    { name: 'thirty days', dueAt: instantFromIso('2026-10-11T22:59:59Z'), status: 'open', warns: false },
    { name: 'thirty-one days', dueAt: instantFromIso('2026-10-10T22:59:59Z'), status: 'open', warns: true },
    { name: 'thirty-one days, and paid', dueAt: instantFromIso('2026-10-10T22:59:59Z'), status: 'paid', warns: false },
    { name: 'no due date', dueAt: null, status: 'open', warns: false },
  ] as const)('$name: $warns', ({ dueAt, status, warns }) => {
    expect(longOverdueWarning(beside({ dueAt, status, total: 1 }))).toBe(
      warns
        ? 'The client has not paid invoice NW-0009, due 2026-10-10: perhaps a word with them comes first'
        : undefined,
    );
  });

  test('holds nothing up', () => {
    const checks = readiness(beside({ dueAt: instantFromIso('2026-10-01T22:59:59Z') }));
    expect(hardFailures(checks)).toEqual([]);
    expect(warnings(checks)).toMatchObject([{ id: 'R21', kind: 'soft', who: 'Jonas' }]);
  });
});

describe('the same sum billed to the client in the last 7 days is a warning (R22)', () => {
  const lately = instantFromIso('2026-11-03T00:00:00Z');
  test.each<{ name: string; changes: Partial<Invoice>; warns: boolean }>([
    { name: 'seven days ago', changes: { createdAt: lately }, warns: true },
    { name: 'eight days ago', changes: { createdAt: instantFromIso('2026-11-02T23:59:59Z') }, warns: false },
    { name: 'another sum', changes: { createdAt: lately, total: 400_001 }, warns: false },
    { name: 'another currency', changes: { createdAt: lately, currency: currency('EUR') }, warns: false },
    { name: 'voided', changes: { createdAt: lately, status: 'void' }, warns: false },
    { name: 'without a number', changes: { createdAt: lately, number: null }, warns: true },
  ])('$name: $warns', ({ changes, warns }) => {
    const words = possibleDuplicateWarning(beside(changes));
    if (warns)
      expect(words).toMatch(
        /^Invoice (NW-0009|in_9) billed the same 4,000\.00 GBP to this client on 2026-11-03: make sure that it was for something else$/,
      );
    else expect(words).toBeUndefined();
  });

  test('says nothing where nothing is billed next', () => {
    const input = inputOf({ milestone: aMilestone({ amount: null }), clientInvoices: [other({ createdAt: lately })] });
    expect(possibleDuplicateWarning(input)).toBeUndefined();
  });

  test('holds nothing up', () => {
    const checks = readiness(beside({ createdAt: lately }));
    expect(hardFailures(checks)).toEqual([]);
    expect(warnings(checks)).toMatchObject([{ id: 'R22', kind: 'soft', who: 'Mara' }]);
  });
});
