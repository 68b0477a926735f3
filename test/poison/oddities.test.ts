import { describe, expect, test } from 'vitest';
import { milestonesSchema } from '../../sandbox/notion/schema.ts';
import { amount, choice, on } from '../support/example.ts';
import { connectTo, text, title } from '../support/world.ts';
import { type PoisonStage, startPoisonStage } from './stage.ts';
import { connectWebhooks } from './webhooks.ts';

const approveAll = ({ victim, neighbour, sibling, stranger }: PoisonStage): void => {
  for (const row of [victim, neighbour, sibling, stranger]) row.approve();
};

describe('stops nobody:', () => {
  test('a property that is renamed while the hub runs, and told of', async () => {
    const stage = await startPoisonStage();
    const { settle } = await connectWebhooks(stage);
    stage.notion.renameProperty(stage.workspace.milestones.dataSourceId, 'Amount', 'Betrag');
    stage.notion.renameProperty(stage.workspace.milestones.dataSourceId, 'Billing detail', 'Stand');
    await settle();
    approveAll(stage);
    await settle();
    expect(stage.invoicesOfAll()).toEqual([1, 1, 1, 1]);
    expect(stage.victim.shows('Stand')).toBe('Sent on 2026-11-03, due on 2026-11-17.');
  });

  test('one more table in the database, whichever the hub saw first', async () => {
    const stage = await startPoisonStage();
    const { notion, workspace, world, victim } = stage;
    notion.addDataSource(workspace.milestones.databaseId, 'Ideas', { Name: { title: {} } });
    world.notion.forgetSchemas();
    approveAll(stage);
    await stage.aSweepLater();
    expect(stage.invoicesOfAll()).toEqual([1, 1, 1, 1]);
    expect(await connectTo(notion, workspace).readMilestone(victim.id)).toMatchObject({ name: 'Design' });
  });

  test('two tables that both would do, which somebody has to choose from', async () => {
    const { notion, workspace, victim } = await startPoisonStage();
    const { databaseId } = workspace.milestones;
    const copy = notion.addDataSource(databaseId, 'Copy', milestonesSchema(workspace.projects.dataSourceId));
    const read = () => connectTo(notion, workspace).readMilestone(victim.id);
    await expect(read()).rejects.toThrow('The milestones database holds 2 data sources');
    notion.deleteProperty(copy, 'Amount');
    expect(await read()).toMatchObject({ name: 'Design' });
  });

  test('texts that are longer than a field of ours or of Stripe’s', async () => {
    const stage = await startPoisonStage();
    const { edit, victim, client, project, neighbour } = stage;
    edit(victim.id, { Name: title(`Design ${'und so weiter '.repeat(140)}`.slice(0, 2000)) });
    edit(project, { Name: title('Ω🎉'.repeat(600)) });
    edit(client, { 'Submission notes': text('Bitte '.repeat(300)), 'Finance contact': text('x'.repeat(2000)) });
    approveAll(stage);
    await stage.aSweepLater();
    expect(stage.invoicesOfAll()).toEqual([1, 1, 1, 1]);
    expect(stage.statusOf(victim, neighbour)).toEqual(['Sent', 'Sent']);
  });
});

describe('a milestone that is moved to another database', () => {
  test('is billed no more, and its project lets it go; moved back and filled in again it is billed', async () => {
    const stage = await startPoisonStage();
    const { notion, mara, victim, neighbour, project, edit, look, workspace, invoicesOfAll } = stage;
    edit(victim.id, { 'Planned date': on('2026-11-20') });
    edit(neighbour.id, { 'Planned date': on('2026-12-20') });
    const { settle } = await connectWebhooks(stage);
    edit(victim.id, { Order: amount(0) });
    await settle();
    expect(look(project)('Next billing event')).toMatch(/^Design:/);
    const archive = notion.createDatabase('Archive', { Name: { title: {} } });
    notion.movePage(mara, victim.id, archive.dataSourceId);
    await settle();
    expect(look(project)('Next billing event')).toMatch(/^Build:/);
    notion.movePage(mara, victim.id, workspace.milestones.dataSourceId);
    edit(victim.id, {
      Project: { relation: [{ id: project }] },
      Trigger: choice('Milestone approval'),
      Amount: amount(4000),
      Delivery: choice('Delivered'),
      Deliverable: { url: 'https://files.example/design' },
    });
    victim.approve();
    await settle();
    expect(invoicesOfAll()).toEqual([1, 0, 0, 0]);
  });
});

describe('what the hub writes', () => {
  test.each([true, false])(
    'comes back as webhooks and starts no circle, whether it knows itself or not (%s)',
    async (knowsItself) => {
      const stage = await startPoisonStage();
      const { settle } = await connectWebhooks(stage, { knowsItself });
      approveAll(stage);
      await settle();
      expect(stage.invoicesOfAll()).toEqual([1, 1, 1, 1]);
      const writes = () => stage.notion.journal.entries().filter(({ method }) => method === 'PATCH').length;
      const before = writes();
      // Draft noted, invoice shown, project, account: about that much for each milestone, and for its project and client.
      expect(before).toBeLessThan(40);
      expect(await settle()).toBe(0);
      await stage.aSweepLater();
      await settle();
      expect(writes()).toBe(before);
    },
  );
});

describe('a webhook about what is none of ours', () => {
  test('asks Notion for nothing, and forgets no schema', async () => {
    const stage = await startPoisonStage();
    const { notion, mara } = stage;
    const foreign = notion.createDatabase('Recipes', { Name: { title: {} }, Kind: { select: {} } });
    const { settle } = await connectWebhooks(stage);
    notion.createPage({ dataSourceId: foreign.dataSourceId, properties: {} });
    await settle(); // whatever has not been looked at yet, such as the deals, is now
    const before = notion.journal.entries().length;
    const page = notion.createPage({ dataSourceId: foreign.dataSourceId, properties: { Name: title('Soup') } }).id;
    notion.editAs(mara, page, { Kind: choice('Hot') });
    notion.addProperties(foreign.dataSourceId, { Rating: { number: {} } });
    expect(await settle()).toBeGreaterThan(0);
    expect(notion.journal.entries()).toHaveLength(before);
    await stage.hears(stage.victim.id);
    expect(
      notion.journal
        .entries()
        .filter(({ path }, at) => at >= before && path.startsWith('/v1/data_sources/') && !path.endsWith('/query')),
    ).toEqual([]);
  });
});

describe('a date that is none', () => {
  const spoiled = ({ notion, victim }: PoisonStage, start: string): string => {
    const page = notion.page(victim.id);
    const planned = page.properties['Planned date'];
    return JSON.stringify({
      ...page,
      properties: { ...page.properties, 'Planned date': { ...planned, date: { start, end: null, time_zone: null } } },
    });
  };

  test.each(['2026-11', '2026', 'soon', '2026-02-30', '2026-11-03T25:00'])(
    '"%s" is said and stops only its row',
    async (start) => {
      const stage = await startPoisonStage();
      const { notion, victim, neighbour, hears } = stage;
      notion.faults.add({
        method: 'GET',
        path: victim.id,
        times: 2,
        fault: { kind: 'answer', status: 200, body: spoiled(stage, start) },
      });
      approveAll(stage);
      await hears(victim.id);
      await hears(neighbour.id);
      expect(victim.shows('Billing detail')).toBe(
        `Needs Mara Lindqvist: "Planned date" of this milestone says "${start}", which is no day. Enter "Planned date" again.`,
      );
      expect(stage.statusOf(neighbour)).toEqual(['Sent']);
      await stage.aSweepLater();
      expect(stage.invoicesOfAll()).toEqual([1, 1, 1, 1]);
    },
  );
});
