import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMilepost } from '../../sandbox/demo/hub-process.ts';
import { differences, teamsPart } from '../../sandbox/demo/ownership.ts';
import { until } from '../../sandbox/demo/until.ts';
import { addDays, dueInstant, plainDate } from '../../src/billing/calendar.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { payOnPage, reader, readyMilestone, today, untilShown, ZONE } from '../support/story.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  const hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
});
afterAll(() => stage.close());

describe('from approval to the sheet', () => {
  test('one milestone is billed once, paid, closed out and reviewed, and nothing of the team is touched', async () => {
    const { notion, workspace, stripe, google, sheetId } = stage.sandbox;
    const { milestone, client, project, approveToday } = readyMilestone(stage);
    const waiting = readyMilestone(stage);
    approveToday();
    const before = teamsPart(notion, workspace);
    await untilShown(stage, milestone, 'Sent');
    const look = reader(stage, milestone);
    const due = addDays(plainDate(today(stage)), 14);

    const [invoice, ...others] = stripe.store.invoices();
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      status: 'open',
      total: 400_000,
      currency: 'gbp',
      customer_email: 'ap@client.example',
      due_date: dueInstant(ZONE, due) / 1000,
      metadata: { milepost_key: `${milestone}:all:r1`, milepost_milestone: milestone, milepost_revision: '1' },
    });
    expect(invoice?.lines.data).toMatchObject([{ amount: 400_000, description: 'Website: Design' }]);
    expect(stripe.store.customers().map((customer) => customer.metadata)).toEqual([{ milepost_client: client }]);
    expect(stripe.store.mails()).toMatchObject([{ to: 'ap@client.example', invoice: invoice?.id }]);
    expect(look('Invoice')).toBe(invoice?.hosted_invoice_url);
    expect([look('Invoice number'), look('Due'), look('Invoiced')]).toEqual([invoice?.number, due, '4000']);

    await payOnPage(look('Invoice'));
    await untilShown(stage, milestone, 'Paid');
    expect([look('Remaining'), look('Paid on')]).toEqual(['0', today(stage)]);
    await until(
      () => reader(stage, project)('Next billing event') === 'Fully billed',
      'the project is fully billed',
      20_000,
    );

    const review = await runMilepost(stage.settings, ['run', 'weekly-review']);
    expect(review.code, review.stderr).toBe(0);
    const tab = google
      .spreadsheet(sheetId)
      .tabs()
      .find(({ title }) => /^\d{4}-W\d{2}$/.test(title));
    const values = tab?.values() ?? [];
    const rowsWith = (name: string) => values.filter((row) => row.some((cell) => cell === name));
    expect(values.map((row) => row[0])).toEqual(
      expect.arrayContaining(['Figures', 'Waiting on a trigger', 'Overdue', 'Closed this week']),
    );
    expect(rowsWith('Design').some((row) => row.includes('Paid') && row.includes(4000))).toBe(true);
    expect(differences(before, teamsPart(notion, workspace))).toEqual([]);
    expect(waiting.milestone).not.toBe(milestone);
  });

  test('a later clock shows what is overdue by then', async () => {
    const { milestone, approveToday } = readyMilestone(stage);
    approveToday();
    await untilShown(stage, milestone, 'Sent');
    const later = new Date(stage.sandbox.clock.now() + 30 * 24 * 60 * 60_000).toISOString();
    const run = await runMilepost(stage.settings, ['run', 'sweep', '--as-of', later]);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      ok: true,
      job: 'sweep',
      asOf: later,
    });
    expect(reader(stage, milestone)('Billing status')).toBe('Overdue');
  });

  test('status tells programs what stands in the queue', async () => {
    const { code, stdout } = await runMilepost(stage.settings, ['status', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ redis: 'ready', failed: [], lastSeen: { sweep: expect.any(String) } });
  });
});
