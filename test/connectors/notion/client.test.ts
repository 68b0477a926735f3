import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NotionOptions } from '../../../connectors/notion/client.ts';
import { plainDate } from '../../../src/billing/calendar.ts';
import { NeedsPerson, TryAgain } from '../../../src/billing/failure.ts';
import { aReadyMilestone, connectTo, startWorld, type TestWorld, text, title } from '../../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const connect = (own: Partial<NotionOptions> = {}) => connectTo(world.notionSandbox, world.workspace, own);
const made = (changes = {}) => aReadyMilestone(world.notionSandbox, world.workspace, changes);
const source = () => world.workspace.milestones.dataSourceId;

describe('a row of Notion', () => {
  test('is read as billing’s plain values', async () => {
    const { milestone, project } = made({
      Amount: { number: 1234.56 },
      'Planned date': { date: { start: '2026-12-01' } },
      'Decided on': { date: { start: '2026-11-03T14:10:00+01:00' } },
      'Handed over': { multi_select: [{ name: 'Files' }] },
    });
    expect(await world.notion.readMilestone(milestone)).toMatchObject({
      name: 'Design',
      projectIds: [project],
      amount: 1234.56,
      trigger: 'Milestone approval',
      plannedDate: plainDate('2026-12-01'),
      decidedOn: Date.parse('2026-11-03T13:10:00Z'),
      handedOver: ['Files'],
      hasEvidence: true,
      approvalOwners: [],
      shown: { billingStatus: null, stripeInvoice: '' },
    });
  });

  test('keeps what the hub writes, clears what it empties, and holds texts longer than one piece', async () => {
    const { milestone } = made();
    const long = 'Größe 🎉 '.repeat(600);
    await world.notion.showOnMilestone(milestone, {
      billingStatus: 'Sent',
      billingDetail: long,
      invoiced: 10.5,
      due: plainDate('2026-11-17'),
      invoiceUrl: 'https://x.example/',
    });
    expect(await world.shown(milestone)).toMatchObject({
      billingStatus: 'Sent',
      billingDetail: long,
      invoiced: 10.5,
      due: '2026-11-17',
    });
    await world.notion.showOnMilestone(milestone, {
      billingStatus: null,
      billingDetail: '',
      invoiced: null,
      due: null,
      invoiceUrl: null,
    });
    expect(await world.shown(milestone)).toMatchObject({
      billingStatus: null,
      billingDetail: '',
      invoiced: null,
      due: null,
      invoiceUrl: null,
    });
  });

  test('is undefined when it lies in the trash, was never shared, or lives in another database', async () => {
    const { milestone, mara, project } = made();
    expect(await world.notion.readMilestone(project)).toBeUndefined();
    world.notionSandbox.trash(mara, milestone);
    expect(await world.notion.readMilestone(milestone)).toBeUndefined();
    expect(await world.notion.readMilestone('99999999-9999-4999-8999-999999999999')).toBeUndefined();
  });

  test('is found by property id: a property renamed while we run is still the same one', async () => {
    const { milestone } = made();
    await world.notion.readMilestone(milestone);
    world.notionSandbox.renameProperty(source(), 'Amount', 'Betrag');
    expect(await world.notion.readMilestone(milestone)).toMatchObject({ amount: 4000 });
  });

  test('whose property was deleted needs a person, and is not read as empty', async () => {
    const { milestone } = made();
    await world.notion.readMilestone(milestone);
    world.notionSandbox.deleteProperty(source(), 'Decision proof');
    await expect(world.notion.readMilestone(milestone)).rejects.toThrow(
      '"Decision proof" of this milestone cannot be read',
    );
  });
});

describe('a workspace with names of its own', () => {
  test('is read and written under them', async () => {
    const { milestone } = made();
    world.notionSandbox.renameProperty(source(), 'Billing status', 'Rechnungsstatus');
    world.notionSandbox.renameOption(source(), 'Rechnungsstatus', 'Sent', 'Verschickt');
    const names = {
      properties: { milestones: { 'Billing status': 'Rechnungsstatus' } },
      options: { milestones: { 'Billing status': { Sent: 'Verschickt' } } },
    };
    const notion = connect({ names });
    await notion.showOnMilestone(milestone, { billingStatus: 'Sent' });
    expect(await notion.readMilestone(milestone)).toMatchObject({ shown: { billingStatus: 'Sent' } });
    expect(JSON.stringify(world.page(milestone).properties.Rechnungsstatus)).toContain('Verschickt');
  });

  test('that lacks properties is told all of them at once', async () => {
    world.notionSandbox.renameProperty(source(), 'Amount', 'Betrag');
    world.notionSandbox.deleteProperty(source(), 'Order');
    const reading = connect().readMilestone('99999999-9999-4999-8999-999999999999');
    await expect(reading).rejects.toThrow(/"Order" is missing; "Amount" is missing/);
    await expect(reading).rejects.toBeInstanceOf(NeedsPerson);
  });

  test('may configure data source ids instead of database ids', async () => {
    const { milestone } = made();
    const { milestones, projects, clients, deals } = world.workspace;
    const databases = {
      milestones: milestones.dataSourceId,
      projects: projects.dataSourceId,
      clients: clients.dataSourceId,
      deals: deals.dataSourceId,
    };
    expect(await connect({ databases }).readMilestone(milestone)).toMatchObject({ name: 'Design' });
  });
});

describe('lists of rows', () => {
  const many = (count: number) => {
    const { project } = made();
    for (let number = 1; number < count; number += 1) {
      world.notionSandbox.createPage({
        dataSourceId: source(),
        properties: { Name: title(`M${number}`), Project: { relation: [{ id: project }] } },
      });
    }
    return project;
  };

  test('go on past one page of a hundred', async () => {
    const project = many(130);
    expect(await world.notion.milestonesOfProject(project)).toHaveLength(130);
  });

  test('go on past the point where one query silently ends', async () => {
    for (let batch = 0; batch < 4; batch += 1) {
      many(10);
      world.clock.advance(120_000);
    }
    world.notionSandbox.queryRowsMax = 15;
    const rows = await Array.fromAsync(world.notion.milestonesEditedSince());
    expect(new Set(rows.map((item) => item.id)).size).toBe(40);
  });

  test('hold the reason for a row that cannot be read, and the other rows', async () => {
    const { milestone, mara } = made();
    made();
    world.notionSandbox.editAs(mara, milestone, { Trigger: { select: { name: 'Around then' } } });
    const rows = await Array.fromAsync(world.notion.milestonesEditedSince());
    expect(rows.filter((item) => 'row' in item)).toHaveLength(1);
    expect(rows.find((item) => 'problem' in item)).toMatchObject({
      id: milestone,
      problem: { message: expect.stringContaining('"Around then"') },
    });
  });

  test('complete relations that a page read cuts at 25', async () => {
    const { mara } = made();
    const clients = Array.from({ length: 30 }, (_, number) =>
      world.notionSandbox.createPage({
        dataSourceId: world.workspace.clients.dataSourceId,
        properties: { Name: title(`C${number}`) },
      }),
    );
    const project = world.notionSandbox.createPage({
      dataSourceId: world.workspace.projects.dataSourceId,
      properties: { Name: title('Shared'), Client: { relation: clients.map(({ id }) => ({ id })) } },
      personId: mara,
    });
    expect((await world.notion.readProject(project.id))?.clientIds).toHaveLength(30);
  });
});

describe('a failing Notion', () => {
  const answer = (status: number, code: string, headers: Record<string, string> = {}) =>
    ({
      kind: 'answer',
      status,
      body: JSON.stringify({ object: 'error', status, code, message: 'No.' }),
      headers,
    }) as const;

  test.each([
    { name: '429', fault: answer(429, 'rate_limited', { 'retry-after': '7' }) },
    { name: '529', fault: answer(529, 'service_overload') },
    { name: '409', fault: answer(409, 'conflict_error') },
    { name: '500', fault: answer(500, 'internal_server_error') },
    {
      name: '502 with a page of HTML',
      fault: { kind: 'answer', status: 502, body: '<html>bad gateway</html>' } as const,
    },
    { name: 'a cut line', fault: { kind: 'cut before commit' } as const },
    { name: 'a success that is not JSON', fault: { kind: 'answer', status: 200, body: '<html>' } as const },
  ])('with $name is tried again', async ({ fault }) => {
    const { milestone } = made();
    await world.notion.readMilestone(milestone);
    world.notionSandbox.faults.add({ path: milestone, fault });
    await expect(world.notion.readMilestone(milestone)).rejects.toBeInstanceOf(TryAgain);
  });

  test('that asks for a pause makes everybody pause as long', async () => {
    const pauses: number[] = [];
    const notion = connect({ budget: { spend: async () => {}, holdFor: async (ms) => void pauses.push(ms) } });
    const { milestone } = made();
    world.notionSandbox.faults.add({ path: milestone, fault: answer(429, 'rate_limited', { 'retry-after': '7' }) });
    await expect(notion.readMilestone(milestone)).rejects.toMatchObject({ retryAfterMs: 7_000 });
    expect(pauses).toEqual([7_000]);
  });

  test('that never answers ends in time', async () => {
    const { milestone } = made();
    const notion = connect({ timeoutMs: 150 });
    await notion.readMilestone(milestone);
    world.notionSandbox.faults.add({ path: milestone, fault: { kind: 'delay', ms: 1_000 } });
    await expect(notion.readMilestone(milestone)).rejects.toBeInstanceOf(TryAgain);
  });

  test('with a wrong token needs a person', async () => {
    await expect(connect({ token: 'ntn_wrong' }).ownUserId()).rejects.toMatchObject({
      name: 'NeedsPerson',
      who: 'admin',
    });
  });
});

test('texts of the team arrive whole', async () => {
  const { client, mara } = made();
  world.notionSandbox.editAs(mara, client, { 'Finance contact': text('Ines "Ruiz" & Söhne') });
  expect(await world.notion.readClient(client)).toMatchObject({
    financeContact: 'Ines "Ruiz" & Söhne',
    billingEmail: 'ap@client.example',
  });
});

test('a misspelt property in the configuration is named', async () => {
  const names = { properties: { milestones: { Ammount: 'Betrag' } }, options: {} };
  await expect(connect({ names }).readMilestone('99999999-9999-4999-8999-999999999999')).rejects.toThrow(
    'the configuration names "Ammount"',
  );
});
