import { expect, test } from 'vitest';
import { aFollowUpPolicy } from '../support/facts.ts';
import { type Late, startLate } from '../support/late-invoice.ts';

const said = ({ comments, id }: Late): readonly string[] =>
  comments(id).filter((words) => /^(Light|Firm) follow-up of /.test(words));

test('each message has one comment beside its milestone, with where it went', async () => {
  const late = await startLate();
  await late.morning();
  await late.hears();
  expect(said(late)).toEqual([
    expect.stringMatching(
      /^Light follow-up of 2026-11-17: invoice \S+ was followed up by mail to ap@client\.example\.$/,
    ),
  ]);
  await late.untilDay('2026-11-23');
  expect(said(late).map((words) => words.slice(0, 28))).toEqual([
    'Light follow-up of 2026-11-1',
    'Firm follow-up of 2026-11-23',
  ]);
});

test('is not said again once Redis is lost, nor by a look that broke off before it was remembered', async () => {
  const late = await startLate();
  await late.morning();
  late.hub.forget();
  await late.hears();
  await late.at('2026-11-17T12:00:00Z');
  expect(said(late)).toHaveLength(1);
});

test.each(['cut before commit', 'cut after commit'] as const)(
  'is said once though the line breaks (%s)',
  async (kind) => {
    const late = await startLate();
    late.goTo('2026-11-17T09:00:00Z');
    late.world.notionSandbox.faults.add({ method: 'POST', path: '/v1/comments', fault: { kind } });
    await late.runClient();
    await late.hub.work();
    await late.hears();
    expect(said(late)).toHaveLength(1);
  },
);

test('a message that went out beyond its window is called rolled', async () => {
  const late = await startLate();
  late.goTo('2026-11-24T07:30:00Z');
  await late.morning('2026-11-24');
  expect(said(late)).toEqual([expect.stringContaining(' It is rolled: its usual days had passed')]);
});

test('can be turned off', async () => {
  const late = await startLate({ policy: { followUp: aFollowUpPolicy({ comments: false }) } });
  await late.morning();
  await late.hears();
  expect(late.toClients()).toHaveLength(1);
  expect(said(late)).toEqual([]);
});
