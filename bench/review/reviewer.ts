/** The hub's side of a weekly review in a process of its own: reads, plans, writes, and says how long it took and how much room. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createNotion } from '../../connectors/notion/client.ts';
import { createSheets } from '../../connectors/sheets/client.ts';
import { createStripe } from '../../connectors/stripe/client.ts';
import { readReviewFacts } from '../../jobs/review-facts.ts';
import { weeklyReview } from '../../jobs/weekly-review.ts';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { layOutReview } from '../../src/billing/review/layout.ts';
import { planReview } from '../../src/billing/review/plan-review.ts';
import { aPolicy } from '../../test/support/facts.ts';

const ROUNDS = 7;
const TIMEOUT_MS = 60_000;

const env = z.record(z.string(), z.string()).parse(JSON.parse(process.env.REVIEW_SANDBOX ?? '{}'));
const key = z
  .object({ client_email: z.string(), private_key: z.string() })
  .parse(JSON.parse(readFileSync(env.GOOGLE_APPLICATION_CREDENTIALS ?? '', 'utf8')));
const of = (name: string): string => env[name] ?? '';
const budget = { spend: async () => {}, holdFor: async () => {} };
const now = instantFromMillis(Date.now());
const policy = aPolicy();

const notion = createNotion({
  token: of('NOTION_TOKEN'),
  apiUrl: of('NOTION_API_URL'),
  databases: {
    milestones: of('NOTION_MILESTONES_DB'),
    projects: of('NOTION_PROJECTS_DB'),
    clients: of('NOTION_CLIENTS_DB'),
    deals: of('NOTION_DEALS_DB'),
  },
  names: { properties: {}, options: {} },
  budget,
  timeoutMs: TIMEOUT_MS,
});
const stripe = createStripe({ secretKey: of('STRIPE_SECRET_KEY'), apiUrl: of('STRIPE_API_URL'), budget });
const sheets = createSheets({
  email: key.client_email,
  privateKey: key.private_key,
  spreadsheetId: of('GOOGLE_SHEET_ID'),
  apiUrl: of('GOOGLE_SHEETS_API_URL'),
  tokenUrl: of('GOOGLE_TOKEN_URL'),
  timeoutMs: TIMEOUT_MS,
  budget,
});

const facts = await readReviewFacts({ notion, stripe, clock: () => now, policy });
await weeklyReview({
  readReviewFacts: async () => facts,
  sheets,
  policy,
  clock: () => now,
  health: async () => [],
});
// What one review takes, without the garbage of those that are only timed.
const megabytes = process.resourceUsage().maxRSS / 1024;
const seconds: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const startedAt = performance.now();
  layOutReview(planReview({ ...facts, lastWeek: undefined, health: [] }, policy, now));
  seconds.push((performance.now() - startedAt) / 1000);
}
process.send?.({ seconds, rows: facts.milestones.length, megabytes });
process.disconnect();
