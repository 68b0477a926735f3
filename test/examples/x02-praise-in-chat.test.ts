import { expect, test } from 'vitest';
import { choice, startExample } from '../support/example.ts';

/** The project lead set "Approved" because the client wrote "looks good"; no decision is logged. */
async function praised() {
  const example = await startExample('2026-11-03T14:10:00Z');
  const { milestone } = example.milestone({ Approval: choice('Approved') });
  await example.hears(milestone);
  return { ...example, id: milestone, shows: example.look(milestone) };
}

test('X02 Praise in chat: an explicit decision, its decider, and channel with proof are missing, and nothing else', async () => {
  const { shows } = await praised();
  expect(shows('Missing for billing').split('\n')).toEqual([
    'Log the decision: "Decided on" is empty, and praise alone is not a decision (Mara Lindqvist)',
    'Fill in "Decided by": d.osei@client.example has to decide (Mara Lindqvist)',
    'Say how the decision came: "Decision channel" is empty (Mara Lindqvist)',
  ]);
  expect([shows('Billing status'), shows('Billing detail')]).toEqual([
    'Not yet triggered',
    'Blocked: 3 things are missing, see "Missing for billing".',
  ]);
});

test('X02 Praise in chat: there is no invoice and no customer, and nothing reaches the client, however long one waits', async () => {
  const { id, at, world, invoicesOf, mails } = await praised();
  await at('2026-11-03T14:30:00Z');
  await at('2026-11-04T09:00:00Z');
  await at('2026-12-10T09:00:00Z');
  expect(invoicesOf(id)).toEqual([]);
  expect(world.stripeSandbox.store.customers()).toEqual([]);
  expect(mails()).toEqual([]);
});

test('X02 Praise in chat: the review lists it under "Waiting on a trigger" with what is missing, and its person', async () => {
  const { id, at, review } = await praised();
  await at('2026-11-09T07:00:00Z');
  const [row, ...others] = await review('Waiting on a trigger');
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    key: id,
    person: 'Mara Lindqvist',
    nextStep: 'Mend what is missing; it then bills itself',
  });
  expect(row?.detail).toMatch(
    /praise alone is not a decision.*d\.osei@client\.example has to decide.*Decision channel/,
  );
});

test('X02 Praise in chat: once the decision is logged, it is billed without another click', async () => {
  const { id, at, edit, invoicesOf, shows } = await praised();
  edit(id, {
    'Decided by': { email: 'd.osei@client.example' },
    'Decided on': { date: { start: '2026-11-05' } },
    'Decision channel': choice('Email'),
    'Decision proof': { url: 'https://mail.example/1' },
  });
  await at('2026-11-05T10:00:00Z');
  await at('2026-11-05T10:11:00Z');
  expect(invoicesOf(id)).toMatchObject([{ total: 400_000 }]);
  expect([shows('Billing status'), shows('Issued'), shows('Missing for billing')]).toEqual(['Sent', '2026-11-05', '']);
});
