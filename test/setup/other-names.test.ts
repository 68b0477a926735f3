import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createNotion } from '../../connectors/notion/client.ts';
import { parsePolicy } from '../../src/config/read-policy.ts';
import { freely, title } from '../support/world.ts';
import { type Site, startSite } from './site.ts';
import { type Studio, studio } from './studio.ts';

let folder: string;
let site: Site;
let team: Studio;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-setup-'));
  site = await startSite(folder);
  team = studio(site.notion, site.pageId);
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const policy = () => {
  const parsed = parsePolicy(site.file('milepost.config.yaml'));
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
};

const connector = () => {
  const { NOTION_MILESTONES_DB, NOTION_PROJECTS_DB, NOTION_CLIENTS_DB, NOTION_DEALS_DB } = site.variables();
  return createNotion({
    token: site.notion.token,
    apiUrl: site.notion.url,
    budget: freely,
    names: policy().notion,
    databases: {
      milestones: NOTION_MILESTONES_DB ?? '',
      projects: NOTION_PROJECTS_DB ?? '',
      clients: NOTION_CLIENTS_DB ?? '',
      deals: NOTION_DEALS_DB ?? '',
    },
  });
};

describe('a workspace with names of its own', () => {
  test('is used as it is: its databases and properties are recognised, and nothing in it is renamed', async () => {
    const report = await site.run();
    expect(report.ok).toBe(true);
    expect(report.databases).toEqual({
      clients: team.clients.databaseId,
      projects: team.projects.databaseId,
      milestones: team.milestones.databaseId,
      deals: expect.any(String), // there was none
    });
    expect(policy().notion.properties).toMatchObject({
      clients: { Name: 'Company', 'Billing email': 'Invoice email', 'Account owner': 'Account manager' },
      projects: { Name: 'Job', Client: 'Customer', Status: 'State', Owner: 'Lead' },
      milestones: {
        Project: 'Job',
        Amount: 'Fee',
        Trigger: 'Billed by',
        Approval: 'Sign-off',
        'Decided by': 'Approved by',
      },
    });
    expect(policy().notion.options).toMatchObject({
      projects: { Status: { Active: 'Running', Paused: 'On hold', Done: 'Finished' } },
      milestones: {
        Approval: { Approved: 'Signed off', Requested: 'In review' },
        Trigger: { Deposit: 'Down payment' },
      },
    });
    for (const [source, names] of Object.entries(team.names)) {
      const now = team.propertyNames(source);
      expect(now.slice(0, names.length)).toEqual(names);
    }
  });

  test('gets what it lacks, in the same databases, and no views', async () => {
    await site.run();
    expect(team.propertyNames(team.milestones.dataSourceId)).toEqual(
      expect.arrayContaining(['Billing status', 'Stripe invoice', 'Missing for billing', 'Decision proof']),
    );
    expect(site.writes().filter((call) => call.includes('/views'))).toHaveLength(2); // those of the new deals
  });

  test('keeps what bears the name of one of ours and is something else', async () => {
    site.notion.addProperties(team.milestones.dataSourceId, { Remaining: { rich_text: {} } });
    await site.run();
    expect(team.propertyNames(team.milestones.dataSourceId)).toEqual(
      expect.arrayContaining(['Remaining', 'Remaining (Milepost)']),
    );
    expect(policy().notion.properties.milestones).toMatchObject({
      Deliverable: 'Link', // theirs is the title
      Remaining: 'Remaining (Milepost)',
    });
    expect(await site.run()).toMatchObject({ ok: true, done: [] });
  });

  test('is read by its own names', async () => {
    await site.run();
    const id = team.milestone({ Fee: { number: 4000 }, 'Sign-off': { status: { name: 'Signed off' } } });
    expect(await connector().readMilestone(id)).toMatchObject({
      name: 'Design',
      amount: 4000,
      approval: 'Approved',
      trigger: 'Milestone approval',
      decidedBy: ['d.osei@client.example'],
    });
  });

  test('is not touched by a second run', async () => {
    await site.run();
    site.forgetCalls();
    const files = ['.env', 'milepost.config.yaml'].map(site.file);
    expect(await site.run()).toMatchObject({ ok: true, done: [] });
    expect(site.writes()).toEqual([]);
    expect(['.env', 'milepost.config.yaml'].map(site.file)).toEqual(files);
  });
});

describe('nothing is written, and everything that is unclear is listed with where to settle it, where', () => {
  const refusal = async (): Promise<string> => {
    const error = await site.run().catch((thrown: unknown) => thrown);
    expect(site.writes()).toEqual([]);
    expect(site.file('.env')).toBe('');
    return String(error);
  };

  test('two properties may be the amount', async () => {
    site.notion.renameProperty(team.milestones.dataSourceId, 'Fee', 'Net');
    site.notion.addProperties(team.milestones.dataSourceId, { Gross: { number: {} } });
    expect(await refusal()).toContain('"Amount" of Milestones: "Net", "Gross"');
    writeFileSync(
      path.join(site.cwd, 'milepost.config.yaml'),
      '# ours\nnotion: { properties: { milestones: { Amount: Net } } }\n',
    );
    expect(await site.run()).toMatchObject({ ok: true });
    expect(site.file('milepost.config.yaml')).toContain('# ours');
    expect(policy().notion.properties.milestones).toMatchObject({ Amount: 'Net', Trigger: 'Billed by' });
  });

  test('two databases may be the clients', async () => {
    site.notion.createDatabase('Customers', { Name: { title: {} }, 'Billing email': { email: {} } }, site.pageId);
    expect(await refusal()).toContain('NOTION_CLIENTS_DB');
    const report = await site.run({ env: { ...site.env, NOTION_CLIENTS_DB: team.clients.databaseId } });
    expect(report.ok).toBe(true);
  });

  test('a property that billing rests on bears its name and cannot serve', async () => {
    site.notion.renameProperty(team.milestones.dataSourceId, 'Fee', 'Costs');
    site.notion.addProperties(team.milestones.dataSourceId, { Costs: { rich_text: {} }, Amount: { rich_text: {} } });
    expect(await refusal()).toContain('"Amount" is a rich_text property, wanted is number');
  });

  test('a database that is configured is not shared', async () => {
    const error = await site
      .run({ env: { ...site.env, NOTION_DEALS_DB: '00000000-0000-4000-8000-000000000000' } })
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('NOTION_DEALS_DB');
  });
});

describe('without a page to build on', () => {
  test('all pages that might be meant are named', async () => {
    site.notion.createPage({ properties: { title: title('Playbook') } });
    const error = await site.run().catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('"Agency", "Playbook"');
    expect(String(error)).toContain('NOTION_PARENT_PAGE');
    const report = await site.run({ env: { ...site.env, NOTION_PARENT_PAGE: site.pageId } });
    expect(report.ok).toBe(true);
    expect(parse(site.file('milepost.config.yaml'))).toHaveProperty('proposal.template');
  });

  test('a page is asked for', async () => {
    site.notion.unshare(site.pageId);
    await expect(site.run()).rejects.toThrow('No page is shared with the connection');
  });
});
