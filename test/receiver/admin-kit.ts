import type { AdminOptions } from '../../src/receiver/admin.ts';
import type { HubOverview } from '../../src/receiver/health-page.ts';

export const NOW = Date.parse('2026-11-25T12:00:00Z');

/** A hub with which nothing is wrong. */
export const OVERVIEW: HubOverview = {
  queue: { waiting: 2, active: 1, delayed: 5, failed: 0 },
  lastSeen: { sweep: '2026-11-25T11:55:00.000Z', 'webhook stripe': '2026-11-25T09:00:00.000Z' },
  failed: [],
  alarms: {},
  unreadable: {},
  unconfirmed: {},
  help: {},
  followUps: [],
  silentWebhooks: {},
  stripeReads: { used: 1_204, allowed: 10_000 },
  reviewProblem: undefined,
  budgetsLeft: { notion: 178, stripe: 20, sheets: 50 },
};

export const adminOptions = (changes: Partial<AdminOptions> = {}): AdminOptions => ({
  password: 'pass',
  queues: [],
  health: async () => ({ problems: [] }),
  overview: async () => OVERVIEW,
  retry: async () => 0,
  pageUrl: (id) => `https://www.notion.so/${id}`,
  now: () => NOW,
  ...changes,
});

export const authorization = (password: string) => ({ authorization: `Basic ${btoa(`admin:${password}`)}` });
