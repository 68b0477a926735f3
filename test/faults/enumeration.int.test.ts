import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PrivateRedis, startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { BROKEN_HUBS } from './broken-hubs.ts';
import { nameOf } from './call.ts';
import { type Case, everyCase, somePairs } from './cases.ts';
import type { End } from './end.ts';
import { type FaultName, faultsOf } from './faults.ts';
import { FLOWS } from './flows.ts';
import { type Lane, openLane } from './lane.ts';
import { type Finding, flowNamed, play, undisturbed } from './play.ts';
import { asItIs, PATIENT_MS, run } from './run.ts';
import { openScene } from './scene.ts';
import { startThreads } from './threads.ts';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'milepost-faults-'));
let redis: PrivateRedis; // of its own: it is emptied again and again
let lane: Lane;

beforeAll(async () => {
  redis = await startPrivateRedis({ dataDir, durability: 'none', tcp: true });
  lane = await openLane(redis.url, 0);
});

afterAll(async () => {
  await lane.close();
  await redis.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a part payment is shown whatever befalls any of its calls', async () => {
  const flow = flowNamed('part payment');
  const { calls, end } = await undisturbed(lane, flow);
  const cases = everyCase({ flow: flow.name, calls });
  const findings: Finding[] = [];
  const threads = await startThreads(redis.url, 2);
  await threads.play(cases, new Map([[flow.name, end]]), (finding) => void findings.push(finding));
  await threads.close();

  expect(findings.filter(({ broken }) => broken.length > 0)).toEqual([]);
  expect(findings.filter(({ isMet }) => !isMet)).toEqual([]);
  expect(findings).toHaveLength(calls.reduce((sum, call) => sum + faultsOf(call).length, 0));
}, 600_000); // a machine that is busy with something else is no failure

test('whatever befalls the sending of a message, one goes out at most, and only where nobody can know is a person asked', async () => {
  const ends = new Map<string, End>();
  const cases: Case[] = [];
  for (const name of ['follow-up', 'follow-up by Stripe']) {
    const { calls, end } = await undisturbed(lane, flowNamed(name));
    ends.set(name, end);
    const sending = calls.filter(({ service, path: to }) => service === 'mail' || to.endsWith('/send'));
    cases.push(...everyCase({ flow: name, calls: sending }));
  }
  const findings: Finding[] = [];
  const threads = await startThreads(redis.url, 2);
  await threads.play(cases, ends, (finding) => void findings.push(finding));
  await threads.close();
  expect(findings.filter(({ broken, isMet }) => broken.length > 0 || !isMet)).toEqual([]);
  expect(findings.length).toBeGreaterThan(25);
}, 300_000);

test.each(FLOWS.map(({ name }) => name))(
  'no call of "%s" goes by unseen, and each has a name of its own',
  async (name) => {
    const flow = flowNamed(name);
    const scene = await openScene(lane, flow.scene, { alter: asItIs, timeoutMs: PATIENT_MS });
    const { notion, stripe } = scene.site;
    const { google, mail } = lane;
    const journals = [notion.journal, stripe.journal, google.journal];
    try {
      await flow.before(scene);
      await flow.happens(scene);
      for (const journal of journals) journal.clear();
      mail.clear();
      scene.line.open([]);
      await flow.answer(scene);
      const names = scene.line.calls().map(nameOf);
      const seen = journals.reduce((sum, journal) => sum + journal.entries().length, 0);
      expect(names).toHaveLength(seen + mail.inbox().length);
      expect(new Set(names).size).toBe(names.length);
      expect(
        new Set(everyCase({ flow: name, calls: scene.line.calls() }).map(({ strikes: [one] }) => one?.at)),
      ).toEqual(new Set(names));
    } finally {
      await scene.close();
    }
  },
);

describe('a hub that is broken is found out:', () => {
  test.each<readonly [keyof typeof BROKEN_HUBS, string, string, FaultName, string]>([
    [
      'repeats a bill without looking',
      'bill',
      'stripe POST /v1/invoices/:id/send',
      'cut after commit',
      'two live invoices under one billing key',
    ],
    [
      'does not look whether it has commented',
      'closeout',
      'notion POST /v1/comments',
      'cut after commit',
      'two closing comments',
    ],
    [
      'does not look whether the next period has its row',
      'renewal',
      'notion POST /v1/pages',
      'killed after commit',
      'milestones 4: Name: "Care plan (2026-02-28)" instead of nothing',
    ],
    [
      'takes a failed write for done',
      'part payment',
      'notion PATCH /v1/pages/:milestone',
      '500',
      'said 4000', // it believes that somebody changed it back
    ],
    [
      'takes silence of the mail server for a refusal',
      'follow-up',
      'mail SMTP message',
      'mail: lose answer',
      'clients got 2 messages',
    ],
    [
      'sends without a claim that lasts',
      'follow-up',
      'mail SMTP message',
      'killed after commit',
      'clients got 2 messages',
    ],
    ['takes a bad moment for something else', 'bill', 'notion GET /v1/pages/:milestone', '409', 'a bug: Error'],
  ])('one that %s', async (broken, name, at, fault, words) => {
    const flow = flowNamed(name);
    const alter = BROKEN_HUBS[broken];
    const { end } = await undisturbed(lane, flow, alter);
    const finding = await play(lane, { flow: name, strikes: [{ at, fault }] }, end, alter);
    expect(finding.broken.join('\n')).toContain(words);
  });
});

test('nothing of a process that was killed goes on, and another one sweeps', async () => {
  const at = 'stripe POST /v1/invoices';
  const { calls } = await run(lane, {
    flow: flowNamed('bill'),
    strikes: [{ at, fault: 'killed after commit' }],
    expected: undefined,
    alter: BROKEN_HUBS['asks again when it is dead'],
  });
  const names = calls.map(nameOf);
  const after = names.slice(names.indexOf(at) + 1);
  expect(after[0]).toBe('notion GET /v1/databases/:projects (2.)'); // the first thing that a new process asks
  expect(after).toContain('stripe GET /v1/events (2.)');
});

test('what is emptied is a real Redis', async () => {
  const flow = flowNamed('bill');
  const scene = await openScene(lane, flow.scene, { alter: asItIs, timeoutMs: PATIENT_MS });
  try {
    await flow.before(scene);
    expect(await lane.redis.dbsize()).toBeGreaterThan(0);
    scene.line.open([{ at: 'stripe GET /v1/events', fault: 'Redis emptied' }]);
    await scene.work({ name: 'sweep', id: 'sweep', origin: 'test' });
    expect(scene.line.calls().map(nameOf)).toContain('notion GET /v1/pages/:next');
  } finally {
    await scene.close();
  }
});

test('one seed draws the same pairs again, and another one others', async () => {
  const flow = flowNamed('weekly review');
  const recorded = [{ flow: flow.name, calls: (await undisturbed(lane, flow)).calls }];
  expect(somePairs(recorded, 20, 1)).toEqual(somePairs(recorded, 20, 1));
  expect(somePairs(recorded, 20, 1)).not.toEqual(somePairs(recorded, 20, 2));
});
