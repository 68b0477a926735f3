import { expect, test } from 'vitest';
import { choice, minuteOf, startExample } from '../support/example.ts';

async function waiting() {
  const example = await startExample('2026-11-03T09:59:00Z');
  const { milestone, approve } = example.milestone();
  await example.hears(milestone);
  return {
    ...example,
    id: milestone,
    shows: example.look(milestone),
    approveAt(instant: string) {
      example.goTo(instant);
      approve('2026-11-03');
    },
    backToReviewAt(instant: string) {
      example.goTo(instant);
      example.edit(milestone, { Approval: choice('Requested') });
    },
  };
}

type Waiting = Awaited<ReturnType<typeof waiting>>;

function expectOneAt1040({ id, shows, invoicesOf, mails }: Waiting) {
  const [invoice, ...others] = invoicesOf(id);
  expect(others).toEqual([]);
  expect(minuteOf(invoice?.created)).toBe('2026-11-03T10:40');
  expect(invoice).toMatchObject({ status: 'open', total: 400_000 });
  expect(mails()).toHaveLength(1);
  expect([shows('Billing status'), shows('Issued')]).toEqual(['Sent', '2026-11-03']);
}

test('X04 Mis-click: approved 10:00, back to review 10:06, approved 10:30: one invoice, at 10:40', async () => {
  const example = await waiting();
  const { id, hears, at, approveAt, backToReviewAt, invoicesOf, shows } = example;
  approveAt('2026-11-03T10:00:00Z');
  await hears(id);
  expect(shows('Billing detail')).toMatch(/^Waiting quiet period/);
  backToReviewAt('2026-11-03T10:06:00Z');
  await hears(id);
  expect(shows('Billing detail')).toBe('Waiting for approval by d.osei@client.example.');
  await at('2026-11-03T10:10:30Z');
  approveAt('2026-11-03T10:30:00Z');
  await hears(id);
  await at('2026-11-03T10:39:30Z');
  expect(invoicesOf(id)).toEqual([]);
  await at('2026-11-03T10:40:30Z');
  expectOneAt1040(example);
});

test('X04 Mis-click: with the webhooks of 10:30, 10:00 and 10:06 delivered in this order, the result is the same', async () => {
  const example = await waiting();
  const { id, hears, at, approveAt, backToReviewAt, invoicesOf } = example;
  approveAt('2026-11-03T10:00:00Z');
  backToReviewAt('2026-11-03T10:06:00Z');
  approveAt('2026-11-03T10:30:00Z');
  for (const webhook of ['10:30', '10:00', '10:06']) {
    await hears(id);
    expect(invoicesOf(id), `after the webhook of ${webhook}`).toEqual([]);
  }
  await at('2026-11-03T10:39:30Z');
  expect(invoicesOf(id)).toEqual([]);
  await at('2026-11-03T10:40:30Z');
  expectOneAt1040(example);
});

test('X04 Mis-click: when no webhook but the first arrives, the end of its quiet period reads that it was taken back', async () => {
  const example = await waiting();
  const { id, hears, at, approveAt, backToReviewAt, invoicesOf } = example;
  approveAt('2026-11-03T10:00:00Z');
  await hears(id);
  backToReviewAt('2026-11-03T10:06:00Z');
  await at('2026-11-03T10:10:30Z');
  expect(invoicesOf(id)).toEqual([]);
  approveAt('2026-11-03T10:30:00Z');
  await at('2026-11-03T10:30:20Z');
  expect(invoicesOf(id)).toEqual([]);
  await at('2026-11-03T10:40:30Z');
  expectOneAt1040(example);
});
