import { describe, expect, test } from 'vitest';
import { NEXT, type Retainer, startRetainer } from '../support/retainer.ts';

const WAITS = 'Waiting for 2026-01-31, the day on which the retainer renews.';

const CREATION = { method: 'POST', path: /\/v1\/pages$/ } as const;

test('a retainer waits for its day', async () => {
  const { shows, renewals, names, totals } = await startRetainer();
  await renewals();
  expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Not yet triggered', WAITS]);
  expect(totals()).toEqual([]);
  expect(names()).toEqual(['Care plan']);
});

test('a retainer that no agreement announces says so while there is time to tell the client', async () => {
  const { project, edit, at, shows } = await startRetainer();
  edit(project, { Agreement: { url: null } });
  await at('2026-01-21T10:00:00Z');
  expect(shows('Billing detail')).toBe(
    `${WAITS} Note for Mara Lindqvist: No agreement is linked to the project: tell the client before this bill surprises them.`,
  );
});

describe('a retainer whose day has come', () => {
  test('is billed once by the renewals, and its next period becomes its own row', async () => {
    const { goTo, renewals, shows, rows, totals, mails, look, rowNamed, project } = await startRetainer();
    goTo('2026-01-31T06:00:00Z');
    await renewals();
    expect(totals()).toEqual([100_000]);
    expect(mails()).toHaveLength(1);
    expect([shows('Billing status'), shows('Issued'), shows('Due')]).toEqual(['Sent', '2026-01-31', '2026-02-14']);
    expect(rows()).toMatchObject([
      { name: 'Care plan', on: '2026-01-31', status: 'Sent' },
      { name: NEXT, on: '2026-02-28', status: 'Not yet triggered' },
    ]);
    const next = look(rowNamed(NEXT));
    expect([next('Trigger'), next('Amount'), next('Order')]).toEqual(['Retainer renewal', '1000', '1']);
    expect(look(project)('Next billing event')).toBe(`${NEXT}: 1,000.00 GBP, retainer renewal, Mara Lindqvist`);
    expect(look(project)('Next billing date')).toBe('2026-02-28');
  });

  test('is billed once however often one looks', async () => {
    const { id, goTo, at, hears, renewals, names, totals, hub } = await startRetainer();
    goTo('2026-01-31T06:00:00Z');
    for (let look = 0; look < 3; look += 1) {
      await renewals();
      await hears(id);
    }
    await at('2026-01-31T07:00:00Z');
    hub.forget();
    await renewals();
    await at('2026-02-01T07:00:00Z');
    expect(totals()).toEqual([100_000]);
    expect(names()).toEqual(['Care plan', NEXT]);
  });

  const INTERRUPTIONS = {
    'is cut off after the row was created': ({ world }: Retainer) =>
      world.notionSandbox.faults.add({ ...CREATION, fault: { kind: 'cut after commit' } }),
    'is cut off before the row was created': ({ world }: Retainer) =>
      world.notionSandbox.faults.add({ ...CREATION, fault: { kind: 'cut before commit' } }),
    'is answered 503 although the row was created': ({ world }: Retainer) => world.notionSandbox.commitThen503(),
  } as const;

  test.each(Object.entries(INTERRUPTIONS))('gets one row when the look %s', async (_what, interrupt) => {
    const example = await startRetainer();
    const { id, goTo, at, hears, interrupted, renewals, shows, names, totals } = example;
    goTo('2026-01-31T06:00:00Z');
    interrupt(example);
    await renewals();
    expect(interrupted()).toContain(id);
    expect(shows('Billing status'), 'what was billed is shown at once').toBe('Sent');
    await hears(id);
    await renewals();
    await at('2026-01-31T06:10:00Z');
    await hears(id);
    expect(names()).toEqual(['Care plan', NEXT]);
    expect(totals()).toEqual([100_000]);
  });

  test.each(Object.entries(INTERRUPTIONS))(
    'gets one row when the look %s and memory is lost',
    async (_what, interrupt) => {
      const example = await startRetainer();
      const { goTo, at, hub, interrupted, renewals, names, totals, id } = example;
      goTo('2026-01-31T06:00:00Z');
      interrupt(example);
      await renewals();
      expect(interrupted()).toContain(id);
      hub.forget();
      await at('2026-01-31T06:10:00Z');
      await renewals();
      expect(names()).toEqual(['Care plan', NEXT]);
      expect(totals()).toEqual([100_000]);
    },
  );

  test.each(Object.entries(INTERRUPTIONS))(
    'gets one row when the look %s and queries lag behind what was written',
    async (_what, interrupt) => {
      const example = await startRetainer();
      const { id, goTo, at, hears, names, totals, world } = example;
      goTo('2026-01-31T06:00:00Z');
      world.notionSandbox.queryLagMs = 60_000;
      interrupt(example);
      for (let look = 0; look < 3; look += 1) await hears(id);
      world.notionSandbox.queryLagMs = 0;
      await at('2026-01-31T06:10:00Z');
      expect(names()).toEqual(['Care plan', NEXT]);
      expect(totals()).toEqual([100_000]);
    },
  );

  test('gets one row while queries lag, also when memory is lost in between', async () => {
    const { id, goTo, hears, hub, names, totals, world } = await startRetainer();
    goTo('2026-01-31T06:00:00Z');
    world.notionSandbox.queryLagMs = 60_000;
    await hears(id);
    await hears(id);
    hub.forget();
    await hears(id);
    expect(names()).toEqual(['Care plan', NEXT]);
    expect(totals()).toEqual([100_000]);
  });

  test('says when it renews next, and nothing of a hand edit when all was forgotten before', async () => {
    const { goTo, hub, renewals, shows } = await startRetainer();
    hub.forget();
    goTo('2026-01-31T06:00:00Z');
    await renewals();
    expect(shows('Billing detail')).toBe('Sent on 2026-01-31, due on 2026-02-14. Next renewal: 2026-02-28.');
  });
});

test('the day that it began with is remembered: 31 January, 28 February, 31 March', async () => {
  const { goTo, at, renewals, rows, totals } = await startRetainer();
  for (const day of ['2026-01-31', '2026-02-28', '2026-03-31']) {
    goTo(`${day}T06:00:00Z`);
    await renewals();
    await renewals();
  }
  await at('2026-03-31T06:10:00Z');
  expect(rows()).toMatchObject([
    { name: 'Care plan', on: '2026-01-31', status: 'Overdue' },
    { name: NEXT, on: '2026-02-28', status: 'Overdue' },
    { name: 'Care plan (2026-03-31)', on: '2026-03-31', status: 'Sent' },
    { name: 'Care plan (2026-04-30)', on: '2026-04-30', status: 'Not yet triggered' },
  ]);
  expect(totals()).toEqual([100_000, 100_000, 100_000]);
});
