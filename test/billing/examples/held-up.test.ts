import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Client, Milestone, Project } from '../../../src/billing/facts.ts';
import { purchaseOrderShort } from '../../../src/billing/readiness/purchase-order.ts';
import { aClient, aMilestone, aPolicy, aProject, currency, theFacts } from '../../support/facts.ts';
import { at, bill, failedChecks, issued, orderedBy, pageId } from '../kit.ts';

const policy = aPolicy();

describe('X17 Pause: decision 3 November, project paused 5 November, finance contact added 6 November', () => {
  const paused: Partial<Project> = { status: 'Paused', pausedOn: plainDate('2026-11-05') };
  const untilDecember: Partial<Project> = { ...paused, resumeOn: plainDate('2026-12-01') };
  const noContact: Partial<Client> = { billingEmail: null };

  type Around = { project?: Partial<Project>; client?: Partial<Client>; milestone?: Partial<Milestone> };
  const looked = ({ project, client, milestone }: Around, iso: string) =>
    decide(
      theFacts({
        project: aProject({ ...paused, ...project }),
        client: aClient(client),
        milestone: aMilestone(milestone),
      }),
      policy,
      at(iso),
    );

  test('X17 lacks the finance contact until 6 November', () => {
    expect(looked({ client: noContact, project: { status: 'Active' } }, '2026-11-04T10:00:00Z').action).toBeUndefined();
    expect(looked({ client: noContact }, '2026-11-05T10:00:00Z').shown.missingForBilling).toBe(
      'Add the finance contact: the "Billing email" of the client is empty (Jonas)',
    );
  });

  test('X17 under "Bill if earned" is issued on 6 November', () => {
    const project: Partial<Project> = { whenPaused: 'Bill if earned' };
    expect(orderedBy(looked({ project }, '2026-11-06T10:00:00Z')).issuedAt).toBe(at('2026-11-06T00:00:00Z'));
  });

  test('X17 under "Bill if earned" is what holds where nobody has chosen', () => {
    expect(orderedBy(looked({}, '2026-11-06T10:00:00Z')).issuedAt).toBe(at('2026-11-06T00:00:00Z'));
  });

  const deferred: Partial<Project> = { ...untilDecember, whenPaused: 'Defer until resume' };

  test.each(['2026-11-06T10:00:00Z', '2026-11-30T23:59:59Z'])(
    'X17 under "Defer until resume" waits at %s, with policy, reason, date and person',
    (iso) => {
      const { action, shown } = looked({ project: deferred }, iso);
      expect(action).toBeUndefined();
      expect(shown).toMatchObject({
        billingStatus: 'Not yet triggered',
        billingDetail: 'Deferred: the project is paused until 2026-12-01, and its policy is to defer.',
        missingForBilling: 'Deferred: the project is paused until 2026-12-01, and its policy is to defer (Mara)',
      });
    },
  );

  test('X17 under "Defer until resume" is issued on 1 December', () => {
    expect(orderedBy(looked({ project: deferred }, '2026-12-01T00:00:00Z'))).toMatchObject({
      issuedAt: at('2026-12-01T00:00:00Z'),
      dueDate: '2026-12-15',
    });
  });

  test('X17 with a decision dated 7 November is deferred: not earned before the pause', () => {
    const project: Partial<Project> = { ...untilDecember, whenPaused: 'Bill if earned' };
    const { action, shown } = looked(
      { project, milestone: { decidedOn: plainDate('2026-11-07') } },
      '2026-11-07T10:00:00Z',
    );
    expect(action).toBeUndefined();
    expect(shown.billingDetail).toBe(
      'Deferred: the project is paused until 2026-12-01, and this was not earned before the pause.',
    );
  });
});

describe('X19 Purchase order: 10,000.00 with 7,500.00 used, milestone 4,000.00', () => {
  const used = bill(750_000, { id: 'in_9', milestoneId: pageId(9), poNumber: 'PO-7', status: 'paid' });
  const under = (poValue: number) =>
    theFacts({ client: aClient({ poRequired: true, poNumber: 'PO-7', poValue }), clientInvoices: [used] });
  const now = at('2026-11-03T14:30:00Z');

  test('X19 fails R11 alone, short by 1,500.00, and makes no invoice', () => {
    expect(failedChecks({ facts: under(10_000), policy, now })).toEqual(['R11']);
    const { action, shown } = decide(under(10_000), policy, now);
    expect(action).toBeUndefined();
    expect(shown.missingForBilling).toBe(
      'Purchase order PO-7 is short by 1,500.00 GBP: ask the client to raise it (Jonas)',
    );
  });

  test('X19 is looked at again within a sweep, without a click', () => {
    expect(decide(under(10_000), policy, now).lookAgainAt).toBeLessThanOrEqual(now + policy.sweepSeconds * 1000);
  });

  test('X19 raised to 12,000.00 is issued, and 500.00 are left of it', () => {
    const order = orderedBy(decide(under(12_000), policy, now));
    expect(order).toMatchObject({ money: { minor: 400_000 }, poNumber: 'PO-7' });
    const after = { ...under(12_000), invoices: [issued(order, now)] };
    const more = (minor: number) => purchaseOrderShort(after, { minor, currency: currency('GBP') });
    expect(more(50_000)).toBeUndefined();
    expect(more(50_001)).toContain('short by 0.01 GBP');
  });
});
