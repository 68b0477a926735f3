import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMilepost } from '../../sandbox/demo/hub-process.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { reader, readyMilestone, today } from '../support/story.ts';
import { aProjectToBill, title } from '../support/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const explain = (...args: string[]) => runMilepost(stage.settings, ['explain', ...args]);

describe('milepost explain', () => {
  test('tells programs the facts, every check, the status with its rule, and what comes next', async () => {
    const { milestone } = readyMilestone(stage);
    const { code, stdout, stderr } = await explain(milestone, '--json');
    expect(code, stderr).toBe(0);
    const explanation = JSON.parse(stdout);
    expect(explanation).toMatchObject({
      page: { id: milestone, name: 'Design' },
      status: 'Not yet triggered',
      rule: '7.2-1',
      detail: 'Waiting for approval by d.osei@client.example.',
    });
    const outcome = (id: string) => explanation.checks.find((check: { id: string }) => check.id === id);
    expect(outcome('R02')).toMatchObject({ passed: false, kind: 'hard', who: 'Mara Lindqvist' });
    expect(outcome('R10')).toMatchObject({ passed: true });
    expect(explanation.facts).toContainEqual({ fact: 'Approval', value: 'Requested' });
    expect(explanation.next).toHaveLength(1);
  });

  test('takes an address or an id without dashes, speaks in words, and changes nothing', async () => {
    const { milestone, approveToday } = readyMilestone(stage);
    approveToday();
    const before = JSON.stringify(stage.sandbox.notion.page(milestone).properties);
    const address = stage.sandbox.notion.page(milestone).url;
    for (const page of [address, milestone.replaceAll('-', '')]) {
      const { code, stdout, stderr } = await explain(page);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^Design: Not yet triggered\n/);
      expect(stdout).toMatch(/ok {4}R04 {3}the approval owner decided/);
      expect(stdout).toContain('Milepost finds or makes the Stripe customer of Northwind');
    }
    expect(JSON.stringify(stage.sandbox.notion.page(milestone).properties)).toBe(before);
    expect(stage.sandbox.stripe.store.customers()).toEqual([]);
  });

  test('ends with an error and one clear line for a page that is no milestone', async () => {
    for (const page of ['00000000-0000-4000-8000-000000000000', readyMilestone(stage).project]) {
      const { code, stdout, stderr } = await explain(page);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`sees no milestone ${page}`)]);
    }
    const { code, stderr } = await explain('not a page');
    expect(code).not.toBe(0);
    expect(stderr).toContain('Give the id of a page in Notion, or its address.');
  });
});

test('run renewals bills what its date has brought to life, and gives the next period its row', async () => {
  const { notion, stripe, workspace } = stage.sandbox;
  const { project } = aProjectToBill(notion, workspace);
  notion.editAs(notion.people.add({ name: 'Tom Okafor', email: 'tom@studio.example' }).id, project, {
    Agreement: { url: 'https://files.example/agreement' },
  });
  const row = (name: string, properties: Parameters<typeof notion.createPage>[0]['properties']): string =>
    notion.createPage({
      dataSourceId: workspace.milestones.dataSourceId,
      properties: {
        Name: title(name),
        Project: { relation: [{ id: project }] },
        'Planned date': { date: { start: today(stage) } },
        ...properties,
      },
    }).id;
  const deposit = row('Deposit', { Trigger: { select: { name: 'Deposit' } }, Amount: { number: 600 } });
  const care = row('Care plan', { Trigger: { select: { name: 'Retainer renewal' } }, Amount: { number: 250 } });
  const { code, stdout, stderr } = await runMilepost(stage.settings, ['run', 'renewals']);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ job: 'renewals', ok: true });
  expect([deposit, care].map((id) => reader(stage, id)('Billing status'))).toEqual(['Sent', 'Sent']);
  expect(stripe.store.invoices().map(({ total }) => total)).toEqual(expect.arrayContaining([60_000, 25_000]));
  const names = notion.rows(workspace.milestones.dataSourceId).map(({ id }) => reader(stage, id)('Name'));
  expect(names.filter((name) => name.startsWith('Care plan'))).toHaveLength(2);
});
