import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMilepost, startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { readyMilestone } from '../support/story.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

test('status tells programs what stands in the queue', async () => {
  const { code, stdout } = await runMilepost(stage.settings, ['status', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    redis: 'ready',
    queue: { waiting: 0, active: 0, failed: 0 },
    failed: [],
  });
});

test('status ends with an error when Redis does not answer', async () => {
  const { code, stdout } = await runMilepost({ ...stage.settings, redisUrl: 'redis://127.0.0.1:1' }, [
    'status',
    '--json',
  ]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ redis: 'away' });
});

test('a hub whose port is taken ends and says so, before it has done any work', async () => {
  const hub = await startHubProcess(stage.settings);
  const { code, stderr } = await runMilepost(stage.settings, ['start']);
  await hub.stop();
  expect(code).toBe(1);
  expect(stderr).toContain(`127.0.0.1:${stage.settings.port} is taken. Set PORT`);
});

test('the token that Notion sends in its handshake is shown for pasting', async () => {
  const { NOTION_WEBHOOK_SECRET: _, ...environment } = stage.settings.environment;
  const hub = await startHubProcess({ ...stage.settings, environment });
  const { verificationToken } = await stage.sandbox.notion.subscribeWebhook(`${hub.url}/webhooks/notion`);
  const { stdout } = await runMilepost(stage.settings, ['status']);
  await hub.stop();
  expect(stdout).toContain(`verification token to paste on the webhook page of the connection: ${verificationToken}`);
});

test('a dry run says what would be sent, and changes nothing', async () => {
  const { notion, stripe } = stage.sandbox;
  const { milestone, approveToday } = readyMilestone(stage);
  approveToday();
  const before = JSON.stringify(notion.page(milestone).properties);
  const { code, stdout, stderr } = await runMilepost(stage.settings, ['run', 'sweep', '--dry-run']);
  expect(code, stderr).toBe(0);
  const { would } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(would).toContainEqual(expect.objectContaining({ write: 'link customer' }));
  expect(JSON.stringify(notion.page(milestone).properties)).toBe(before);
  expect([stripe.store.customers(), stripe.store.invoices()]).toEqual([[], []]);
  const real = await runMilepost(stage.settings, ['run', 'sweep']);
  expect(real.code, real.stderr).toBe(0);
  expect(stripe.store.mails()).toHaveLength(1);
});

test('the nightly look at open invoices can be asked for, and status says how many reads Stripe was asked for', async () => {
  const { code, stdout, stderr } = await runMilepost(stage.settings, ['run', 'open-invoices']);
  expect(code, stderr).toBe(0);
  const { result } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(result).toMatchObject({ outcome: 'done', open: 1, milestones: 1 });
  const reads = stage.sandbox.stripe.journal.entries().filter(({ method }) => method === 'GET').length;
  const status = await runMilepost(stage.settings, ['status', '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({
    stripeReads: { used: reads, allowed: 10_000, isScarce: false },
    silentWebhooks: {},
  });
});

test('a hub with nothing configured says everything that is missing, and does not start', async () => {
  const { code, stdout, stderr } = await runMilepost(
    { ...stage.settings, environment: {}, config: { timezone: 'X' } },
    ['start'],
  );
  expect(code).toBe(1);
  expect(stdout).toBe('');
  const names = Object.keys(stage.settings.environment).filter((name) => REQUIRED.test(name));
  expect(names).toHaveLength(9);
  for (const name of [...names, 'timezone']) expect(stderr).toContain(name);
});

/** Of the sandbox's variables those that no hub can do without. */
const REQUIRED =
  /^(NOTION_TOKEN|NOTION_\w+_DB|STRIPE_SECRET_KEY|STRIPE_WEBHOOK_SECRET|GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_SHEET_ID)$/;
