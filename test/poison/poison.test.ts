import { describe, expect, test } from 'vitest';
import { UNREADABLE } from '../../jobs/unreadable.ts';
import { POISONS, type Poison } from './poisons.ts';
import { FINANCE, type PoisonStage, startPoisonStage } from './stage.ts';

/** Those that rest on what was spoiled, and those that must not notice. */
function sides({ reach }: Poison, { victim, neighbour, sibling, stranger }: PoisonStage) {
  const all = [victim, neighbour, sibling, stranger];
  const count = { milestone: 1, project: 2, client: 3, milestones: 4 }[reach];
  return { stopped: all.slice(0, count), others: all.slice(count) };
}

async function expectWords({ says, status }: Poison, { victim, world }: PoisonStage): Promise<void> {
  const said = `${victim.shows('Billing detail')}\n${victim.shows('Missing for billing')}`;
  if (says !== undefined) {
    expect(said).toMatch(says);
    expect(said).toMatch(new RegExp(`Mara Lindqvist|${FINANCE}`));
  }
  if (status !== undefined)
    expect(Object.values(await world.memory.fingerprints(UNREADABLE)).join('\n')).toMatch(status);
}

describe('before the invoice is made', () => {
  test.each(POISONS)('$name stops only the $reach, says so, and is taken up again once mended', async (poison) => {
    const stage = await startPoisonStage();
    const { victim, neighbour, sibling, stranger, aSweepLater, aDayLater, statusOf, invoicesOfAll } = stage;
    const { stopped, others } = sides(poison, stage);
    const mend = await poison.apply(stage);
    for (const row of [victim, neighbour, sibling, stranger])
      try {
        row.approve();
      } catch {
        // Nobody approves what lies in the trash: that is done once it is back.
      }
    await aSweepLater();
    await aSweepLater();
    expect(statusOf(...others)).toEqual(others.map(() => 'Sent'));
    expect(invoicesOfAll()).toEqual([...stopped.map(() => 0), ...others.map(() => 1)]);
    await expectWords(poison, stage);

    await mend();
    for (const row of stopped) row.approve();
    if (poison.heals === 'within a day') await aDayLater();
    else await aSweepLater();
    expect(statusOf(...stopped)).toEqual(stopped.map(() => 'Sent'));
    await aSweepLater();
    expect(invoicesOfAll()).toEqual([1, 1, 1, 1]);
    for (const row of stopped) {
      expect(row.shows('Billing detail')).toMatch(/^Sent on 2026-11-0[34], due on /);
      expect(row.shows('Missing for billing')).toBe('');
    }
  });
});

describe('after the invoice went out', () => {
  test.each(POISONS)(
    '$name keeps nobody else from being shown as paid, and the $reach follows once mended',
    async (poison) => {
      const stage = await startPoisonStage();
      const { victim, neighbour, sibling, stranger, aSweepLater, statusOf, invoicesOfAll, pay } = stage;
      const all = [victim, neighbour, sibling, stranger];
      for (const row of all) row.approve();
      await aSweepLater();
      expect(statusOf(...all)).toEqual(['Sent', 'Sent', 'Sent', 'Sent']);
      const { stopped, others } = sides(poison, stage);
      const mend = await poison.apply(stage);
      await aSweepLater();
      for (const row of all) await pay(row);
      await aSweepLater();
      expect(statusOf(...others)).toEqual(others.map(() => 'Paid'));

      await mend();
      await aSweepLater();
      expect(statusOf(...stopped)).toEqual(stopped.map(() => 'Paid'));
      expect(invoicesOfAll()).toEqual([1, 1, 1, 1]);
    },
  );
});
