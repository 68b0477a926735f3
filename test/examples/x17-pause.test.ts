import { expect, test } from 'vitest';
import { choice, minuteOf, on, startExample } from '../support/example.ts';

type WhenPaused = 'Bill if earned' | 'Defer until resume';

/** Decided on 3 November or later, paused on 5 November until 1 December, finance contact added on 6 November. */
async function paused({ decidedOn = '2026-11-03', whenPaused }: { decidedOn?: string; whenPaused?: WhenPaused } = {}) {
  const example = await startExample('2026-11-03T14:10:00Z');
  const { client, project, edit, goTo, at, milestone, look } = example;
  edit(client, { 'Billing email': { email: null } });
  if (whenPaused !== undefined) edit(project, { 'When paused': choice(whenPaused) });
  const { milestone: id, approve } = milestone();
  if (decidedOn === '2026-11-03') approve(decidedOn);
  await at('2026-11-03T14:11:00Z');
  await at('2026-11-03T14:30:00Z');
  goTo('2026-11-05T09:00:00Z');
  edit(project, { Status: choice('Paused'), 'Paused on': on('2026-11-05'), 'Resume on': on('2026-12-01') });
  await at('2026-11-05T09:10:00Z');
  goTo('2026-11-06T10:00:00Z');
  edit(client, { 'Billing email': { email: 'ap@client.example' } });
  await at('2026-11-06T10:10:00Z');
  return { ...example, id, approve, shows: look(id) };
}

const DEFERRED = 'Deferred: the project is paused until 2026-12-01';

test('X17 Pause: until the finance contact is there, it is missing whatever the pause says', async () => {
  const example = await startExample('2026-11-03T14:10:00Z');
  example.edit(example.client, { 'Billing email': { email: null } });
  const { milestone, approve } = example.milestone();
  approve('2026-11-03');
  await example.at('2026-11-03T14:11:00Z');
  expect(example.look(milestone)('Missing for billing')).toBe(
    'Add the finance contact: the "Billing email" of the client is empty (Mara Lindqvist)',
  );
});

test.each(['Bill if earned', undefined] as const)(
  'X17 Pause: with the policy %s, earned before the pause, it is issued on 6 November',
  async (whenPaused) => {
    const { id, shows, invoicesOf, mismatches } = await paused(whenPaused === undefined ? {} : { whenPaused });
    const [invoice, ...others] = invoicesOf(id);
    expect(others).toEqual([]);
    expect(minuteOf(invoice?.created)).toBe('2026-11-06T10:10');
    expect([shows('Billing status'), shows('Issued'), shows('Due')]).toEqual(['Sent', '2026-11-06', '2026-11-20']);
    expect(mismatches()).toEqual([]);
  },
);

test('X17 Pause: deferred until resume, the review says rule, reason and date until 1 December', async () => {
  const { id, shows, at, invoicesOf, review } = await paused({ whenPaused: 'Defer until resume' });
  const words = `${DEFERRED}, and its policy is to defer`;
  expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Not yet triggered', `${words}.`]);
  expect(shows('Missing for billing')).toBe(`${words} (Mara Lindqvist)`);
  await at('2026-11-16T07:00:00Z');
  const [row, ...others] = await review('Waiting on a trigger');
  expect(others).toEqual([]);
  expect(row).toMatchObject({ key: id, person: 'Mara Lindqvist', nextStep: 'Wait for the end of the pause' });
  expect(row?.detail).toContain(words);
  await at('2026-11-30T23:50:00Z');
  expect(invoicesOf(id)).toEqual([]);
});

test('X17 Pause: deferred until resume on 1 December, it is issued on 1 December without another click', async () => {
  const { id, shows, at, invoicesOf } = await paused({ whenPaused: 'Defer until resume' });
  await at('2026-11-30T23:50:00Z');
  await at('2026-12-01T00:05:00Z');
  expect(invoicesOf(id)).toMatchObject([{ status: 'open', total: 400_000 }]);
  expect([shows('Billing status'), shows('Issued'), shows('Missing for billing')]).toEqual(['Sent', '2026-12-01', '']);
});

test('X17 Pause: a decision of 7 November was not earned before the pause, so it is deferred', async () => {
  const { id, shows, at, goTo, approve, invoicesOf, review } = await paused({
    decidedOn: '2026-11-07',
    whenPaused: 'Bill if earned',
  });
  goTo('2026-11-07T10:00:00Z');
  approve('2026-11-07');
  await at('2026-11-07T10:10:00Z');
  await at('2026-11-07T10:30:00Z');
  expect(invoicesOf(id)).toEqual([]);
  expect([shows('Billing status'), shows('Billing detail')]).toEqual([
    'Not yet triggered',
    `${DEFERRED}, and this was not earned before the pause.`,
  ]);
  expect(await review('Waiting on a trigger')).toMatchObject([{ key: id, person: 'Mara Lindqvist' }]);
  await at('2026-12-01T00:05:00Z');
  expect(invoicesOf(id)).toMatchObject([{ total: 400_000 }]);
});

test('X17 Pause: resumed early by hand, it is issued at the next sweep', async () => {
  const { id, at, project, edit, invoicesOf } = await paused({ whenPaused: 'Defer until resume' });
  edit(project, { Status: choice('Active'), 'Resume on': on('2026-11-12') });
  await at('2026-11-12T09:00:00Z');
  expect(invoicesOf(id)).toMatchObject([{ total: 400_000 }]);
});
