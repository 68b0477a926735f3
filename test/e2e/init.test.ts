import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@notionhq/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { lookAtDatabase } from '../../connectors/notion/setup/look.ts';
import { type HubProcess, type HubSettings, runMilepost, startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { until } from '../../sandbox/demo/until.ts';
import type { Workspace } from '../../sandbox/notion/index.ts';
import { studio } from '../setup/studio.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { payOnPage, reader, today, untilShown } from '../support/story.ts';
import { aReadyMilestone, title } from '../support/world.ts';

const MADE_BY_INIT = /^(NOTION_\w+_DB|NOTION_WEBHOOK_SECRET|STRIPE_WEBHOOK_SECRET)$/;

/** The stage as somebody has it who has accounts, one page and one sheet, and nothing else. */
async function bareStage(): Promise<{
  readonly stage: Stage;
  readonly settings: HubSettings;
  readonly pageId: string;
}> {
  const stage = await startStage();
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
  await stage.sandbox.notion.subscribeWebhook(url);
  expect((await listening).done).toEqual(['.env: set NOTION_WEBHOOK_SECRET']);
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
  beforeAll(async () => {
    const bare = await bareStage();
    stage = bare.stage;
    report = await init(bare.settings);
    settings = withPolicy(bare.settings);
    await subscribe(stage, settings);
    hub = await startHubProcess(settings);
  });
  afterAll(async () => {
    await hub.stop();
    await stage.close();
  });

  /** What was made, for those who write rows into it. */
  async function workspace(): Promise<Workspace> {
    const { token, url } = stage.sandbox.notion;
    const notion = new Client({ auth: token, baseUrl: url, notionVersion: '2026-03-11' });
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

  /** What this stage does without, each said once with its mend: an address, an owner, a disk for Redis, a word of a person about Stripe. */
  const LEFT_OUT = ['configuration.owner', 'hub.public url', 'redis.persistence', 'stripe.reminders'];
  /** Notion gathers what happens for a while before it tells. */
  const MAY_STILL_COME = 'notion.webhook';

  test('the doctor, asked beside the running hub, finds nothing that stands in the way', async () => {
    const { code, stdout, stderr } = await runMilepost(settings, ['doctor', '--json']);
    const { findings, ok } = Checkup.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
    const at = (level: string) =>
      findings.filter((one) => one.level === level && one.id !== MAY_STILL_COME).map(({ id }) => id);
    expect(at('red')).toEqual([]);
    expect(at('yellow').toSorted()).toEqual(LEFT_OUT);
    expect({ code, ok }, stderr).toEqual({ code: 0, ok: true });
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
