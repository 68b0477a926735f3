import { describe, expect, test } from 'vitest';
import { lookAtMilestone } from '../../jobs/milestone.ts';
import type { Outcome } from '../../jobs/ports.ts';
import { amount, choice, type Example, on, startExample } from '../support/example.ts';
import { startRetainer } from '../support/retainer.ts';
import { text } from '../support/world.ts';

/** Everything that a shadow hub may write. */
const MAY_WRITE = ['Billing detail', 'Missing for billing'];

const START = '2026-11-03T14:10:00Z';

/** What went to both services since, beside reading. */
function watched({ world }: Pick<Example, 'world'>) {
  const { notionSandbox, stripeSandbox, workspace } = world;
  const wholeRows = () =>
    [workspace.milestones, workspace.projects, workspace.clients].flatMap(({ dataSourceId }) =>
      notionSandbox.rows(dataSourceId).map((row) => ({
        id: row.id,
        values: Object.entries(row.properties).filter(([name]) => !MAY_WRITE.includes(name)),
      })),
    );
  const calls = () => {
    const isWrite = ({ method, path }: { method: string; path: string }) =>
      method !== 'GET' && !path.endsWith('/query');
    return {
      stripe: stripeSandbox.journal
        .entries()
        .filter(isWrite)
        .map(({ method, path }) => `${method} ${path}`),
      notion: notionSandbox.journal
        .entries()
        .filter(isWrite)
        .filter(({ method }) => method !== 'PATCH'),
    };
  };
  return {
    /** Runs what only the hub does, and asserts that nothing came of it but words. */
    async onlyWords(run: () => Promise<unknown>): Promise<void> {
      const rows = wholeRows();
      const before = calls();
      await run();
      expect(calls()).toEqual(before);
      expect(wholeRows()).toEqual(rows);
    },
  };
}

async function inShadow() {
  const example = await startExample(START, { shadow: true, quietPeriodSeconds: 600 });
  const { milestone: id, approve } = example.milestone();
  return { ...example, ...watched(example), id, approve, shows: example.look(id) };
}

/** The outcome that a look at a milestone leaves in the log. */
const logged = ({ world }: Pick<Example, 'world'>, id: string): Promise<Outcome> =>
  lookAtMilestone(
    { ...world.context, notion: world.notion, stripe: world.stripe, mayAct: new AbortController().signal },
    id,
  );

/** A person bills by hand in the Dashboard, and types the id beside the milestone. */
async function billedByHand({ dashboard, edit }: Pick<Example, 'dashboard' | 'edit'>, id: string): Promise<string> {
  const customer = await dashboard.customers.create({ name: 'Northwind Ltd', email: 'ap@client.example' });
  const draft = await dashboard.invoices.create({
    customer: customer.id,
    collection_method: 'send_invoice',
    currency: 'gbp',
    days_until_due: 14,
  });
  await dashboard.invoices.addLines(draft.id, { lines: [{ amount: 400_000, description: 'Design' }] });
  await dashboard.invoices.sendInvoice(draft.id);
  edit(id, { 'Stripe invoice': text(draft.id) });
  return draft.id;
}

describe('a hub in shadow mode', () => {
  test('says of an approval what it would do, with the amount, and does nothing', async () => {
    const { id, approve, at, shows, onlyWords, ...example } = await inShadow();
    await onlyWords(() => at('2026-11-03T14:11:00Z'));
    expect([shows('Billing status'), shows('Billing detail')]).toEqual(['', expect.stringMatching(/^Shadow: /)]);
    approve('2026-11-03');
    await onlyWords(async () => {
      await at('2026-11-03T14:12:00Z');
      expect(shows('Billing detail')).toMatch(/^Shadow: Waiting quiet period.*over 4,000\.00 GBP\.$/);
      await at('2026-11-03T14:30:00Z');
    });
    expect([shows('Billing status'), shows('Billing detail'), shows('Missing for billing')]).toEqual([
      '',
      'Shadow: would send an invoice over 4,000.00 GBP.',
      '',
    ]);
    expect(await logged(example, id)).toMatchObject({ shadow: 'would send an invoice over 4,000.00 GBP' });
    example.edit(id, { Amount: amount(4500) });
    await onlyWords(() => at('2026-11-03T15:00:00Z'));
    expect(shows('Billing detail')).toMatch(/^Shadow: .*4,500\.00 GBP\.$/);
    expect([example.mails(), example.comments(id), example.world.alarms]).toEqual([[], [], []]);
  });

  test('follows by words alone what people bill by hand, up to the payment and its return', async () => {
    const { id, approve, at, shows, onlyWords, world, dashboard, edit, comments } = await inShadow();
    approve('2026-11-03');
    await at('2026-11-03T14:30:00Z');
    const invoice = await billedByHand({ dashboard, edit }, id);
    await onlyWords(() => at('2026-11-03T15:00:00Z'));
    expect(shows('Billing detail')).toMatch(/^Shadow: would take over invoice \S+ over 4,000\.00 GBP\.$/);
    // The hub took it over before somebody set it to shadow mode.
    await dashboard.invoices.update(invoice, {
      metadata: { milepost_milestone: id, milepost_key: `${id}:all:r1`, milepost_revision: '1' },
    });
    await onlyWords(() => at('2026-11-18T09:00:00Z'));
    expect(shows('Billing detail')).toMatch(/^Shadow: would show Overdue for 4,000\.00 GBP\. Overdue since/);
    await world.stripeSandbox.pay(invoice);
    await onlyWords(() => at('2026-11-19T09:00:00Z'));
    expect(shows('Billing detail')).toMatch(/^Shadow: would show Paid for 4,000\.00 GBP\. Paid on 2026-11-18\.$/);
    expect(shows('Billing status')).toBe('');
    const [payment] = (await dashboard.invoicePayments.list({ invoice })).data;
    await dashboard.refunds.create({ payment_intent: String(payment?.payment.payment_intent) });
    await onlyWords(() => at('2026-11-20T09:00:00Z'));
    expect(shows('Billing detail')).toMatch(/^Shadow: would show Overdue/);
    expect([comments(id), world.alarms]).toEqual([[], []]);
  });

  test('leaves a status that somebody types, writes no closing comment, and raises no alarm', async () => {
    const { id, approve, at, edit, shows, onlyWords, comments, world } = await inShadow();
    approve('2026-11-03');
    for (const [minute, status] of [
      [31, 'Paid'],
      [41, 'Sent'],
      [51, 'Closed'],
    ] as const) {
      edit(id, { 'Billing status': choice(status), Remaining: amount(7), 'Next follow-up': on('2026-11-09') });
      await onlyWords(() => at(`2026-11-03T14:${minute}:00Z`));
      expect([shows('Billing status'), shows('Remaining'), shows('Next follow-up')]).toEqual([
        status,
        '7',
        '2026-11-09',
      ]);
      expect(shows('Billing detail')).toMatch(/^Shadow: /);
    }
    expect([comments(id), world.alarms]).toEqual([[], []]);
  });

  test('says what only a person can mend after the same word, and leaves the status', async () => {
    const { approve, at, edit, client, shows, onlyWords } = await inShadow();
    edit(client, { Submission: choice('By pigeon') });
    approve('2026-11-03');
    await onlyWords(() => at('2026-11-03T14:40:00Z'));
    expect(shows('Billing detail')).toMatch(/^Shadow: Needs .*"By pigeon"/);
    expect(shows('Billing status')).toBe('');
  });

  test('leaves projects and clients as they stand', async () => {
    const { project, client, edit, at, look, approve, onlyWords } = await inShadow();
    edit(project, {
      Kickoff: choice('Clear'),
      'Next billing event': text('as we agreed'),
      Mismatches: text('ask Mara'),
    });
    edit(client, { 'Account status': choice('Overdue'), 'Stripe customer': text('cus_typed') });
    approve('2026-11-03');
    await onlyWords(() => at('2026-11-03T14:40:00Z'));
    expect([look(project)('Kickoff'), look(project)('Next billing event'), look(project)('Mismatches')]).toEqual([
      'Clear',
      'as we agreed',
      'ask Mara',
    ]);
    expect([look(client)('Account status'), look(client)('Stripe customer')]).toEqual(['Overdue', 'cus_typed']);
  });

  test('makes no row for the next period of a retainer', async () => {
    const { world, at, renewals, rows, shows } = await startRetainer();
    Object.assign(world.context, { policy: { ...world.context.policy, shadow: true } });
    const { onlyWords } = watched({ world });
    await onlyWords(async () => {
      await at('2026-01-31T09:00:00Z');
      await renewals();
      await at('2026-01-31T09:10:00Z');
    });
    expect(rows()).toHaveLength(1);
    expect(shows('Billing detail')).toMatch(/^Shadow: .*1,000\.00 GBP/);
  });

  test('bills what waits, once, when shadow mode ends', async () => {
    const { id, approve, at, shows, invoicesOf, mails, hub, look, project, world } = await inShadow();
    approve('2026-11-03');
    await at('2026-11-03T14:12:00Z');
    await at('2026-11-04T09:00:00Z');
    Object.assign(world.context, { policy: { ...world.context.policy, shadow: false } });
    await at('2026-11-04T09:10:00Z');
    await at('2026-11-04T09:20:00Z');
    hub.forget();
    await at('2026-11-04T09:30:00Z');
    await at('2026-11-04T10:00:00Z');
    expect(invoicesOf(id)).toHaveLength(1);
    expect(mails()).toHaveLength(1);
    expect([shows('Billing status'), shows('Billing detail')]).toEqual([
      'Sent',
      'Sent on 2026-11-04, due on 2026-11-18.',
    ]);
    expect(look(project)('Kickoff')).toBe('Clear');
    expect(world.alarms).toEqual([]);
  });
});
