import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '@notionhq/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BUILD_ORDER } from '../../connectors/notion/setup/databases.ts';
import { viewNames } from '../../connectors/notion/setup/look.ts';
import { VIEWS } from '../../connectors/notion/setup/views.ts';
import type { Fault } from '../../sandbox/kit/faults.ts';
import { type Call, disturb, isRead, Killed, type Site, startSite } from './site.ts';
import { type Studio, studio } from './studio.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-setup-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let sites = 0;
async function withSite<T>(run: (site: Site) => Promise<T>): Promise<T> {
  sites += 1;
  const site = await startSite(path.join(folder, String(sites)));
  try {
    return await run(site);
  } finally {
    await site.close();
  }
}

/** Everything that a set-up makes, where it can be counted. */
async function made(site: Site) {
  const notion = new Client({ auth: site.notion.token, baseUrl: site.notion.url, notionVersion: '2026-03-11' });
  const { results } = await notion.blocks.children.list({ block_id: site.pageId });
  const variables = site.variables();
  const views: string[] = [];
  for (const name of BUILD_ORDER)
    for (const view of await viewNames(notion, variables[`NOTION_${name.toUpperCase()}_DB`] ?? ''))
      views.push(`${name} ${view}`);
  const databases = results.flatMap((block) => ('child_database' in block ? [block.child_database.title] : []));
  const endpoints = await site.endpoints();
  return {
    databases: databases.toSorted(),
    pages: results.flatMap((block) => ('child_page' in block ? [block.child_page.title] : [])).toSorted(),
    views: views.toSorted(),
    endpoints: endpoints.map(({ url, status }) => `${status} ${url}`),
    secretIsThatOfTheEndpoint:
      variables.STRIPE_WEBHOOK_SECRET === site.stripe.store.endpointSecret(endpoints[0]?.id ?? ''),
    tabs: site.google
      .spreadsheet(site.sheetId)
      .tabs()
      .map(({ title }) => title),
  };
}

const COMPLETE = {
  databases: ['Clients', 'Deals', 'Milestones', 'Projects'],
  pages: ['How billing works here', 'Proposal template'],
  views: VIEWS.map(({ database, name }) => `${database} ${name}`).toSorted(),
  endpoints: ['enabled https://billing.example.com/webhooks/stripe'],
  secretIsThatOfTheEndpoint: true,
  tabs: ['About this sheet', 'Sheet1'],
};

const isWrite = (call: Call | undefined): boolean => call !== undefined && !isRead(call);

/** The requests of a set-up that nothing disturbs, in their order. */
const requests = (): Promise<readonly Call[]> =>
  withSite(async (site) => {
    const { calls } = disturb(site, () => undefined);
    await site.run();
    const own = [...calls];
    expect(await made(site)).toEqual(COMPLETE);
    return own;
  });

/**
 * Where it makes a difference to be killed. Reading changes nothing: of several reads in a row the first and the last stand
 * for all.
 */
const places = (calls: readonly Call[]): readonly number[] =>
  [...calls.keys()].filter((at) => {
    const isAmongReads = [at - 1, at, at + 1].every((one) => calls[one] === undefined || isRead(calls[one]));
    return !isAmongReads || at === 0 || at === calls.length - 1;
  });

/** A run that is killed once a request was carried out, before its answer is read. @returns what it ends with */
async function killedAt(site: Site, at: number): Promise<unknown> {
  const life = new AbortController();
  disturb(site, (index) => {
    if (index >= at) life.abort(new Killed('killed'));
    return index === at ? { kind: 'cut after commit' } : undefined;
  });
  const mayGoOn = { spend: async () => life.signal.throwIfAborted(), holdFor: async () => {} };
  const end = site.run({ budgetFor: () => mayGoOn, pause: async () => life.signal.throwIfAborted() });
  const how = await end.catch((error: unknown) => error);
  disturb(site, () => undefined);
  return how;
}

describe('killed at any of its requests, after it was carried out and before its answer was read, and run again', () => {
  test('a set-up is complete, and nothing is there twice', { timeout: 240_000 }, async () => {
    const calls = await requests();
    const writes = calls.filter((call) => !isRead(call)).length;
    expect(writes).toBe(14);
    expect(places(calls).length).toBeGreaterThan(writes);
    for (const at of places(calls)) {
      await withSite(async (site) => {
        const words = `killed at request ${at + 1}: ${calls[at]?.method} ${calls[at]?.path}`;
        expect(await killedAt(site, at), words).toBeInstanceOf(Killed);
        expect(await site.run(), words).toMatchObject({ ok: true, ready: true });
        expect(await made(site), words).toEqual(COMPLETE);
      });
    }
  });
});

test('killed at any of its writes to a workspace with names of its own, and run again, a set-up has added everything once', async () => {
  const namesOf = (site: Site, team: Studio) => ({
    properties: [team.clients, team.projects, team.milestones].map(({ dataSourceId }) =>
      team.propertyNames(dataSourceId),
    ),
    mapping: parse(site.file('milepost.config.yaml')).notion,
  });
  const whole = await withSite(async (site) => {
    const team = studio(site.notion, site.pageId);
    const { calls } = disturb(site, () => undefined);
    await site.run();
    return { calls: [...calls], made: namesOf(site, team) };
  });
  const writes = [...whole.calls.keys()].filter((at) => isWrite(whole.calls[at]));
  expect(writes.length).toBeGreaterThan(8);
  for (const at of writes)
    await withSite(async (site) => {
      const team = studio(site.notion, site.pageId);
      expect(await killedAt(site, at)).toBeInstanceOf(Killed);
      expect(await site.run(), `killed at ${whole.calls[at]?.path}`).toMatchObject({ ok: true, ready: true });
      expect(namesOf(site, team), `killed at ${whole.calls[at]?.path}`).toEqual(whole.made);
    });
});

/**
 * Each write meets a bad moment. What was not carried out, and what has to be asked for again to learn its secret, passes at the
 * second time.
 */
const onEachWrite = (fault: Fault) => {
  const met = new Set<string>();
  const isCarriedOut = fault.kind.endsWith('after commit');
  return (_index: number, call: Call): Fault | undefined => {
    if (isRead(call)) return undefined;
    const isAskedAgain = !isCarriedOut || call.path.startsWith('/v1/webhook_endpoints');
    const key = `${call.method} ${call.path}`;
    if (!isAskedAgain || !met.delete(key)) {
      met.add(key);
      return fault;
    }
    return undefined;
  };
};

const notionError = (status: number, code: string) =>
  JSON.stringify({ object: 'error', status, code, message: 'A bad moment.', additional_data: {} });

describe('a set-up goes on by itself, and makes nothing twice, where', () => {
  test.each<[string, Fault]>([
    ['the answer to every write gets lost', { kind: 'cut after commit' }],
    ['every write is lost on its way', { kind: 'cut before commit' }],
    [
      'every write is answered with 503',
      { kind: 'answer', status: 503, body: notionError(503, 'service_unavailable') },
    ],
    ['every write is carried out and answered with 502', { kind: 'answer after commit', status: 502, body: '<html>' }],
  ])('%s', async (_name, fault) => {
    await withSite(async (site) => {
      disturb(site, onEachWrite(fault));
      expect(await site.run()).toMatchObject({ ok: true, ready: true });
      disturb(site, () => undefined);
      expect(await made(site)).toEqual(COMPLETE);
    });
  });
});

test('a creation that Notion saves and answers with 503 is taken as it is', async () => {
  await withSite(async (site) => {
    site.notion.commitThen503(3);
    const report = await site.run();
    expect(report.done.filter((line) => line.includes('create the database'))).toHaveLength(4);
    expect(await made(site)).toEqual(COMPLETE);
  });
});

test('a service that stays away is told, with what to do, and the next run goes on', async () => {
  await withSite(async (site) => {
    disturb(site, (_index, { path: at }) =>
      at.startsWith('/v1/webhook_endpoints') ? { kind: 'cut before commit' } : undefined,
    );
    await expect(site.run()).rejects.toThrow('The line to Stripe broke');
    disturb(site, () => undefined);
    expect(await site.run()).toMatchObject({ ok: true });
    expect(await made(site)).toEqual(COMPLETE);
  });
});
