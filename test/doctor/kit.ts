import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { STRIPE_API_VERSION } from '../../connectors/stripe/client.ts';
import { HINT_TYPES } from '../../connectors/stripe/event-hints.ts';
import { startGoogle } from '../../sandbox/google/index.ts';
import { createClock } from '../../sandbox/kit/clock.ts';
import { listen } from '../../sandbox/kit/listen.ts';
import { startMail } from '../../sandbox/mail/index.ts';
import { createWorkspace, startNotion } from '../../sandbox/notion/index.ts';
import { startStripe } from '../../sandbox/stripe/index.ts';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { checkup } from '../../src/doctor/checkup.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import type { Report } from '../../src/doctor/report.ts';
import { openStorage, type Storage } from '../../src/hub/foundation.ts';
import { startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { whenReady } from '../../src/queue/redis.ts';
import { silent } from '../queue/kit.ts';
import { clientFor } from '../sandbox/stripe/support.ts';

/** Where a test is not about rates, nobody counts. */
const MANY = 1_000_000;
const FREELY = { requests: MANY, seconds: 60 };

const STRIPE_KEY = 'rk_test_doctor';
const WEBHOOK_SECRET = 'whsec_doctor';

/** A set-up in which everything is right: services, a Redis, and a hub that has just worked. A test breaks one thing of it. */
export type SetUp = Awaited<ReturnType<typeof rightSetUp>>;

export async function rightSetUp() {
  const hub: PublicSide = { takesWebhooks: true };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-doctor-'));
  // What happens in the services happened ten minutes ago: an event that did not arrive is no news.
  const clock = createClock(Date.now() - 10 * 60_000);
  const [redis, notion, stripe, google, mail, front] = await Promise.all([
    startPrivateRedis({ dataDir: path.join(folder, 'redis'), durability: 'always', tcp: true }),
    startNotion({ clock, token: 'ntn_doctor', rateLimit: { requests: MANY, seconds: 60 } }),
    startStripe({
      clock,
      secretKeys: [STRIPE_KEY, 'rk_live_doctor'],
      rateLimitPerSecond: MANY,
      webhookRetryMs: Array.from({ length: 600 }, () => 100),
    }),
    startGoogle({
      clock,
      quota: { readPerUser: MANY, readPerProject: MANY, writePerUser: MANY, writePerProject: MANY },
    }),
    startMail({ clock }),
    listen(publicSide(hub), 0),
  ]);
  const workspace = createWorkspace(notion);
  const { spreadsheetId } = google.createSpreadsheet({
    title: 'Weekly review',
    sharedWith: { [google.serviceAccount.email]: 'writer' },
  });
  google.human.addTab(spreadsheetId, '2026-W47', 202_647);
  writeFileSync(path.join(folder, 'key.json'), JSON.stringify(google.serviceAccount.keyFile()), { mode: 0o600 });
  const endpoint = stripe.addWebhookEndpoint(
    `${front.url}/webhooks/stripe`,
    WEBHOOK_SECRET,
    HINT_TYPES,
    STRIPE_API_VERSION,
  );
  const storage = await openStorage(redis.url, silent);
  if (!(await whenReady(storage.redis, 5_000))) throw new Error('No Redis.');

  const policy: Record<string, unknown> = {
    defaultBillingOwner: 'office@example.com',
    limits: { notion: FREELY, stripe: FREELY, sheets: FREELY },
  };
  const env: Record<string, string | undefined> = {
    NOTION_TOKEN: notion.token,
    NOTION_API_URL: notion.url,
    NOTION_WEBHOOK_SECRET: 'secret_doctor',
    NOTION_MILESTONES_DB: workspace.milestones.databaseId,
    NOTION_PROJECTS_DB: workspace.projects.databaseId,
    NOTION_CLIENTS_DB: workspace.clients.databaseId,
    NOTION_DEALS_DB: workspace.deals.databaseId,
    STRIPE_SECRET_KEY: STRIPE_KEY,
    STRIPE_API_URL: stripe.url,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    GOOGLE_APPLICATION_CREDENTIALS: 'key.json',
    GOOGLE_SHEET_ID: spreadsheetId,
    GOOGLE_SHEETS_API_URL: google.url,
    GOOGLE_TOKEN_URL: google.tokenUrl,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Studio <billing@example.com>',
    REDIS_URL: redis.url,
    PUBLIC_URL: front.url,
    ADMIN_PASSWORD: 'a-long-one-for-tests',
  };
  await hubHasWorked(storage);

  let skewMs = 0;
  let node = '24.21.0';
  const look = (): Promise<Report> => {
    writeFileSync(path.join(folder, 'milepost.config.yaml'), JSON.stringify(policy));
    return checkup({
      sources: { env, cwd: folder },
      node,
      now: () => Date.now() + skewMs,
      log: silent,
      tell: () => {},
    });
  };
  return {
    folder,
    hub,
    api: clientFor(stripe.url, STRIPE_KEY),
    clock,
    env,
    policy,
    notion,
    workspace,
    stripe,
    endpoint,
    google,
    spreadsheetId,
    mail,
    storage,
    look,
    /** Sets this machine's clock wrong. */
    skew(ms: number) {
      skewMs = ms;
    },
    runOn(version: string) {
      node = version;
    },
    async close() {
      await storage.close();
      await Promise.all([notion, stripe, google, mail, front].map((one) => one.close()));
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type PublicSide = { takesWebhooks: boolean };

/** What a hub shows to the outside. */
const publicSide = (hub: PublicSide): Hono<{ Bindings: HttpBindings }> =>
  new Hono<{ Bindings: HttpBindings }>()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/moved/healthz', (c) => c.redirect('/healthz'))
    .get('/other/healthz', (c) => c.html('<h1>Another program</h1>'))
    .post('/webhooks/stripe', (c) => c.body(null, hub.takesWebhooks ? 200 : 400));

const REGULAR = [
  'sweep',
  'webhook stripe',
  'webhook notion',
  'follow-up',
  'renewals',
  'open invoices',
  'weekly review',
];

/** What Redis holds after a quiet day of a hub, and after somebody was asked once to look at Stripe's reminders. */
export async function hubHasWorked({ lastSeen, memory }: Pick<Storage, 'lastSeen' | 'memory'>): Promise<void> {
  for (const what of REGULAR) await lastSeen.note(what, instantFromMillis(Date.now() - 60_000));
  await memory.rememberFingerprint('doctor asked', 'stripe reminders', '2026-11-20');
}

export const notGreen = ({ findings }: Report): readonly Finding[] => findings.filter(({ level }) => level !== 'green');

export const finding = ({ findings }: Report, id: string): Finding | undefined =>
  findings.find((found) => found.id === id);
