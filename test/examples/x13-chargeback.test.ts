import { expect, test } from 'vitest';
import { amount, choice, startExample } from '../support/example.ts';
import { title } from '../support/world.ts';

/** Paid on 3 November, disputed on 18 November. */
async function disputed() {
  const example = await startExample('2026-10-26T09:00:00Z');
  const { world, goTo, at, milestone, look } = example;
  const { milestone: id, approve } = milestone();
  milestone({ Name: title('Build'), Order: amount(2), Approval: choice('Not requested'), Delivery: choice('Planned') });
  approve('2026-10-26');
  await at('2026-10-26T09:01:00Z');
  await at('2026-10-26T09:12:00Z');
  const [invoice] = example.invoicesOf(id);
  const invoiceId = invoice?.id ?? '';
  goTo('2026-11-03T12:00:00Z');
  await world.stripeSandbox.pay(invoiceId);
  await at('2026-11-03T12:10:00Z');
  const shows = look(id);
  expect([shows('Billing status'), shows('Paid on')]).toEqual(['Paid', '2026-11-03']);
  goTo('2026-11-18T10:00:00Z');
  const dispute = world.stripeSandbox.dispute(invoiceId);
  await at('2026-11-18T10:10:00Z');
  return { ...example, id, shows, number: invoice?.number ?? '', dispute };
}

async function decided(outcome: 'won' | 'lost') {
  const example = await disputed();
  example.goTo('2026-12-10T10:00:00Z');
  example.world.stripeSandbox.closeDispute(example.dispute, outcome);
  await example.at('2026-12-10T10:10:00Z');
  return example;
}

test('X13 Chargeback: while the bank has not decided it stays paid, and the detail says who answers', async () => {
  const { shows, number, mismatches, id, comments } = await disputed();
  expect([shows('Billing status'), shows('Billing detail')]).toEqual([
    'Paid',
    `Disputed: the client's bank disputes 4,000.00 GBP of invoice ${number}. Mara Lindqvist answers it in Stripe.`,
  ]);
  expect([shows('Remaining'), shows('Paid on')]).toEqual(['0', '2026-11-03']);
  expect(mismatches()).toEqual([]);
  expect(comments(id)).toHaveLength(1);
});

test('X13 Chargeback: won on 10 December, it is paid as before and closed out once', async () => {
  const { shows, mismatches, comments, id, project, look, mails } = await decided('won');
  expect([shows('Billing status'), shows('Billing detail'), shows('Paid on')]).toEqual([
    'Paid',
    'Paid on 2026-11-03.',
    '2026-11-03',
  ]);
  expect(mismatches()).toEqual([]);
  expect(comments(id)).toHaveLength(1);
  expect(look(project)('Next billing event')).toBe('Build: 4,000.00 GBP, milestone approval, Mara Lindqvist');
  expect(mails()).toHaveLength(1);
});

test('X13 Chargeback: lost, it is overdue with its money returned and nobody is reminded', async () => {
  const { shows, number, client, look, mails, review, id } = await decided('lost');
  expect([shows('Billing status'), shows('Billing detail')]).toEqual([
    'Overdue',
    `Money returned: 4,000.00 GBP of invoice ${number} went back to the client. Mara Lindqvist decides how to go on; no reminder goes out.`,
  ]);
  expect([shows('Remaining'), shows('Paid on'), shows('Next follow-up')]).toEqual(['4000', '', '']);
  expect(look(client)('Account status')).toBe('Overdue');
  expect(mails()).toHaveLength(1);
  expect((await review('Overdue')).map(({ key }) => key)).not.toContain(id);
});

test('X13 Chargeback: lost, the project says so as critical (M18) and keeps its next event under review', async () => {
  const { mismatches, project, look } = await decided('lost');
  expect(mismatches()).toEqual([
    'Design: money returned. It was paid, and the money went back. Agree with the client how to go on. (Mara Lindqvist, since 2026-12-10)',
  ]);
  expect(look(project)('Next billing event')).toBe(
    'Build: 4,000.00 GBP, milestone approval, Mara Lindqvist (under review: money went back on "Design")',
  );
});

test('X13 Chargeback: lost, a fresh look and a loss of memory change nothing any more', async () => {
  const { world, hub, at, id, comments } = await decided('lost');
  const writes = () => world.notionSandbox.journal.entries().filter(({ method }) => method === 'PATCH').length;
  const before = writes();
  await at('2026-12-10T10:20:00Z');
  expect(writes()).toBe(before);
  hub.forget();
  await at('2026-12-10T10:30:00Z');
  expect(writes()).toBe(before);
  expect(comments(id)).toHaveLength(1);
});
