import { expect, test } from 'vitest';
import { aFollowUpPolicy } from '../support/facts.ts';
import { startFollowUpExample } from '../support/follow-up.ts';

/** Issued on Monday 2 November, due on Monday the 16th. */
async function untilDue(courtesy: boolean) {
  const example = await startFollowUpExample('2026-11-02T09:00:00Z', { followUp: aFollowUpPolicy({ courtesy }) });
  const { milestone, approve } = example.milestone({});
  approve('2026-11-02');
  await example.at('2026-11-02T09:01:00Z');
  await example.at('2026-11-02T09:12:00Z');
  return { ...example, shows: example.look(milestone) };
}

test('11 L0 a team that wants it writes three business days before the due date, once, and the light step keeps its day', async () => {
  const { untilDay, subjects, toClients, shows } = await untilDue(true);
  expect(shows('Next follow-up')).toBe('2026-11-11');
  await untilDay('2026-11-10');
  expect(subjects()).toEqual([]);
  await untilDay('2026-11-16');
  expect(subjects()).toEqual([expect.stringMatching(/^Invoice \S+ is due soon$/)]);
  expect(toClients()[0]?.text).not.toMatch(/overdue|late/i);
  expect([shows('Follow-up step'), shows('Last follow-up'), shows('Next follow-up')]).toEqual([
    '',
    '2026-11-11',
    '2026-11-17',
  ]);
  await untilDay('2026-11-17');
  expect(subjects()).toHaveLength(2);
  expect(shows('Follow-up step')).toBe('Light');
});

test('by default nothing goes out before the due date', async () => {
  const { untilDay, subjects, shows } = await untilDue(false);
  expect(shows('Next follow-up')).toBe('2026-11-17');
  await untilDay('2026-11-16');
  expect(subjects()).toEqual([]);
});
