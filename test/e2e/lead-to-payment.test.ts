import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../sandbox/demo/until.ts';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import { amount, choice, link, on } from '../support/example.ts';
import { type Stage, startStage, untilQuiet } from '../support/stage.ts';
import { payOnPage, reader, today, untilShown } from '../support/story.ts';
import { text, title } from '../support/world.ts';

/** A deposit before the work, which the last invoice takes off again (X16). */
const PLANS = {
  Standard: [
    { name: 'Deposit', trigger: 'Deposit', share: 30 },
    { name: 'Design', trigger: 'Milestone approval', share: 40 },
    { name: 'Launch', trigger: 'Final handoff', share: 60 },
  ],
};
const PATIENCE_MS = 40_000;

/** A colleague who edits rows, and reads what stands there. */
function aTeam(stage: Stage) {
  const { notion, workspace } = stage.sandbox;
  const mara = notion.people.add({ name: 'Mara Lindqvist', email: 'mara@studio.example' }).id;
  const client = notion.createPage({
    dataSourceId: workspace.clients.dataSourceId,
    properties: {
      Name: title('Harbour Museum'),
      'Billing email': { email: 'ap@harbour.example' },
      'Finance contact': text('Ines Ruiz'),
      'Account owner': { people: [{ id: mara }] },
    },
  }).id;
  const deal = notion.createPage({
    dataSourceId: workspace.deals.dataSourceId,
    properties: {
      Name: title('Harbour site'),
      Stage: choice('Inquiry'),
      Client: { relation: [{ id: client }] },
    },
  }).id;
  const related = (id: string, property: string): readonly string[] => {
    const value = notion.page(id).properties[property];
    return value?.type === 'relation' ? value.relation.map((one) => one.id) : [];
  };
  return {
    mara,
    client,
    deal,
    related,
    edit: (id: string, changes: PropertyWrites) => notion.editAs(mara, id, changes),
    /** A milestone of the project, by its name; once it is there. */
    milestone: async (name: string, project: string): Promise<string> => {
      const found = () =>
        notion
          .rows(workspace.milestones.dataSourceId)
          .find(({ id }) => related(id, 'Project').includes(project) && reader(stage, id)('Name') === name)?.id;
      await until(() => found() !== undefined, `the milestone ${name} is there`, PATIENCE_MS);
      return found() ?? '';
    },
  };
}

test('a deal goes from Inquiry to a paid final invoice by edits in Notion and a client who pays, and by nothing else', async () => {
  const stage = await startStage({ paymentPlans: PLANS });
  onTestFinished(stage.close);
  const { notion, stripe } = stage.sandbox;
  const hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
  const { mara, deal, edit, related, milestone } = aTeam(stage);
  const shows = reader(stage, deal);
  const attention = (words: string | RegExp) =>
    until(
      () => new RegExp(words).test(shows('Attention')),
      `Attention says ${words}: ${shows('Attention')}`,
      PATIENCE_MS,
    );
  const day = today(stage);

  // Inquiry, Qualified: who, what next, when.
  await attention('Name the owner');
  edit(deal, { Owner: { people: [{ id: mara }] }, 'Next action': text('Call them'), 'Next action on': on(day) });
  await attention(/^$/);
  expect(shows('Stage since')).toBe(day);
  edit(deal, {
    Stage: choice('Qualified'),
    Value: amount(10_000),
    Currency: choice('GBP'),
    'Payment plan': choice('Standard'),
  });

  // Proposal sent: a page is made, filled and linked, and says what it lacks.
  edit(deal, { Stage: choice('Proposal sent') });
  await attention('The proposal does not say yet: scope');
  expect(shows('Proposal')).not.toBe('');

  // Agreed: the agreement is asked for.
  edit(deal, { Stage: choice('Agreed') });
  await attention('Link the agreement');
  edit(deal, { Agreement: link('https://sign.example/harbour') });
  await attention(/^$/);

  // Won: a project with its milestones, linked.
  edit(deal, { Stage: choice('Won') });
  await until(() => related(deal, 'Project').length === 1, 'the project is linked', PATIENCE_MS);
  const [project = ''] = related(deal, 'Project');
  expect(
    ['Kickoff waits for', 'Partial approval', 'When paused', 'Paused retainer'].map(reader(stage, project)),
  ).toEqual(['Payment', 'Wait for full', 'Bill if earned', 'Skip']);
  edit(project, { 'Approval owner': { email: 'd.osei@harbour.example' }, 'Agreed channel': choice('Email') });

  // The deposit goes out by itself, and is paid.
  const deposit = await milestone('Deposit', project);
  await untilShown(stage, deposit, 'Sent');
  await payOnPage(reader(stage, deposit)('Invoice'));
  await untilShown(stage, deposit, 'Paid');

  const decided = {
    Delivery: choice('Delivered'),
    Deliverable: link('https://files.example/work'),
    Approval: choice('Approved'),
    'Decided by': { email: 'd.osei@harbour.example' },
    'Decided on': on(day),
    'Decision channel': choice('Email'),
    'Decision proof': link('https://mail.example/1'),
  };
  const design = await milestone('Design', project);
  edit(design, decided);
  await untilShown(stage, design, 'Sent');
  await payOnPage(reader(stage, design)('Invoice'));
  await untilShown(stage, design, 'Paid');

  // The last invoice takes the deposit off.
  const launch = await milestone('Launch', project);
  const handedOver = ['Files', 'Documentation', 'Access', 'Ownership'].map((name) => ({ name }));
  edit(launch, { ...decided, 'Handed over': { multi_select: handedOver } });
  await untilShown(stage, launch, 'Sent');
  expect(reader(stage, launch)('Invoiced')).toBe('3000');
  await payOnPage(reader(stage, launch)('Invoice'));
  await untilShown(stage, launch, 'Paid');
  await untilQuiet(hub);

  const invoices = stripe.store.invoices();
  expect(invoices.map(({ total, status }) => `${total} ${status}`).toSorted()).toEqual([
    '300000 paid',
    '300000 paid',
    '400000 paid',
  ]);
  expect(invoices.reduce((sum, { amount_paid }) => sum + amount_paid, 0)).toBe(1_000_000);
  expect(reader(stage, project)('Next billing event')).toMatch(/^Fully billed/);
  expect(reader(stage, project)('Kickoff')).toBe('Clear');
  const closeouts = [deposit, design, launch].map((id) =>
    notion.comments(id).filter((said) => said.startsWith('Paid: ')),
  );
  expect(closeouts.map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(closeouts[2]?.[0]).toContain('Next: Fully billed');
  expect([reader(stage, project)('Mismatches'), shows('Attention')]).toEqual(['', '']);
  expect(notion.rows(stage.sandbox.workspace.projects.dataSourceId)).toHaveLength(1);
  expect(stage.log().filter(({ level }) => level >= 50)).toEqual([]);
});
