import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@notionhq/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readPageText } from '../../connectors/notion/page-text.ts';
import { lookAtDatabase } from '../../connectors/notion/setup/look.ts';
import { type HubProcess, type HubSettings, runMilepost, startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { until } from '../../sandbox/demo/until.ts';
import type { Workspace } from '../../sandbox/notion/index.ts';
import { studio } from '../setup/studio.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { payOnPage, reader, today, untilShown } from '../support/story.ts';
import { aReadyMilestone, title } from '../support/world.ts';

const MADE_BY_INIT = /^(NOTION_\w+_DB|NOTION_WEBHOOK_SECRET|STRIPE_WEBHOOK_SECRET)$/;

/** A set-up, three check-ups and a hub within one minute are more than the usual limit of calls allows. */
const PATIENT_NOTION = { rateLimit: { requests: 2_000, seconds: 60 } };

/** The stage as somebody has it who has accounts, one page and one sheet, and nothing else. */
async function bareStage(): Promise<{
  readonly stage: Stage;
  readonly settings: HubSettings;
  readonly pageId: string;
}> {
  const stage = await startStage({}, PATIENT_NOTION);
  const { notion, workspace } = stage.sandbox;
  notion.trash(notion.people.list()[0]?.id ?? '', workspace.rootPageId);
  const pageId = notion.createPage({ properties: { title: title('Agency') } }).id;
  const environment = Object.fromEntries(
    Object.entries(stage.settings.environment).filter(([name]) => !MADE_BY_INIT.test(name)),
  );
  return { stage, settings: { ...stage.settings, environment }, pageId };
}

const Report = z.object({
  ok: z.boolean(),
  ready: z.boolean(),
  done: z.array(z.string()),
  databases: z.record(z.string(), z.string()),
});

const Checkup = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ id: z.string(), level: z.string() })),
});

async function init(settings: HubSettings, ...args: readonly string[]) {
  const { code, stdout, stderr } = await runMilepost(settings, ['init', '--yes', '--json', ...args]);
  expect(code, stderr).toBe(0);
  return Report.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

async function doctor(settings: HubSettings) {
  const { code, stdout, stderr } = await runMilepost(settings, ['doctor', '--json']);
  const { ok, findings } = Checkup.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  const at = (level: string) => findings.filter((one) => one.level === level).map(({ id }) => id);
  return { code, ok, stderr, red: at('red'), yellow: at('yellow') };
}

/** What the set-up has written stays in force: settings write the policy file anew at each start. */
const withPolicy = (settings: HubSettings): HubSettings => ({
  ...settings,
  config: z
    .record(z.string(), z.unknown())
    .parse(parse(readFileSync(path.join(settings.folder, 'milepost.config.yaml'), 'utf8'))),
});

/** Pastes nothing by hand: the token that Notion sends while the set-up listens is kept. */
async function subscribe(stage: Stage, settings: HubSettings): Promise<void> {
  const listening = init(settings, '--listen', '30');
  const url = `http://127.0.0.1:${settings.port}/webhooks/notion`;
  await until(async () => (await fetch(url, { method: 'POST' }).catch(() => undefined)) !== undefined, 'it listens');
  const subscription = await stage.sandbox.notion.subscribeWebhook(url);
  expect((await listening).done).toEqual(['.env: set NOTION_WEBHOOK_SECRET']);
  subscription.activate(); // the person presses Verify
}

const writes = ({ sandbox }: Stage): readonly string[] =>
  [sandbox.notion, sandbox.stripe, sandbox.google].flatMap(({ journal }) =>
    journal
      .entries()
      .filter(({ method, path: at }) => method !== 'GET' && !/\/(search|query|token)$/.test(at))
      .map(({ method, path: at }) => `${method} ${at}`),
  );

describe('on empty accounts', () => {
  let stage: Stage;
  let settings: HubSettings;
  let hub: HubProcess;
  let report: z.infer<typeof Report>;
  let atOnce: Awaited<ReturnType<typeof doctor>>;
  beforeAll(async () => {
    const bare = await bareStage();
    stage = bare.stage;
    report = await init(bare.settings);
    settings = withPolicy(bare.settings);
    atOnce = await doctor(settings);
    await subscribe(stage, settings);
    hub = await startHubProcess(settings);
  });
  afterAll(async () => {
    await hub.stop();
    await stage.close();
  });

  const connection = (): Client => {
    const { token, url } = stage.sandbox.notion;
    return new Client({ auth: token, baseUrl: url, notionVersion: '2026-03-11' });
  };

  /** What was made, for those who write rows into it. */
  async function workspace(): Promise<Workspace> {
    const notion = connection();
    const ids = async (name: string) => {
      const database = await lookAtDatabase(notion, report.databases[name] ?? '');
      return {
        databaseId: database?.databaseId ?? '',
        dataSourceId: database?.sources[0]?.dataSourceId ?? '',
      };
    };
    return {
      rootPageId: '',
      milestones: await ids('milestones'),
      projects: await ids('projects'),
      clients: await ids('clients'),
      deals: await ids('deals'),
    };
  }

  test('the doctor, asked at once, finds nothing that stands in the way', () => {
    expect(report).toMatchObject({ ok: true, ready: true });
    expect(atOnce.red).toEqual([]);
    expect({ code: atOnce.code, ok: atOnce.ok }, atOnce.stderr).toEqual({ code: 0, ok: true });
    expect(atOnce.yellow).toContain('stripe.reminders'); // a person is asked about them, once
  });

  test('the set-up leaves a hub that bills what is approved, and shows that it was paid', async () => {
    expect(report).toMatchObject({ ok: true, ready: true });
    const { milestone, approve } = aReadyMilestone(stage.sandbox.notion, await workspace());
    await untilShown(stage, milestone, 'Not yet triggered');
    approve(today(stage));
    await untilShown(stage, milestone, 'Sent');
    const [invoice, ...others] = stage.sandbox.stripe.store.invoices();
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({ status: 'open', total: 400_000, currency: 'gbp' });
    await payOnPage(reader(stage, milestone)('Invoice'));
    await untilShown(stage, milestone, 'Paid');
  });

  /** What this stage does without, each said with its mend: an address, an owner, a disk for Redis. */
  const LEFT_OUT = ['configuration.owner', 'hub.public url', 'redis.persistence'];
  /** Notion gathers what happens for a while before it tells. */
  const MAY_STILL_COME = 'notion.webhook';

  test('the doctor, asked beside the running hub, finds nothing that stands in the way', async () => {
    const { code, ok, stderr, red, yellow } = await doctor(settings);
    expect(red).toEqual([]);
    expect(yellow.filter((id) => id !== MAY_STILL_COME).toSorted()).toEqual(LEFT_OUT);
    expect({ code, ok }, stderr).toEqual({ code: 0, ok: true });
  });

  test('a deal gets its proposal from the template that the set-up made', async () => {
    const { deals } = await workspace();
    const { notion } = stage.sandbox;
    const deal = notion.createPage({
      dataSourceId: deals.dataSourceId,
      properties: {
        Name: title('Harbour site'),
        Stage: { select: { name: 'Proposal sent' } },
        Value: { number: 9000 },
      },
    }).id;
    const shows = reader(stage, deal);
    await until(() => shows('Proposal') !== '', 'the proposal is linked', 40_000);
    await until(
      () => shows('Attention').includes('The proposal does not say yet: scope'),
      'says what it lacks',
      40_000,
    );
    const page = /[0-9a-f]{32}$/.exec(shows('Proposal').replaceAll('-', ''))?.[0] ?? '';
    const text = (await readPageText(connection(), page))?.lines.map((line) => line.text);
    // Nobody has linked a client yet.
    expect(text?.slice(0, 5)).toEqual([
      'Proposal for {{client}}, by {{owner}}.',
      'Scope',
      '[What is delivered, and what is not.]',
      'Price',
      '9,000.00 GBP',
    ]);
  });

  test('run again, once there is work in it, the set-up writes nothing', async () => {
    await hub.stop(); // what the hub still shows is none of the set-up's
    for (const { journal } of [stage.sandbox.notion, stage.sandbox.stripe, stage.sandbox.google]) journal.clear();
    expect(await init(settings)).toMatchObject({ ok: true, ready: true, done: [] });
    expect(writes(stage)).toEqual([]);
  });
});

describe('on a workspace with names of its own', () => {
  test('the set-up leaves a hub that bills by these names', async () => {
    const { stage, settings: bare, pageId } = await bareStage();
    const team = studio(stage.sandbox.notion, pageId);
    const report = await init(bare);
    expect(report).toMatchObject({ ok: true, ready: true });
    expect(report.databases.milestones).toBe(team.milestones.databaseId);
    const settings = withPolicy(bare);
    await subscribe(stage, settings);
    const hub = await startHubProcess(settings);
    try {
      const milestone = team.milestone({
        Fee: { number: 4000 },
        'Sign-off': { status: { name: 'In review' } },
        'Decision channel': { select: { name: 'Email' } },
        'Decision proof': { url: 'https://mail.example/1' },
      });
      await untilShown(stage, milestone, 'Not yet triggered');
      const person = stage.sandbox.notion.people.list()[0]?.id ?? '';
      stage.sandbox.notion.editAs(person, milestone, {
        'Sign-off': { status: { name: 'Signed off' } },
        'Approved on': { date: { start: today(stage) } },
      });
      await untilShown(stage, milestone, 'Sent');
      expect(stage.sandbox.stripe.store.invoices()).toMatchObject([{ status: 'open', total: 400_000 }]);
    } finally {
      await hub.stop();
      await stage.close();
    }
  });
});

test('without a terminal and without --yes it says what to do, and asks nothing', async () => {
  const { stage, settings } = await bareStage();
  try {
    const { code, stdout, stderr } = await runMilepost(settings, ['init', '--json']);
    expect(code).toBe(1);
    expect(stderr).toContain('Run it in a terminal, or with --yes');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, obstacles: [{ mend: expect.stringContaining('--yes') }] });
    expect(writes(stage)).toEqual([]);
  } finally {
    await stage.close();
  }
});
