import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '@notionhq/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DATABASES } from '../../connectors/notion/names.ts';
import { readPageText } from '../../connectors/notion/page-text.ts';
import { BUILD_ORDER, DEFINITIONS } from '../../connectors/notion/setup/databases.ts';
import type { PropertyDefinition } from '../../connectors/notion/setup/definition.ts';
import { lookAtDatabase } from '../../connectors/notion/setup/look.ts';
import { VIEWS } from '../../connectors/notion/setup/views.ts';
import { STRIPE_API_VERSION } from '../../connectors/stripe/client.ts';
import { HINT_TYPES } from '../../connectors/stripe/event-hints.ts';
import { proposalGaps } from '../../src/billing/deals/proposal.ts';
import { parsePolicy } from '../../src/config/read-policy.ts';
import type { SetupReport } from '../../src/setup/report.ts';
import { type Site, startSite } from './site.ts';

let folder: string;
let site: Site;
let report: SetupReport;
let notion: Client;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-setup-'));
  site = await startSite(folder);
  report = await site.run();
  notion = new Client({ auth: site.notion.token, baseUrl: site.notion.url, notionVersion: '2026-03-11' });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const idOf = (name: (typeof BUILD_ORDER)[number]): string => report.databases[name] ?? '';

const Schema = z.object({
  properties: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      description: z.string().nullable(),
      select: z.object({ options: z.array(z.object({ name: z.string(), color: z.string() })) }).optional(),
      multi_select: z.object({ options: z.array(z.object({ name: z.string(), color: z.string() })) }).optional(),
      relation: z
        .object({
          data_source_id: z.string(),
          type: z.string(),
          dual_property: z.object({ synced_property_name: z.string() }).optional(),
        })
        .optional(),
    }),
  ),
});

async function schemaOf(name: (typeof BUILD_ORDER)[number]) {
  const database = await lookAtDatabase(notion, idOf(name));
  const dataSourceId = database?.sources[0]?.dataSourceId ?? '';
  const answer = await notion.dataSources.retrieve({ data_source_id: dataSourceId });
  return { dataSourceId, ...Schema.parse(answer) };
}

test('all of it is done, and the hub can be started', () => {
  expect(report).toMatchObject({ ok: true, ready: true });
  expect(report.left.map(({ kind }) => kind)).toEqual(['later']); // Notion's webhook waits for a running hub
});

describe.each(BUILD_ORDER)('the database of %s', (name) => {
  test('lies on the page under its title, and is found there again by its mark', async () => {
    expect(await lookAtDatabase(notion, idOf(name))).toMatchObject({
      title: DEFINITIONS[name].title,
      madeByUs: true,
    });
    const children = await notion.blocks.children.list({ block_id: site.pageId });
    expect(children.results.map(({ id }) => id)).toContain(idOf(name));
  });

  test('has every property with its type, its options in order, and their colours', async () => {
    const { properties } = await schemaOf(name);
    for (const [property, wanted] of Object.entries<PropertyDefinition>(DEFINITIONS[name].properties)) {
      const made = properties[property];
      expect(made?.type, property).toBe(wanted.type);
      if (!('options' in wanted)) continue;
      const options = (made?.select ?? made?.multi_select)?.options.map(({ name: option, color }) => [option, color]);
      expect(options, property).toEqual(Object.entries(wanted.options));
    }
  });

  test('says beside each of its properties that Milepost alone writes it', async () => {
    const { properties } = await schemaOf(name);
    const said = Object.entries(properties).filter(([, { description }]) =>
      description?.includes('Written by Milepost'),
    );
    const owned = Object.entries<PropertyDefinition>(DEFINITIONS[name].properties).filter(([, { hub }]) => hub);
    expect(said.map(([property]) => property).toSorted()).toEqual(owned.map(([property]) => property).toSorted());
  });
});

test('the definition names exactly the properties that the hub knows, with a type that serves', () => {
  for (const name of BUILD_ORDER) {
    const defined = Object.entries<PropertyDefinition>(DEFINITIONS[name].properties);
    expect(defined.map(([property]) => property).toSorted()).toEqual(Object.keys(DATABASES[name]).toSorted());
    const serving = new Map(Object.entries<readonly string[]>(DATABASES[name]));
    for (const [property, { type }] of defined) expect(serving.get(property), property).toContain(type);
  }
});

test('the documentation of the databases names every property and option that is made', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../docs/notion.md'), 'utf8');
  for (const name of BUILD_ORDER)
    for (const [property, wanted] of Object.entries<PropertyDefinition>(DEFINITIONS[name].properties)) {
      expect(text, property).toContain(property);
      if ('options' in wanted && !wanted.isOpen)
        for (const option of Object.keys(wanted.options)) expect(text, `${property}: ${option}`).toContain(option);
    }
});

test.each([
  ['projects', 'Client', 'clients', 'Projects'],
  ['milestones', 'Project', 'projects', 'Milestones'],
  ['deals', 'Client', 'clients', 'Deals'],
  ['deals', 'Project', 'projects', 'Deals'],
] as const)('%s lead by %s to %s, and back by %s', async (from, property, to, back) => {
  const { properties, dataSourceId } = await schemaOf(from);
  const target = await schemaOf(to);
  expect(properties[property]?.relation).toMatchObject({
    data_source_id: target.dataSourceId,
    type: 'dual_property',
    dual_property: { synced_property_name: back },
  });
  expect(target.properties[back]?.relation?.data_source_id).toBe(dataSourceId);
});

test('every view is there, once', async () => {
  const found: string[] = [];
  for (const name of BUILD_ORDER)
    for (const { id } of (await notion.views.list({ database_id: idOf(name) })).results) {
      const view = z.object({ name: z.string(), type: z.string() }).parse(await notion.views.retrieve({ view_id: id }));
      found.push(`${name} ${view.type} ${view.name}`);
    }
  expect(found.toSorted()).toEqual(VIEWS.map(({ database, type, name }) => `${database} ${type} ${name}`).toSorted());
});

test('the proposal template has every field, says nothing yet, and is what new proposals begin with', async () => {
  const policy = parsePolicy(site.file('milepost.config.yaml'));
  const template = 'value' in policy ? policy.value.proposal.template : undefined;
  const text = await readPageText(notion, template ?? '');
  expect(proposalGaps(text?.lines ?? [])).toEqual([
    'Scope',
    'Price',
    'Currency',
    'Milestones',
    'Terms',
    'Approval owner',
  ]);
});

test('a page explains to the team how billing works', async () => {
  const children = await notion.blocks.children.list({ block_id: site.pageId });
  const titles = children.results.flatMap((block) => ('child_page' in block ? [block.child_page.title] : []));
  expect(titles).toEqual(['Proposal template', 'How billing works here']);
});

test('the webhook endpoint sends exactly what is looked at, in the version that is understood', async () => {
  const [endpoint, ...others] = await site.endpoints();
  expect(others).toEqual([]);
  expect(endpoint).toMatchObject({
    url: 'https://billing.example.com/webhooks/stripe',
    api_version: STRIPE_API_VERSION,
    status: 'enabled',
  });
  expect(endpoint?.enabled_events.toSorted()).toEqual([...HINT_TYPES].toSorted());
  expect(site.variables().STRIPE_WEBHOOK_SECRET).toMatch(/^whsec_\w+$/);
});

test('the sheet has a first tab that says what it is for', () => {
  const tab = site.google.spreadsheet(site.sheetId).tab('About this sheet');
  expect(tab.values()[0]).toEqual(['About this sheet']);
});

test('.env is for its owner alone, and holds the places and the secret, but nothing that the environment gave', () => {
  expect(statSync(path.join(site.cwd, '.env')).mode & 0o777).toBe(0o600);
  expect(site.variables()).toMatchObject({
    NOTION_PARENT_PAGE: site.pageId,
    NOTION_MILESTONES_DB: idOf('milestones'),
    NOTION_PROJECTS_DB: idOf('projects'),
    NOTION_CLIENTS_DB: idOf('clients'),
    NOTION_DEALS_DB: idOf('deals'),
    NOTION_TOKEN: '',
    STRIPE_SECRET_KEY: '',
  });
});

test('no secret is told', () => {
  const said = [...site.told, JSON.stringify(report)].join('\n');
  for (const secret of [site.notion.token, 'sk_test_sandbox', site.variables().STRIPE_WEBHOOK_SECRET ?? 'whsec'])
    expect(said).not.toContain(secret);
});

test('run again it writes nothing, anywhere', async () => {
  const files = ['.env', 'milepost.config.yaml'] as const;
  const before = files.map(site.file);
  site.forgetCalls();
  const again = await site.run();
  expect(again).toMatchObject({ ok: true, ready: true, done: [] });
  expect(site.writes()).toEqual([]);
  expect(files.map(site.file)).toEqual(before);
});

test('what was taken away is made again, and nothing else', async () => {
  const [endpoint] = await site.endpoints();
  await site.deleteEndpoint(endpoint?.id ?? '');
  const template = (await notion.blocks.children.list({ block_id: site.pageId })).results.find(
    (block) => 'child_page' in block && block.child_page.title === 'How billing works here',
  );
  await notion.pages.update({ page_id: template?.id ?? '', in_trash: true });
  const again = await site.run();
  expect(again.done).toEqual([
    'Notion: create the page "How billing works here"',
    'Stripe: create the webhook endpoint https://billing.example.com/webhooks/stripe, and keep its secret in .env',
  ]);
  expect((await site.run()).done).toEqual([]);
});
