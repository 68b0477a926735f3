import { expect, test } from 'vitest';
import { startLate } from '../support/late-invoice.ts';

test('11.9 a card is declined: a notice on the next business day, which counts as the light step, and nothing of blame', async () => {
  const late = await startLate();
  // The evening of Tuesday the 17th, after the sending hours: the light step of that day did not go out.
  late.goTo('2026-11-17T18:00:00Z');
  await late.world.stripeSandbox.pay(late.invoice, { method: 'declined' });
  await late.at('2026-11-17T18:10:00Z');
  expect(late.shows('Next follow-up')).toBe('2026-11-18');
  await late.untilDay('2026-11-18');
  const [notice, ...others] = late.toClients();
  expect(others).toEqual([]);
  expect(notice?.text).toContain('did not go through');
  expect([late.noted('failure'), late.noted('light'), late.shows('Follow-up step')]).toEqual([
    'sent 2026-11-18T09:00',
    undefined,
    'Light',
  ]);
  expect(late.shows('Next follow-up')).toBe('2026-11-23');
});

test('11.9 a second card is declined days later: a second notice, and the firm step three days after it', async () => {
  const late = await startLate();
  await late.untilDay('2026-11-17');
  for (const day of ['2026-11-18', '2026-11-19']) {
    late.goTo(`${day}T10:30:00Z`);
    await late.world.stripeSandbox.pay(late.invoice, { method: 'declined' });
    await late.at(`${day}T10:40:00Z`);
    await late.untilDay(day === '2026-11-18' ? '2026-11-19' : '2026-11-20');
  }
  expect(late.subjects()).toHaveLength(3);
  expect(late.noted('failure')).toBe('sent 2026-11-20T09:00');
  await late.untilDay('2026-11-22');
  expect(late.toClients()).toHaveLength(3);
  await late.untilDay('2026-11-23');
  expect(late.noted('firm')).toBe('sent 2026-11-23T09:00');
});

test('11.9 it is paid before the notice goes out: nothing does', async () => {
  const late = await startLate();
  late.goTo('2026-11-17T18:00:00Z');
  await late.world.stripeSandbox.pay(late.invoice, { method: 'declined' });
  await late.at('2026-11-17T18:10:00Z');
  await late.world.stripeSandbox.pay(late.invoice);
  await late.untilDay('2026-11-20');
  expect(late.toClients()).toEqual([]);
});
