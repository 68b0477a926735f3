import { describe, expect, test } from 'vitest';
import type { Fault } from '../../sandbox/kit/faults.ts';
import { plainDate } from '../../src/billing/calendar.ts';
import { choice, link, noDay, on } from '../support/example.ts';
import { startPipeline } from '../support/pipeline.ts';
import { text, title } from '../support/world.ts';

const STARTS = '2026-11-02T10:00:00Z';

describe('"Stage since"', () => {
  test('is the day on which the stage was first read, and moves with the stage, back as well', async () => {
    const { at, edit, deal, shows } = await startPipeline(STARTS);
    await at('2026-11-02T10:10:00Z');
    expect(shows('Stage since')).toBe('2026-11-02');
    await at('2026-11-04T10:10:00Z');
    expect(shows('Stage since')).toBe('2026-11-02');
    edit(deal, { Stage: choice('Qualified') });
    await at('2026-11-05T10:10:00Z');
    expect(shows('Stage since')).toBe('2026-11-05');
    edit(deal, { Stage: choice('Inquiry') });
    await at('2026-11-06T10:10:00Z');
    expect(shows('Stage since')).toBe('2026-11-06');
  });

  test('does not move when Redis is lost', async () => {
    const { at, hub, shows } = await startPipeline(STARTS);
    await at('2026-11-02T10:10:00Z');
    hub.forget();
    await at('2026-11-09T10:10:00Z');
    expect(shows('Stage since')).toBe('2026-11-02');
  });

  test('that a look under another clock noted meanwhile is not moved back', async () => {
    const { at, edit, deal, shows, world } = await startPipeline(STARTS);
    await at('2026-11-02T10:10:00Z');
    edit(deal, { Stage: choice('Agreed') });
    // Another process, with a memory of its own, was faster.
    await world.notion.showOnDeal(deal, { stageSince: plainDate('2026-11-04') });
    await at('2026-11-05T10:10:00Z');
    expect(shows('Stage since')).toBe('2026-11-04');
  });
});

describe('a deal that moves', () => {
  test('says so once in the log, and whether it moved back (Rule 19.1)', async () => {
    const { edit, deal, lookAt } = await startPipeline(STARTS);
    const movedTo = async (stage: string) => {
      edit(deal, { Stage: choice(stage) });
      return (await lookAt(deal))?.moved;
    };
    await lookAt(deal);
    expect(await movedTo('Qualified')).toBe('Inquiry → Qualified');
    expect((await lookAt(deal))?.moved).toBeUndefined();
    expect(await movedTo('Proposal sent')).toBe('Qualified → Proposal sent');
    expect(await movedTo('Inquiry')).toBe('Proposal sent → Inquiry, back');
    expect(await movedTo('Lost')).toBe('Inquiry → Lost');
    expect(await movedTo('Agreed')).toBe('Lost → Agreed, back');
  });
});

describe('what is the hub’s own on a deal', () => {
  test('is put back when somebody changes it, and said so', async () => {
    const { at, edit, deal, shows, attention } = await startPipeline(STARTS);
    await at('2026-11-02T10:10:00Z');
    edit(deal, { 'Stage since': on('2026-01-01'), Attention: text('All is well') });
    await at('2026-11-03T10:10:00Z');
    expect(shows('Stage since')).toBe('2026-11-02');
    expect(attention()).toEqual([
      'Changed by hand and put back on 2026-11-03: "Stage since" said 2026-01-01; "Attention" said All is well.',
    ]);
  });

  test.each([
    { name: 'emptied', to: () => [], says: '"Project" was emptied' },
    { name: 'changed', to: (other: string) => [{ id: other }], says: '"Project" named another one' },
  ])('the project that was made is linked again when "Project" is $name', async ({ to, says }) => {
    const { at, edit, deal, project, relation, winsWith, attention } = await startPipeline(STARTS);
    winsWith('Halves');
    await at('2026-11-02T10:10:00Z');
    const made = relation(deal, 'Project');
    edit(deal, { Project: { relation: to(project) } });
    await at('2026-11-03T10:10:00Z');
    expect(relation(deal, 'Project')).toEqual(made);
    expect(attention()).toEqual([`Changed by hand and put back on 2026-11-03: ${says}.`]);
  });

  test('a project that was thrown away is not made again, and its deal says so', async () => {
    const { at, deal, relation, winsWith, attention, world, mara, hub, projects } = await startPipeline(STARTS);
    winsWith('Halves');
    await at('2026-11-02T10:10:00Z');
    world.notionSandbox.trash(mara, relation(deal, 'Project')[0] ?? '');
    for (const day of ['03', '04']) {
      await at(`2026-11-${day}T10:10:00Z`);
      expect(attention()).toEqual([
        'The project made of this deal is gone: restore it from the trash; no second one is made (Mara Lindqvist)',
      ]);
      hub.forget();
    }
    await at('2026-11-05T10:10:00Z');
    expect(projects()).toEqual([]);
  });

  test('stays as it is in shadow mode', async () => {
    const { at, winsWith, attention, shows, projects } = await startPipeline(
      STARTS,
      { shadow: true },
      { Owner: { people: [] } },
    );
    winsWith('Halves');
    await at('2026-11-02T10:10:00Z');
    expect([attention(), shows('Stage since'), projects()]).toEqual([[], '', []]);
  });
});

describe('a deal in Proposal sent without a proposal', () => {
  const send = { Stage: choice('Proposal sent'), 'Payment plan': choice('Standard') };

  test('gets one with what is known of the deal, linked, and says what it lacks', async () => {
    const { at, edit, deal, shows, textOf, pagesIn, attention } = await startPipeline(STARTS);
    await at('2026-11-02T10:10:00Z');
    edit(deal, send);
    await at('2026-11-02T10:20:00Z');
    const [page = '', ...others] = await pagesIn(deal);
    expect(others).toEqual([]);
    expect(shows('Proposal').replaceAll('-', '')).toContain(page.replaceAll('-', ''));
    expect(await textOf(page)).toEqual([
      'Harbour site, for Northwind. Prepared by Mara Lindqvist.',
      'Scope',
      '[What is delivered, and what is not.]',
      'Price',
      '10,000.00 GBP',
      'Currency',
      'GBP',
      'Milestones and their triggers',
      'Deposit: 3,000.00 GBP, billed before work begins',
      'Design: 4,000.00 GBP, billed when it is approved',
      'Launch: 3,000.00 GBP, billed when all is approved and handed over',
      'Terms',
      'Each invoice is due within 14 days.',
      'Approval owner',
      '[The one person of the client who approves, with the e-mail address.]',
    ]);
    expect(attention()).toEqual(['The proposal does not say yet: scope, approval owner (Mara Lindqvist)']);
  });

  test('is read again once somebody has written into it, though nobody says so', async () => {
    const { at, edit, deal, pagesIn, attention, writeInto } = await startPipeline(STARTS);
    edit(deal, send);
    await at('2026-11-02T10:10:00Z');
    expect(attention()).toHaveLength(1);
    const [page = ''] = await pagesIn(deal);
    await writeInto(page, 'Scope: five pages', 'Approval owner: d.osei@client.example');
    await at('2026-11-02T10:21:00Z');
    expect(attention()).toEqual([]);
  });

  test('begins with the text of the team’s template', async () => {
    const example = await startPipeline(STARTS);
    const { edit, deal, pagesIn, textOf, world, at, writeInto } = example;
    const template = world.notionSandbox.createPage({
      parentPageId: world.workspace.rootPageId,
      properties: { title: title('Proposal template') },
    }).id;
    await writeInto(template, 'Dear {{client}}', 'Price:', 'Terms: {{terms}}', 'Scope of work: [what]');
    Object.assign(world.context.policy, { proposal: { create: true, templateId: template } });
    edit(deal, send);
    await at('2026-11-02T10:10:00Z');
    const [page = ''] = await pagesIn(deal);
    expect((await textOf(page)).slice(0, 6)).toEqual([
      'Dear Northwind',
      'Price:',
      '10,000.00 GBP',
      'Terms: Each invoice is due within 14 days.',
      'Scope of work: [what]',
      'Currency',
    ]);
  });

  test('keeps the one that somebody has linked', async () => {
    const { at, edit, deal, shows, pagesIn, attention } = await startPipeline(STARTS);
    edit(deal, { ...send, Proposal: link('https://files.example/proposal.pdf') });
    await at('2026-11-02T10:10:00Z');
    expect(await pagesIn(deal)).toEqual([]);
    expect(shows('Proposal')).toBe('https://files.example/proposal.pdf');
    expect(attention()).toEqual([]);
  });

  test('gets no second one when somebody takes the link away, or throws the page away, and Redis is lost', async () => {
    const { at, edit, deal, pagesIn, hub, attention, world, mara } = await startPipeline(STARTS);
    edit(deal, send);
    await at('2026-11-02T10:10:00Z');
    const [page = ''] = await pagesIn(deal);
    edit(deal, { Proposal: { url: null } });
    await at('2026-11-02T10:20:00Z');
    hub.forget();
    world.notionSandbox.trash(mara, page);
    await at('2026-11-02T10:30:00Z');
    expect(await pagesIn(deal)).toEqual([]);
    expect(attention()).toEqual(['Link the proposal: "Proposal" is empty (Mara Lindqvist)']);
  });

  test('gets one, whatever call fails', { timeout: 120_000 }, async () => {
    const faults: readonly Fault[] = [{ kind: 'cut before commit' }, { kind: 'cut after commit' }];
    const { newDeal, edit, lookAt, world, hub, pagesIn, look } = await startPipeline(STARTS);
    const { notionSandbox } = world;
    const sent = () => {
      const deal = newDeal();
      edit(deal, send);
      return deal;
    };
    const before = notionSandbox.journal.entries().length;
    await lookAt(sent());
    const calls = notionSandbox.journal.entries().length - before;
    expect(calls).toBeGreaterThan(6);
    const deals: string[] = [];
    for (let crash = 0; crash < 2 * faults.length * calls; crash += 1) {
      const deal = sent();
      const fault = faults[Math.floor(crash / calls) % faults.length];
      if (fault !== undefined) notionSandbox.faults.add({ skip: crash % calls, fault });
      await lookAt(deal);
      notionSandbox.faults.clear();
      if (crash >= faults.length * calls) hub.forget();
      deals.push(deal);
    }
    for (let again = 0; again < 2; again += 1) {
      world.clock.advance(6 * 60_000);
      for (const deal of deals) await lookAt(deal);
    }
    const pages = await Promise.all(
      deals.map(async (deal) => [(await pagesIn(deal)).length, look(deal)('Proposal') !== '']),
    );
    expect(pages).toEqual(deals.map(() => [1, true]));
  });
});

test('what is missing is looked at again each morning, because days pass', async () => {
  const { at, edit, deal, attention } = await startPipeline(STARTS);
  edit(deal, { 'Next action on': on('2026-11-04') });
  await at('2026-11-04T10:00:00Z');
  expect(attention()).toEqual([]);
  await at('2026-11-05T00:10:00Z');
  expect(attention()).toEqual(['Late since 2026-11-04: Call them (Mara Lindqvist)']);
  edit(deal, { 'Next action on': noDay });
  await at('2026-11-05T00:20:00Z');
  expect(attention()).toEqual(['Say when it happens: "Next action on" is empty (Mara Lindqvist)']);
});
