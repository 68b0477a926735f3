import { expect, test } from 'vitest';
import { instantFromIso } from '../../src/billing/calendar.ts';
import { describeStatus, type HubStatus } from '../../src/hub/status.ts';
import { areScarce } from '../../src/hub/stripe-reads.ts';

const NOW = instantFromIso('2026-11-25T12:00:00Z');

const status = (changes: Partial<HubStatus> = {}): HubStatus => ({
  redis: 'ready',
  queue: { waiting: 0, active: 0, delayed: 4, failed: 0 },
  lastSeen: { sweep: '2026-11-25T11:55:00.000Z' },
  failed: [],
  alarms: {},
  unreadable: {},
  followUps: [],
  stripeReads: { used: 1_204, allowed: 10_000, isScarce: false },
  reviewProblem: undefined,
  silentWebhooks: {},
  notionVerificationToken: undefined,
  ...changes,
});

test('the status says how many reads Stripe was asked for, and that webhooks never came', () => {
  expect(describeStatus(status(), NOW).split('\n')).toEqual(
    expect.arrayContaining([
      'Last       sweep: 2026-11-25T11:55:00.000Z (5 min ago)',
      'Last       renewals: never',
      'Last       webhook notion: none seen yet',
      'Reads      Stripe reads, last 30 days: 1,204 of at least 10,000',
    ]),
  );
});

test('the status says what goes out today', () => {
  const followUps = [
    {
      client: 'Northwind',
      message: 'Light',
      invoices: ['NW-0001', 'NW-0002'],
      sum: '3,500.00 EUR',
      leavesAt: '2026-11-25T13:00:00.000Z',
    },
  ];
  expect(describeStatus(status({ followUps }), NOW)).toContain(
    'Goes out   2026-11-25T13:00:00.000Z Light to Northwind: invoice NW-0001, NW-0002, 3,500.00 EUR\n',
  );
});

test('the status says what is put off for the sake of reads that are needed more', () => {
  const text = describeStatus(status({ stripeReads: { used: 9_001, allowed: 10_000, isScarce: true } }), NOW);
  expect(text).toContain('9,001 of at least 10,000; the nightly look at open invoices is put off\n');
});

test('the status says since when things change at a source without a webhook, and what to do', () => {
  const text = describeStatus(status({ silentWebhooks: { notion: '2026-11-25T09:30:00.000Z' } }), NOW);
  expect(text).toContain('Silent     notion: things change there since 2026-11-25T09:30:00.000Z');
  expect(text).toMatch(/ {11}its webhook subscription looks paused: .+ resume it/);
  expect(text).not.toContain('Silent     stripe');
});

test('the status says why the weekly review cannot be written, and since when', () => {
  const reviewProblem = {
    since: '2026-11-25T07:00:00.000Z',
    words: 'Google lets us not write to the sheet. Share it.',
  };
  expect(describeStatus(status({ reviewProblem }), NOW)).toContain(
    'Review     not written since 2026-11-25T07:00:00.000Z (5 h ago): Google lets us not write to the sheet. Share it.\n',
  );
  expect(describeStatus(status(), NOW)).not.toContain('Review     not written');
});

test('a tenth of the reads is kept for what cannot wait', () => {
  expect(areScarce(9_000, 10_000)).toBe(false);
  expect(areScarce(9_001, 10_000)).toBe(true);
});
