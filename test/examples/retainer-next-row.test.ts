import { describe, expect, test } from 'vitest';
import { choice, on } from '../support/example.ts';
import { NEXT, startRetainer } from '../support/retainer.ts';
import { title } from '../support/world.ts';

describe('whatever the team makes of the next row', () => {
  const CHANGES = {
    'gave it another name': { Name: title('Care plan, February') },
    'emptied its planned date': { 'Planned date': { date: null } },
    'changed its trigger': { Trigger: choice('Milestone approval') },
    'moved its planned date': { 'Planned date': on('2026-02-20') },
  } as const;

  async function renewed() {
    const example = await startRetainer();
    example.goTo('2026-01-31T06:00:00Z');
    await example.renewals();
    return { ...example, next: example.rowNamed(NEXT) };
  }

  test.each(Object.entries(CHANGES))('no second one is made when somebody %s', async (_what, properties) => {
    const { id, next, edit, at, hears, hub, rows } = await renewed();
    edit(next, properties);
    await at('2026-01-31T06:10:00Z');
    await hears(id);
    expect(rows()).toHaveLength(2);
    hub.forget();
    await at('2026-01-31T06:20:00Z');
    await hears(id);
    expect(rows()).toHaveLength(2);
  });

  test('no other one is made when somebody threw it away, which ends the retainer', async () => {
    const { id, next, goTo, at, hears, hub, renewals, mara, names, totals, world } = await renewed();
    world.notionSandbox.trash(mara, next);
    await at('2026-01-31T06:10:00Z');
    hub.forget();
    await at('2026-01-31T06:20:00Z');
    goTo('2026-02-28T06:00:00Z');
    await renewals();
    await hears(id);
    expect(names()).toEqual(['Care plan']);
    expect(totals()).toEqual([100_000]);
  });

  test('the next period is billed once under its other name', async () => {
    const { next, edit, goTo, at, hub, renewals, rows, totals } = await renewed();
    edit(next, { Name: title('Care plan, February') });
    await at('2026-01-31T06:10:00Z');
    hub.forget();
    goTo('2026-02-28T06:00:00Z');
    await renewals();
    await at('2026-02-28T06:10:00Z');
    expect(totals()).toEqual([100_000, 100_000]);
    expect(rows()).toHaveLength(3);
  });

  test.each(['Withdrawn', 'Rejected'])('it is not billed once it is %s', async (approval) => {
    const { next, edit, goTo, at, renewals, totals } = await renewed();
    edit(next, { Approval: choice(approval) });
    await at('2026-01-31T06:10:00Z');
    goTo('2026-02-28T06:00:00Z');
    await renewals();
    await at('2026-02-28T06:10:00Z');
    expect(totals()).toEqual([100_000]);
  });
});
