import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type HubSettings, runMilepost } from '../../sandbox/demo/hub-process.ts';
import { until } from '../../sandbox/demo/until.ts';
import { firstBusinessDayFrom, isBusinessDay } from '../../src/billing/business-days.ts';
import { addDays, type PlainDate, plainDate } from '../../src/billing/calendar.ts';
import { on } from '../support/example.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { reader, today } from '../support/story.ts';
import { aProjectToBill, aReadyMilestone, title } from '../support/world.ts';

const PROGRAM = path.join(import.meta.dirname, '../../bin/milepost.mjs');

/** Weekends alone: the configuration of the stage names no country. */
const CALENDAR = { holidays: [], countries: [] };

/** Many commands in a row: what is tested here is not how long they wait for Notion. */
const PLENTY = { requests: 10_000, seconds: 60 };

const Report = z.object({
  ok: z.boolean(),
  would: z
    .array(z.object({ write: z.string(), id: z.string(), changes: z.record(z.string(), z.unknown()) }))
    .optional(),
});

let stage: Stage;
/** Mail goes through the sandbox's own server. */
let settings: HubSettings;
let rows: { readonly late: string; readonly held: string; readonly heldClient: string };
let lightDay: PlainDate;
let firmDay: PlainDate;

/** Ten in the morning in New York, where the team works, in winter; eleven in summer. */
const inHours = (day: PlainDate): string => `${day}T15:00:00Z`;
const beforeHours = (day: PlainDate): string => `${day}T12:00:00Z`;

async function followUp(asOf: string, ...flags: readonly string[]) {
  const { code, stdout, stderr } = await runMilepost(settings, ['run', 'follow-up', '--as-of', asOf, ...flags]);
  expect(code, stderr).toBe(0);
  return Report.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

const noted = (id: string, step: string): string | undefined =>
  stage.sandbox.stripe.store.invoices().find(({ metadata }) => metadata?.milepost_milestone === id)?.metadata?.[
    `milepost_followup_${step}`
  ];

const mails = () => stage.sandbox.mail.inbox().map(({ to, subject }) => `${to.join(', ')}: ${subject}`);

beforeAll(async () => {
  stage = await startStage({ limits: { notion: PLENTY } }, { rateLimit: PLENTY });
  const { notion, workspace } = stage.sandbox;
  settings = { ...stage.settings, environment: stage.sandbox.environment() };
  const first = aReadyMilestone(notion, workspace);
  const other = aProjectToBill(notion, workspace);
  notion.editAs(other.mara, other.client, {
    Name: title('Held Ltd'),
    'Billing email': { email: 'ap@held.example' },
    'Follow-up hold until': on(addDays(plainDate(today(stage)), 90)),
  });
  const second = aReadyMilestone(notion, workspace, { Name: title('Build') }, other);
  for (const { approve } of [first, second]) approve(today(stage));
  const { code, stderr } = await runMilepost(settings, ['run', 'sweep']);
  expect(code, stderr).toBe(0);
  rows = { late: first.milestone, held: second.milestone, heldClient: other.client };
  const due = plainDate(reader(stage, first.milestone)('Due'));
  lightDay = firstBusinessDayFrom(addDays(due, 1), CALENDAR);
  const fifth = addDays(due, 5);
  const third = addDays(lightDay, 3);
  firmDay = firstBusinessDayFrom(fifth > third ? fifth : third, CALENDAR);
});
afterAll(() => stage.close());

test('a dry run lists the message in full and everything that is not followed up with its reason, and changes nothing', async () => {
  const { would = [] } = await followUp(inHours(lightDay), '--dry-run');
  const message = would.find(({ write }) => write === 'follow-up');
  expect(message?.changes).toMatchObject({
    message: 'Light',
    to: 'ap@client.example',
    subject: expect.stringContaining('is it in process?'),
    text: expect.stringContaining('4,000.00 GBP'),
  });
  const held = would.filter(({ write }) => write === 'no follow-up');
  expect(held.map(({ changes }) => changes.why)).toEqual([expect.stringContaining('the client is on hold until')]);
  expect([mails(), noted(rows.late, 'light'), reader(stage, rows.late)('Follow-up step')]).toEqual([[], undefined, '']);
});

test('before the day and outside the hours nothing goes out', async () => {
  await followUp(inHours(addDays(lightDay, -1)));
  await followUp(beforeHours(lightDay));
  expect([mails(), noted(rows.late, 'light')]).toEqual([[], undefined]);
});

test('a weekend is no day for a message', async () => {
  let day = lightDay;
  while (isBusinessDay(day, CALENDAR)) day = addDays(day, 1);
  await followUp(inHours(day));
  expect(mails()).toEqual([]);
});

test('run twice it sends once, and says so in Stripe and beside the milestone', async () => {
  await followUp(inHours(lightDay));
  await followUp(inHours(lightDay));
  expect(mails()).toEqual([expect.stringMatching(/^ap@client\.example: /)]);
  expect(noted(rows.late, 'light')).toBe(`sent ${lightDay}T15:00:00.000Z`);
  const shows = reader(stage, rows.late);
  expect([shows('Follow-up step'), shows('Last follow-up'), shows('Next follow-up')]).toEqual([
    'Light',
    lightDay,
    firmDay,
  ]);
  expect(noted(rows.held, 'light')).toBeUndefined();
});

test('of two processes side by side one sends', async () => {
  stage.sandbox.mail.clear();
  stage.sandbox.mail.answerAfter(500);
  await Promise.all([followUp(inHours(firmDay)), followUp(inHours(firmDay))]);
  stage.sandbox.mail.clearFaults();
  expect(mails()).toHaveLength(1);
  expect(noted(rows.late, 'firm')).toBe(`sent ${firmDay}T15:00:00.000Z`);
});

test('a process that is killed while the mail server thinks leaves a question for a person at the next run, and no second message', async () => {
  const { mail, notion, stripe } = stage.sandbox;
  const { id: jonas } = notion.people.add({ name: 'Jonas Frey', email: 'jonas@studio.example' });
  notion.editAs(jonas, rows.heldClient, { 'Follow-up hold until': { date: null } });
  mail.clear();
  mail.answerAfter(60_000);
  const child = spawn(process.execPath, [PROGRAM, 'run', 'follow-up', '--as-of', inHours(firmDay)], {
    cwd: settings.folder,
    env: {
      ...settings.environment,
      REDIS_URL: settings.redisUrl,
      MILEPOST_CONFIG: path.join(settings.folder, 'milepost.config.yaml'),
    },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await until(() => mail.inbox().length === 1, 'the mail server has the message', 40_000);
  expect(noted(rows.held, 'light')).toMatch(/^claimed /);
  child.kill('SIGKILL');
  await ended;
  mail.clearFaults();
  await followUp(inHours(firmDay));
  await followUp(inHours(addDays(firmDay, 1)));
  expect(mails()).toEqual([expect.stringMatching(/^ap@held\.example: /)]);
  expect(noted(rows.held, 'light')).toBe(`unconfirmed ${firmDay}T15:00:00.000Z`);
  expect(reader(stage, rows.held)('Billing detail')).toContain('Unconfirmed: nobody knows whether the light message');
  expect(stripe.store.invoices()).toHaveLength(2);

  const { code, stderr } = await runMilepost(settings, ['confirm', rows.held, 'sent']);
  expect(code, stderr).toBe(0);
  expect(noted(rows.held, 'light')).toBe(`sent ${firmDay}T15:00:00.000Z`);
});
