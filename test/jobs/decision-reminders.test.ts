import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/billing/facts.ts';
import { choice, startExample } from '../support/example.ts';

/** Tuesday; the review window of five business days ends on the next Tuesday. */
const STARTS = '2026-11-03T10:00:00Z';
const first =
  'Decision reminder 1: delivered since 2026-11-03, and not decided for 6 business days. @Mara Lindqvist: please ask d.osei@client.example for the decision.';
const second =
  'Decision reminder 2: delivered since 2026-11-03, and not decided for 11 business days. @Mara Lindqvist: please ask d.osei@client.example for the decision.';

/** A delivery that nobody decides on, looked at each morning by a hub. */
async function waiting(policy: Partial<Policy> = {}) {
  const example = await startExample(STARTS, policy);
  const { milestone } = example.milestone({ Approval: choice('Requested') });
  const sweepsOn = async (...days: readonly number[]) => {
    for (const day of days) await example.at(`2026-11-${String(day).padStart(2, '0')}T10:00:00Z`);
  };
  await example.at('2026-11-03T10:10:00Z');
  return { ...example, milestone, sweepsOn, reminders: () => example.comments(milestone) };
}

describe('a delivery without a decision', () => {
  test('is shown with its days, and its colleague is reminded once in each review window', async () => {
    const { sweepsOn, reminders, mismatches } = await waiting();
    await sweepsOn(4, 5, 6, 9, 10);
    expect([reminders(), mismatches()]).toEqual([[], []]);
    await sweepsOn(11, 12, 13);
    expect(reminders()).toEqual([first]);
    expect(mismatches()).toEqual([
      'Design: no decision on the delivery. Delivered since 2026-11-03, waiting for 8 business days. Ask the client for the decision. (Mara Lindqvist, since 2026-11-11)',
    ]);
    await sweepsOn(16, 17, 18, 19);
    expect(reminders()).toEqual([first, second]);
  });

  test('stands in the weekly review with its days', async () => {
    const { sweepsOn, review } = await waiting();
    await sweepsOn(11);
    expect(await review('Waiting on a trigger')).toMatchObject([{ item: 'Design', days: 8, person: 'Mara Lindqvist' }]);
    expect(await review('Mismatches')).toEqual(
      expect.arrayContaining([expect.objectContaining({ item: expect.stringContaining('Design') })]),
    );
  });

  test('is not reminded of again when Redis is lost', async () => {
    const { sweepsOn, reminders, hub } = await waiting();
    await sweepsOn(11);
    hub.forget();
    await sweepsOn(12);
    hub.forget();
    await sweepsOn(13);
    expect(reminders()).toEqual([first]);
  });

  test('is reminded of once, whatever call fails on the way', { timeout: 60_000 }, async () => {
    const { at, world, reminders, goTo, hub, project } = await waiting();
    const { notionSandbox: notion } = world;
    goTo('2026-11-11T10:00:00Z');
    let calls = 0;
    let isCutShort = true;
    // Each look is cut short one call later than the one before, until one runs through.
    for (let crash = 0; isCutShort; crash += 1) {
      calls = crash;
      const before = notion.journal.entries().length;
      notion.faults.add({ skip: crash, fault: { kind: 'cut after commit' } });
      await hub.work({ name: 'project', id: project, origin: 'test' });
      isCutShort = notion.journal.entries().length - before > crash;
      notion.faults.clear();
    }
    expect(calls).toBeGreaterThan(5);
    expect(reminders()).toEqual([first]);
    hub.forget();
    await at('2026-11-12T10:30:00Z');
    expect(reminders()).toEqual([first]);
  });

  test('reminds nobody where the team has turned that off, and is shown all the same', async () => {
    const { sweepsOn, reminders, mismatches } = await waiting({ decisionReminder: false });
    await sweepsOn(11, 18);
    expect(reminders()).toEqual([]);
    expect(mismatches()).toHaveLength(1);
  });

  test('reminds nobody in shadow mode', async () => {
    const { sweepsOn, reminders } = await waiting({ shadow: true });
    await sweepsOn(11, 18);
    expect(reminders()).toEqual([]);
  });

  test('ends with the decision', async () => {
    const { sweepsOn, reminders, edit, milestone, mismatches } = await waiting();
    await sweepsOn(11);
    edit(milestone, { Approval: choice('Rejected') });
    await sweepsOn(12, 18, 25);
    expect([reminders(), mismatches()]).toEqual([[first], []]);
  });

  test('names the colleague alone where Notion lets nobody be mentioned', async () => {
    const { sweepsOn, reminders, world } = await waiting();
    world.notionSandbox.faults.add({
      method: 'POST',
      path: '/v1/comments',
      times: 1,
      fault: {
        kind: 'answer',
        status: 400,
        body: JSON.stringify({ object: 'error', status: 400, code: 'validation_error', message: 'no such user' }),
      },
    });
    await sweepsOn(11);
    expect(reminders()).toEqual([first.replace('@', '')]);
  });
});
