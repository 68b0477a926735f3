import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runMilepost } from '../../sandbox/demo/hub-process.ts';
import { differences, type TeamsPart, teamsPart } from '../../sandbox/demo/ownership.ts';
import { until } from '../../sandbox/demo/until.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { type Stage, startStage, untilQuiet } from '../support/stage.ts';
import { payOnPage, reader, readyMilestone, today, untilShown, ZONE } from '../support/story.ts';

const DAY_MS = 24 * 60 * 60_000;
const TERM_DAYS = 14;

let stage: Stage;
let relay: Relay;
let hub: Awaited<ReturnType<Stage['startHub']>>;
let milestone: string;
let project: string;
let client: string;
let approvedOn: string;
let teamWrote: TeamsPart;
const look = (property: string): string => reader(stage, milestone)(property);
const theInvoice = () => stage.sandbox.stripe.store.invoices()[0];

beforeAll(async () => {
  stage = await startStage();
  hub = await stage.startHub();
  relay = await startRelay(hub.url);
  await stage.sandbox.connectWebhooks(relay.url);
  const rows = readyMilestone(stage);
  ({ milestone, project, client } = rows);
  await untilShown(stage, milestone, 'Not yet triggered');
  rows.approveToday();
  approvedOn = today(stage);
  teamWrote = teamsPart(stage.sandbox.notion, stage.sandbox.workspace);
});
afterAll(async () => {
  await relay.close();
  await stage.close();
});

/** "2026-11-24 23:59:59" on the wall in the configured zone. */
const wallClock = (seconds: number | null | undefined): string =>
  new Date((seconds ?? 0) * 1000).toLocaleString('sv-SE', { timeZone: ZONE });
const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The last line that a command printed, as JSON. */
const lastLine = (stdout: string): unknown => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

type Cells = readonly (string | number | boolean)[];

/** Runs the weekly review. @returns the cells of the row that names the milestone in a section; none: it is not there */
async function reviewRow(section: string, ...args: readonly string[]): Promise<Cells> {
  const { code, stdout, stderr } = await runMilepost(stage.settings, ['run', 'weekly-review', ...args]);
  expect(code, stderr).toBe(0);
  const { result } = z.object({ result: z.object({ tab: z.string() }) }).parse(lastLine(stdout));
  const rows = stage.sandbox.google.spreadsheet(stage.sandbox.sheetId).tab(result.tab).values();
  const from = rows.findIndex(([cell]) => cell === section);
  const length = rows.slice(from).findIndex((cells) => cells.every((cell) => cell === ''));
  return rows.slice(from, from + length).find((cells) => cells.includes('Design')) ?? [];
}

describe('once approved in Notion, a milestone', () => {
  beforeAll(() => untilShown(stage, milestone, 'Sent'));

  test('is billed with one invoice over exactly what was approved', () => {
    expect(stage.sandbox.stripe.store.invoices()).toHaveLength(1);
    expect(theInvoice()).toMatchObject({ status: 'open', total: 400_000, currency: 'gbp' });
    expect(theInvoice()?.lines.data).toMatchObject([{ amount: 400_000, description: 'Website: Design' }]);
  });

  test('is billed to its client, and says which milestone it bills', () => {
    expect(theInvoice()?.metadata).toMatchObject({
      milepost_key: `${milestone}:all:r1`,
      milepost_milestone: milestone,
      milepost_revision: '1',
    });
    const [customer, ...others] = stage.sandbox.stripe.store.customers();
    expect(others).toEqual([]);
    expect(customer).toMatchObject({ email: 'ap@client.example', metadata: { milepost_client: client } });
    expect(reader(stage, client)('Stripe customer')).toBe(customer?.id);
  });

  test('falls due at the end of the last day of its term, in the zone of the business', () => {
    expect(wallClock(theInvoice()?.due_date)).toBe(`${daysLater(look('Issued'), TERM_DAYS)} 23:59:59`);
    expect(wallClock(theInvoice()?.status_transitions.finalized_at).slice(0, 10)).toBe(look('Issued'));
  });

  test('is mailed once, to the billing address', () => {
    const mails = stage.sandbox.stripe.store.mails();
    expect(mails).toMatchObject([{ kind: 'invoice', to: 'ap@client.example', invoice: theInvoice()?.id }]);
  });

  test('shows link, number, sums and days in Notion', () => {
    expect({
      link: look('Invoice'),
      number: look('Invoice number'),
      id: look('Stripe invoice'),
      sums: [look('Invoiced'), look('Remaining')],
      issuedNotBefore: look('Issued') >= approvedOn,
      due: look('Due'),
      paidOn: look('Paid on'),
      missing: look('Missing for billing'),
    }).toEqual({
      link: theInvoice()?.hosted_invoice_url,
      number: theInvoice()?.number,
      id: theInvoice()?.id,
      sums: ['4000', '4000'],
      issuedNotBefore: true,
      due: daysLater(look('Issued'), TERM_DAYS),
      paidOn: '',
      missing: '',
    });
  });

  test('moves the next billing event of its project on', async () => {
    const next = () => reader(stage, project)('Next billing event');
    await until(() => next() === 'Fully billed', 'the project is fully billed');
  });

  test('is overdue for a sweep after its due date, and in the review of that week', async () => {
    const later = new Date(stage.sandbox.clock.now() + (TERM_DAYS + 2) * DAY_MS).toISOString();
    const { code, stdout, stderr } = await runMilepost(stage.settings, ['run', 'sweep', '--as-of', later]);
    expect(code, stderr).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ ok: true, job: 'sweep', asOf: later, work: { failed: 0 } });
    expect(look('Billing status')).toBe('Overdue');
    const row = await reviewRow('Overdue', '--as-of', later);
    expect(row).toEqual(expect.arrayContaining(['Northwind', 'Website', 'Overdue', 4000, 'GBP']));
  });
});

describe('once paid on the hosted page, a milestone', () => {
  beforeAll(async () => {
    await payOnPage(look('Invoice'));
    await untilShown(stage, milestone, 'Paid');
  });

  test('shows that nothing remains, and when it was paid', () => {
    expect(look('Remaining')).toBe('0');
    expect(look('Paid on')).toBe(wallClock(theInvoice()?.status_transitions.paid_at).slice(0, 10));
  });

  test('is among what was closed this week', async () => {
    const row = await reviewRow('Closed this week');
    expect(row).toEqual(expect.arrayContaining(['Northwind', 'Website', 'Paid', 4000, 'GBP']));
    expect(await reviewRow('Overdue')).toEqual([]);
  });

  test('was never touched by the hub in what belongs to the team', async () => {
    await untilQuiet(hub);
    await stage.sandbox.notion.webhooks.idle();
    expect(differences(teamWrote, teamsPart(stage.sandbox.notion, stage.sandbox.workspace))).toEqual([]);
    expect(new Set(writtenByTheHub())).toEqual(OWN);
  });
});

/** All that the hub has to write in this story; every one of them is its own. */
const OWN = new Set([
  ...['Billing status', 'Billing detail', 'Missing for billing', 'Invoice', 'Invoice number', 'Stripe invoice'],
  ...['Invoiced', 'Remaining', 'Issued', 'Due', 'Paid on', 'Next follow-up'],
  ...['Next billing event', 'Kickoff', 'Mismatches', 'Stripe customer', 'Account status'],
]);

const Event = z.object({
  type: z.literal('page.properties_updated'),
  authors: z.array(z.object({ type: z.string() })),
  entity: z.object({ id: z.string() }),
  data: z.object({ updated_properties: z.array(z.string()) }),
});

/** The names of the properties that Notion says were changed by the connection alone. */
const writtenByTheHub = (): string[] =>
  relay.passed('/webhooks/notion').flatMap((body) => {
    const event = Event.safeParse(body).data;
    if (event === undefined || event.authors.some(({ type }) => type !== 'bot')) return [];
    const properties = Object.entries(stage.sandbox.notion.page(event.entity.id).properties);
    const nameOf = (id: string) => properties.find(([, property]) => property.id === id)?.[0] ?? id;
    return event.data.updated_properties.map(nameOf);
  });
