import { describe, expect, test } from 'vitest';
import { choice, type Example, startExample } from '../support/example.ts';
import { text } from '../support/world.ts';

const START = '2026-11-03T09:00:00Z';

/** An invoice that somebody made by hand in Stripe, before Milepost or past it. */
async function invoiceByHand({ dashboard }: Example, { minor = 400_000, email = 'ap@client.example' } = {}) {
  const customer = await dashboard.customers.create({ name: 'Northwind Ltd', email });
  const draft = await dashboard.invoices.create({
    customer: customer.id,
    collection_method: 'send_invoice',
    currency: 'gbp',
    days_until_due: 14,
  });
  await dashboard.invoices.addLines(draft.id, { lines: [{ amount: minor, description: 'Design' }] });
  const { id } = await dashboard.invoices.sendInvoice(draft.id);
  return { id, customer: customer.id };
}

const typed = (id: string) => ({ 'Stripe invoice': text(id) });

describe('an invoice that was made by hand in Stripe', () => {
  test('is taken over once its id is typed beside the milestone: mirrored, never billed again, never followed up', async () => {
    const example = await startExample(START);
    const { milestone, approve } = example.milestone();
    const { id, customer } = await invoiceByHand(example);
    example.edit(milestone, typed(id));
    await example.hears(milestone);
    const row = example.look(milestone);
    expect(row('Billing status')).toBe('Sent');
    expect(row('Remaining')).toBe('4000');
    expect(example.look(example.client)('Stripe customer')).toBe(customer);
    expect(example.invoicesOf(milestone)).toMatchObject([
      {
        id,
        metadata: { milepost_key: `${milestone}:all:r1`, milepost_adopted: expect.stringMatching(/^2026-11-03T/) },
      },
    ]);

    approve('2026-11-03');
    await example.at('2026-11-03T12:00:00Z');
    await example.at('2026-12-24T12:00:00Z');
    expect(example.look(milestone)('Billing status')).toBe('Overdue');
    expect(example.world.stripeSandbox.store.invoices()).toHaveLength(1);
    expect(example.mails(), 'the one that a person sent').toHaveLength(1);

    await example.world.stripeSandbox.pay(id);
    await example.hears(milestone);
    expect(example.look(milestone)('Billing status')).toBe('Paid');
    expect(example.comments(milestone)).toHaveLength(1);
  });

  test('that does not fit is left alone: what is wrong stands beside the milestone, and nothing is billed', async () => {
    const example = await startExample(START);
    const { milestone, approve } = example.milestone();
    const { id } = await invoiceByHand(example, { minor: 350_000 });
    example.edit(milestone, typed(id));
    approve('2026-11-03');
    await example.at('2026-11-03T12:00:00Z');
    expect(example.look(milestone)('Billing detail')).toContain(
      'because its total is 3,500.00 GBP, the milestone asks for 4,000.00 GBP',
    );
    expect(example.invoicesOf(milestone)).toEqual([]);
    expect(example.mails()).toHaveLength(1);

    // The field is emptied: it billed something else.
    example.edit(milestone, { 'Stripe invoice': { rich_text: [] } });
    await example.at('2026-11-03T12:20:00Z');
    expect(example.look(milestone)('Billing status')).toBe('Sent');
    expect(example.invoicesOf(milestone)).toHaveLength(1);
  });

  test('that two milestones name is the first one’s', async () => {
    const example = await startExample(START);
    const [first, second] = [example.milestone().milestone, example.milestone({ Order: { number: 2 } }).milestone];
    const { id } = await invoiceByHand(example);
    for (const milestone of [first, second]) example.edit(milestone, typed(id));
    await Promise.all([example.hears(first), example.hears(second)]);
    await example.at('2026-11-03T12:00:00Z');
    const statuses = [first, second].map((milestone) => example.look(milestone)('Billing status'));
    expect(statuses.toSorted()).toEqual(['Not yet triggered', 'Sent']);
    expect(example.invoicesOf(statuses[0] === 'Sent' ? first : second)).toHaveLength(1);
    const other = example.look(statuses[0] === 'Sent' ? second : first);
    expect(other('Missing for billing')).toContain('which Milepost did not make for this milestone');
  });

  test('that nobody typed is left alone and reported once for its client, and not when it is settled', async () => {
    const example = await startExample(START);
    const { milestone } = example.milestone();
    const { id, customer } = await invoiceByHand(example);
    example.edit(example.client, { 'Stripe customer': text(customer) });
    example.edit(example.project, { Status: choice('Active') });
    await example.hears(milestone);
    await example.at('2026-11-03T12:00:00Z');
    expect(example.mismatches()).toEqual([expect.stringContaining(`write its id (${id}) into "Stripe invoice"`)]);
    expect(example.world.stripeSandbox.store.invoice(id)?.metadata).toEqual({});
    await example.world.stripeSandbox.pay(id);
    example.edit(example.project, { Status: choice('Planned') });
    await example.at('2026-11-04T12:00:00Z');
    expect(example.mismatches()).toEqual([]);
  });
});
