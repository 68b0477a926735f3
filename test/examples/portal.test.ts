import { expect, test } from 'vitest';
import { amount, choice, startExample } from '../support/example.ts';
import { text, title } from '../support/world.ts';

/** The client takes invoices through its portal alone; 4,000.00 were approved on 3 November. */
async function approved(notes = 'Ariba, by the 25th') {
  const example = await startExample('2026-11-03T14:10:00Z');
  const { client, edit, milestone, hears, look } = example;
  edit(client, { Submission: choice('Portal'), 'Submission notes': text(notes) });
  const { milestone: id, approve } = milestone();
  milestone({ Name: title('Build'), Order: amount(2), Approval: choice('Not requested'), Delivery: choice('Planned') });
  approve('2026-11-03');
  await hears(id);
  return { ...example, id, shows: look(id), standing: () => [look(id)('Billing status'), look(id)('Billing detail')] };
}

async function issued() {
  const example = await approved();
  await example.at('2026-11-03T14:20:30Z');
  const [invoice] = example.invoicesOf(example.id);
  return { ...example, invoiceId: invoice?.id ?? '', number: invoice?.number ?? '' };
}

const notSent = (number: string, dates: string): string =>
  `Issued, not sent: invoice ${number}, ${dates}. Mara Lindqvist hands it in through the client's portal (Ariba, by the 25th) and notes under what it was taken in "Portal reference".`;

test("a portal client's invoice is issued and not mailed, and says who hands it in where", async () => {
  const { id, shows, standing, number, invoicesOf, mails, project, look } = await issued();
  expect(invoicesOf(id)).toMatchObject([{ status: 'open', total: 400_000, auto_advance: false }]);
  expect(number).not.toBe('');
  expect(mails()).toEqual([]);
  expect(standing()).toEqual(['Not yet triggered', notSent(number, 'due 2026-11-17')]);
  expect([shows('Invoice number'), shows('Invoiced'), shows('Due')]).toEqual([number, '4000', '2026-11-17']);
  expect(shows('Invoice')).toBe(invoicesOf(id)[0]?.hosted_invoice_url);
  expect(look(project)('Next billing event')).toMatch(/^Build: /);
});

test('it is not mailed and not shown as sent later either, not even once it is overdue', async () => {
  const { id, standing, number, at, hub, invoicesOf, mails, client, look } = await issued();
  await at('2026-11-12T09:00:00Z');
  expect(standing()).toEqual(['Not yet triggered', notSent(number, 'due 2026-11-17')]);
  hub.forget();
  await at('2026-11-20T09:00:00Z');
  expect(standing()).toEqual(['Not yet triggered', notSent(number, 'overdue since 2026-11-18')]);
  await hub.work({ name: 'client', id: client, origin: 'test' });
  expect(look(client)('Account status'), 'nobody was asked for anything yet').toBe('Current');
  expect(invoicesOf(id)).toHaveLength(1);
  expect(mails()).toEqual([]);
});

test('it is sent once "Portal reference" is filled, and goes on as any other', async () => {
  const { id, edit, at, goTo, standing, invoiceId, world, mails, comments } = await issued();
  goTo('2026-11-04T09:00:00Z');
  edit(id, { 'Portal reference': text('ARB-4711') });
  await at('2026-11-04T09:10:00Z');
  expect(standing()).toEqual(['Sent', 'Sent on 2026-11-03, due on 2026-11-17.']);
  await at('2026-11-10T00:00:00Z');
  expect(standing()).toEqual(['Due soon', 'Due on 2026-11-17.']);
  await at('2026-11-18T00:00:00Z');
  expect(standing()).toEqual(['Overdue', 'Overdue since 2026-11-18.']);
  await world.stripeSandbox.pay(invoiceId);
  await at('2026-11-18T00:10:00Z');
  expect(standing()).toEqual(['Paid', 'Paid on 2026-11-18.']);
  expect(mails()).toEqual([]);
  expect(comments(id)).toHaveLength(1);
});

test('a payment proves that it arrived, whatever the reference says', async () => {
  const { at, goTo, standing, shows, invoiceId, world } = await issued();
  goTo('2026-11-05T09:00:00Z');
  await world.stripeSandbox.pay(invoiceId, { amount: 100_000 });
  await at('2026-11-05T09:10:00Z');
  expect(shows('Billing status')).toBe('Sent');
  await world.stripeSandbox.pay(invoiceId);
  await at('2026-11-05T09:20:00Z');
  expect(standing()).toEqual(['Paid', 'Paid on 2026-11-05.']);
});

test.each(['cut before commit', 'cut after commit'] as const)(
  'issuing that is %s ends with one invoice and no mail',
  async (kind) => {
    const { id, at, goTo, hears, interrupted, world, standing, invoicesOf, mails } = await approved();
    goTo('2026-11-03T14:20:30Z');
    world.stripeSandbox.faults.add({ method: 'POST', path: '/finalize', fault: { kind } });
    await hears(id);
    expect(interrupted()).toContain(id);
    world.stripeSandbox.expireIdempotencyKeys();
    await at('2026-11-03T14:30:30Z');
    await at('2026-11-03T14:40:30Z');
    expect(invoicesOf(id)).toMatchObject([{ status: 'open', total: 400_000 }]);
    expect(mails()).toEqual([]);
    const [invoice] = invoicesOf(id);
    expect(standing()).toEqual(['Not yet triggered', notSent(invoice?.number ?? '', 'due 2026-11-17')]);
  },
);

test('without a word on how the portal takes invoices nothing is issued', async () => {
  const { id, at, shows, edit, client, invoicesOf, mismatches } = await approved('');
  await at('2026-11-03T14:20:30Z');
  const words = 'Ask the client how its portal takes invoices: "Submission notes" of the client is empty';
  expect(shows('Missing for billing')).toBe(`${words} (Mara Lindqvist)`);
  expect(mismatches()).toEqual([`Billing data incomplete. ${words}. (Mara Lindqvist, since 2026-11-03)`]);
  expect(invoicesOf(id)).toEqual([]);
  edit(client, { 'Submission notes': text('Ariba, by the 25th') });
  await at('2026-11-03T14:30:30Z');
  expect(invoicesOf(id)).toMatchObject([{ status: 'open' }]);
  expect(mismatches()).toEqual([]);
});
