import { lookAtDeal } from '../../jobs/deal.ts';
import type { Outcome } from '../../jobs/ports.ts';
import { lookAtRow } from '../../sandbox/demo/look.ts';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import type { Policy } from '../../src/billing/facts.ts';
import { failureKind } from '../../src/billing/failure.ts';
import { amount, choice, link, on, startExample } from './example.ts';
import { text, title } from './world.ts';

/** A deposit and two halves of the work, the last one at the handoff. */
export const PLANS: Policy['paymentPlans'] = {
  Standard: [
    { name: 'Deposit', trigger: 'Deposit', share: 30 },
    { name: 'Design', trigger: 'Milestone approval', share: 40 },
    { name: 'Launch', trigger: 'Final handoff', share: 30 },
  ],
  Halves: [
    { name: 'Design', trigger: 'Milestone approval', share: 50 },
    { name: 'Launch', trigger: 'Final handoff', share: 50 },
  ],
  Thirds: [
    { name: 'First', trigger: 'Milestone approval', share: 33.33 },
    { name: 'Second', trigger: 'Milestone approval', share: 33.33 },
    { name: 'Third', trigger: 'Final handoff', share: 33.34 },
  ],
};

/** A team with one open deal that nothing is missing of, and a hub that has not looked yet. */
export async function startPipeline(startsAt: string, policy: Partial<Policy> = {}, changes: PropertyWrites = {}) {
  const example = await startExample(startsAt, { paymentPlans: PLANS, ...policy });
  const { world, mara, client, edit, look } = example;
  const { notionSandbox: notion, workspace } = world;
  const newDeal = (changes: PropertyWrites = {}): string =>
    notion.createPage({
      dataSourceId: workspace.deals.dataSourceId,
      properties: {
        Name: title('Harbour site'),
        Stage: choice('Inquiry'),
        Client: { relation: [{ id: client }] },
        Owner: { people: [{ id: mara }] },
        Value: amount(10_000),
        Currency: choice('GBP'),
        'Next action': text('Call them'),
        'Next action on': on('2026-12-31'),
        ...changes,
      },
    }).id;
  const deal = newDeal(changes);
  const rows = (database: 'projects' | 'milestones') => notion.rows(workspace[database].dataSourceId);
  const relation = (id: string, property: string): readonly string[] => {
    const value = notion.page(id).properties[property];
    return value?.type === 'relation' ? value.relation.map((one) => one.id) : [];
  };
  const people = (id: string, property: string): readonly string[] => {
    const value = notion.page(id).properties[property];
    return value?.type === 'people' ? value.people.map((one) => one.id) : [];
  };
  const projects = () => rows('projects').filter(({ id }) => id !== example.project);
  return {
    ...example,
    deal,
    newDeal,
    shows: look(deal),
    attention: (id = deal) => look(id)('Attention').split('\n').filter(Boolean),
    relation,
    people,
    /** The projects beside the one that was there before. */
    projects,
    /** The milestones of a project in their order: name, trigger, sum. */
    plan: (project: string) =>
      rows('milestones')
        .filter(({ id }) => relation(id, 'Project').includes(project))
        .map(({ id }) => lookAtRow(notion, id))
        .sort((a, b) => Number(a('Order')) - Number(b('Order')))
        .map((row) => `${row('Order')} ${row('Name')} ${row('Trigger')} ${row('Amount')} ${row('Currency')}`),
    milestoneRows: () => rows('milestones'),
    winsWith: (plan: string, id = deal) =>
      edit(id, {
        Stage: choice('Won'),
        'Payment plan': choice(plan),
        Agreement: link('https://sign.example/harbour'),
      }),
    /** Looks at a deal alone, without what follows from it; what has to be tried again is for another look. */
    async lookAt(id: string): Promise<Outcome | undefined> {
      try {
        return await lookAtDeal({ ...world.context, notion: world.notion, mayAct: new AbortController().signal }, id);
      } catch (error) {
        if (failureKind(error) !== 'try again') throw error;
        return undefined;
      }
    },
    hearsOfDeal: (id = deal) => example.hub.work({ name: 'deal', id, origin: 'test' }),
    /** Somebody writes paragraphs at the end of a page. */
    async writeInto(page: string, ...lines: readonly string[]): Promise<void> {
      const children = lines.map((content) => ({ paragraph: { rich_text: [{ text: { content } }] } }));
      const answer = await fetch(`${notion.url}/v1/blocks/${page}/children`, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${notion.token}`,
          'notion-version': '2026-03-11',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ children }),
      });
      if (!answer.ok) throw new Error(`Notion answered ${answer.status}.`);
    },
    /** The text of a page, a line each, as the connector reads it. */
    textOf: async (page: string) => (await world.notion.readPageText(page))?.lines.map((line) => line.text) ?? [],
    pagesIn: async (page: string) => (await world.notion.readPageText(page))?.pages.map(({ id }) => id) ?? [],
  };
}

export type Pipeline = Awaited<ReturnType<typeof startPipeline>>;
