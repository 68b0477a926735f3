import { describe, expect, test } from 'vitest';
import { amount, choice, noChoice, noDay, on, startExample } from '../support/example.ts';
import { text, title } from '../support/world.ts';

/** Sent on 3 November at 14:20; a second milestone comes next. */
async function sent() {
  const example = await startExample('2026-11-03T14:10:00Z');
  const { milestone, hears, at, look, world } = example;
  const { milestone: id, approve } = milestone();
  const next = milestone({
    Name: title('Build'),
    Order: amount(2),
    Approval: choice('Not requested'),
    Delivery: choice('Planned'),
    'Planned date': on('2026-12-01'),
  });
  approve('2026-11-03');
  await hears(id);
  await at('2026-11-03T14:20:30Z');
  await at('2026-11-03T14:30:30Z');
  example.goTo('2026-11-05T09:00:00Z');
  return {
    ...example,
    id,
    next: next.milestone,
    shows: look(id),
    projectShows: look(example.project),
    writes: () => world.notionSandbox.journal.entries().filter(({ method }) => method === 'PATCH').length,
  };
}

const SENT = 'Sent on 2026-11-03, due on 2026-11-17.';

describe("a hand edit of a milestone's hub-owned properties", () => {
  test('is put back, and the detail says what was changed', async () => {
    const { id, edit, at, shows } = await sent();
    edit(id, {
      'Billing status': choice('Paid'),
      Remaining: amount(0),
      Due: on('2026-12-24'),
      Invoice: { url: null },
      'Paid on': on('2026-11-04'),
    });
    await at('2026-11-05T09:10:00Z');
    expect([shows('Billing status'), shows('Remaining'), shows('Due'), shows('Paid on')]).toEqual([
      'Sent',
      '4000',
      '2026-11-17',
      '',
    ]);
    expect(shows('Invoice')).toMatch(/^http/);
    expect(shows('Billing detail')).toBe(
      `${SENT} Changed by hand and put back on 2026-11-05: "Billing status" said Paid; "Invoice" was emptied; "Remaining" said 0; "Due" said 2026-12-24; "Paid on" said 2026-11-04.`,
    );
  });

  const EDITS = {
    'Billing status': { 'Billing status': noChoice },
    'Billing detail': { 'Billing detail': text('All fine.') },
    'Missing for billing': { 'Missing for billing': text('nothing, I think') },
    Invoice: { Invoice: { url: 'https://elsewhere.example' } },
    'Invoice number': { 'Invoice number': text('') },
    'Stripe invoice': { 'Stripe invoice': text('') },
    Invoiced: { Invoiced: amount(1) },
    Remaining: { Remaining: amount(1) },
    Issued: { Issued: on('2020-01-01') },
    Due: { Due: noDay },
    'Paid on': { 'Paid on': on('2026-11-04') },
    'Follow-up step': { 'Follow-up step': choice('Firm') },
    'Last follow-up': { 'Last follow-up': on('2026-11-04') },
    'Next follow-up': { 'Next follow-up': on('2026-11-09') },
  } as const;

  test('is put back and said so for each of the properties alone', async () => {
    const { id, edit, hears, shows, invoicesOf, mails } = await sent();
    for (const [property, properties] of Object.entries(EDITS)) {
      const before = shows(property);
      edit(id, properties);
      await hears(id);
      if (property !== 'Billing detail') expect(shows(property), property).toBe(before);
      const note = new RegExp(
        `^${SENT} Changed by hand and put back on 2026-11-05: "${property}" (said [^;]+|was emptied)\\.$`,
      );
      expect(shows('Billing detail'), property).toMatch(note);
    }
    expect(invoicesOf(id)).toHaveLength(1);
    expect(mails()).toHaveLength(1);
  });

  test('keeps its note for as long as nothing else changes, and nothing is written again', async () => {
    const { id, edit, at, hears, hub, shows, writes } = await sent();
    edit(id, { Remaining: amount(0) });
    await at('2026-11-05T09:10:00Z');
    const note = `${SENT} Changed by hand and put back on 2026-11-05: "Remaining" said 0.`;
    expect(shows('Billing detail')).toBe(note);
    const before = writes();
    await hears(id);
    await at('2026-11-06T09:00:00Z');
    hub.forget();
    await at('2026-11-07T09:00:00Z');
    expect(shows('Billing detail')).toBe(note);
    expect(writes()).toBe(before);
    await at('2026-11-10T00:00:00Z');
    expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Due soon', 'Due on 2026-11-17.']);
  });

  test('is put back again when somebody repeats it, and the note is of the last time', async () => {
    const { id, edit, at, shows } = await sent();
    edit(id, { Remaining: amount(0) });
    await at('2026-11-05T09:10:00Z');
    edit(id, { Remaining: amount(7) });
    await at('2026-11-06T09:10:00Z');
    expect(shows('Remaining')).toBe('4000');
    expect(shows('Billing detail')).toBe(`${SENT} Changed by hand and put back on 2026-11-06: "Remaining" said 7.`);
  });

  test('says of a milestone that waits for approval the same', async () => {
    const { next, edit, at, look, invoicesOf } = await sent();
    const waits = look(next)('Billing detail');
    edit(next, { 'Billing status': choice('Sent'), Invoiced: amount(4000) });
    await at('2026-11-05T09:10:00Z');
    expect([look(next)('Billing status'), look(next)('Invoiced')]).toEqual(['Not yet triggered', '']);
    expect(look(next)('Billing detail')).toBe(
      `${waits} Changed by hand and put back on 2026-11-05: "Billing status" said Sent; "Invoiced" said 4000.`,
    );
    expect(invoicesOf(next)).toEqual([]);
  });

  test('of what the team owns is nobody’s hand edit', async () => {
    const { id, edit, at, shows } = await sent();
    edit(id, { Name: title('Design, second round'), 'Stop reason': text('none') });
    await at('2026-11-05T09:10:00Z');
    expect(shows('Billing detail')).toBe(SENT);
  });

  test('is put back without a word when it cannot be known any more who wrote what', async () => {
    const { id, edit, at, hub, shows } = await sent();
    hub.forget();
    edit(id, { Remaining: amount(0) });
    await at('2026-11-05T09:10:00Z');
    expect([shows('Remaining'), shows('Billing detail')]).toEqual(['4000', SENT]);
  });
});

describe("a hand edit of a project's hub-owned properties", () => {
  test('is put back, and its mismatches end with what was changed', async () => {
    const { project, edit, at, projectShows } = await sent();
    const event = projectShows('Next billing event');
    edit(project, {
      Kickoff: choice('Waiting'),
      'Next billing event': text('soon'),
      'Next billing date': noDay,
      Mismatches: text('none'),
    });
    await at('2026-11-05T09:10:00Z');
    expect([projectShows('Kickoff'), projectShows('Next billing event'), projectShows('Next billing date')]).toEqual([
      'Clear',
      event,
      '2026-12-01',
    ]);
    expect(projectShows('Mismatches')).toBe(
      'Changed by hand and put back on 2026-11-05: "Kickoff" said Waiting; "Next billing event" said soon; "Next billing date" was emptied; "Mismatches" said none.',
    );
  });

  test('keeps its note below the mismatches, and nothing is written again', async () => {
    const { id, project, edit, at, hub, mismatches, writes } = await sent();
    edit(id, { Amount: amount(4500) });
    await at('2026-11-05T09:10:00Z');
    const [mismatch = '', ...others] = mismatches();
    expect(others).toEqual([]);
    edit(project, { 'Next billing event': text('soon') });
    await at('2026-11-05T09:20:00Z');
    const lines = [mismatch, 'Changed by hand and put back on 2026-11-05: "Next billing event" said soon.'];
    expect(mismatches()).toEqual(lines);
    const before = writes();
    await hub.work({ name: 'project', id: project, origin: 'test' });
    await at('2026-11-06T09:00:00Z');
    hub.forget();
    await at('2026-11-07T09:00:00Z');
    expect(mismatches()).toEqual(lines);
    expect(writes()).toBe(before);
    edit(id, { Amount: amount(4000) });
    await at('2026-11-08T09:00:00Z');
    expect(mismatches()).toEqual([]);
  });
});

describe('what the hub itself wrote before a crash', () => {
  const CUTS = ['cut before commit', 'cut after commit'] as const;

  test.each(CUTS)('on a milestone, %s, is not mistaken for a hand edit', async (kind) => {
    const { id, at, hears, interrupted, shows, world, goTo } = await sent();
    goTo('2026-11-10T00:00:00Z');
    world.notionSandbox.faults.add({ method: 'PATCH', path: id, fault: { kind } });
    await hears(id);
    expect(interrupted()).toContain(id);
    await at('2026-11-10T00:10:00Z');
    expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Due soon', 'Due on 2026-11-17.']);
  });

  test.each(CUTS)('on a milestone, %s, is not mistaken for one when the world has moved on', async (kind) => {
    const { id, at, hears, interrupted, shows, world, goTo } = await sent();
    goTo('2026-11-10T00:00:00Z');
    world.notionSandbox.faults.add({ method: 'PATCH', path: id, fault: { kind } });
    await hears(id);
    expect(interrupted()).toContain(id);
    await at('2026-11-18T00:10:00Z');
    expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Overdue', 'Overdue since 2026-11-18.']);
  });

  test('on a milestone, written and then not written, is not mistaken for one', async () => {
    const { id, at, hears, shows, world, goTo, invoicesOf } = await sent();
    const { faults } = world.notionSandbox;
    goTo('2026-11-10T00:00:00Z');
    faults.add({ method: 'PATCH', path: id, fault: { kind: 'cut after commit' } });
    await hears(id);
    goTo('2026-11-18T00:00:00Z');
    faults.add({ method: 'PATCH', path: id, fault: { kind: 'cut before commit' } });
    await hears(id);
    await world.stripeSandbox.pay(invoicesOf(id)[0]?.id ?? '');
    await at('2026-11-18T00:10:00Z');
    expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Paid', 'Paid on 2026-11-18.']);
  });

  test.each(CUTS)('on a milestone, %s after memory was lost, is not mistaken for one', async (kind) => {
    const { id, at, hears, interrupted, shows, world, goTo, hub } = await sent();
    goTo('2026-11-10T00:00:00Z');
    hub.forget();
    world.notionSandbox.faults.add({ method: 'PATCH', path: id, fault: { kind } });
    await hears(id);
    expect(interrupted()).toContain(id);
    await at('2026-11-18T00:10:00Z');
    expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Overdue', 'Overdue since 2026-11-18.']);
  });

  test('on a milestone that is billed with its very first look, is not mistaken for one', async () => {
    const { milestone, hears, look } = await startExample('2026-11-03T14:10:00Z', { quietPeriodSeconds: 0 });
    const { milestone: id, approve } = milestone();
    approve('2026-11-03');
    await hears(id);
    expect(look(id)('Billing detail')).toBe(SENT);
  });

  test.each(CUTS)('on a project, %s, is not mistaken for a hand edit', async (kind) => {
    const { next, project, edit, at, hears, interrupted, projectShows, world } = await sent();
    world.notionSandbox.faults.add({ method: 'PATCH', path: project, fault: { kind } });
    edit(next, { Amount: amount(5000) });
    await hears(next);
    expect(interrupted()).toContain(project);
    await at('2026-11-05T09:20:00Z');
    expect(projectShows('Next billing event')).toBe('Build: 5,000.00 GBP, milestone approval, Mara Lindqvist');
    expect(projectShows('Mismatches')).toBe('');
  });

  test.each(CUTS)('on a project, %s, is not mistaken for one when the world has moved on', async (kind) => {
    const { next, project, edit, at, hears, interrupted, projectShows, world } = await sent();
    world.notionSandbox.faults.add({ method: 'PATCH', path: project, fault: { kind } });
    edit(next, { Amount: amount(5000) });
    await hears(next);
    expect(interrupted()).toContain(project);
    edit(next, { Amount: amount(6000) });
    await at('2026-11-05T09:20:00Z');
    expect(projectShows('Next billing event')).toBe('Build: 6,000.00 GBP, milestone approval, Mara Lindqvist');
    expect(projectShows('Mismatches')).toBe('');
  });
});

describe("a hand edit of a client's hub-owned properties", () => {
  test.each(['', 'cus_other'])(
    'is put back: "Stripe customer" set to "%s" once something was billed',
    async (value) => {
      const { client, edit, at, look } = await sent();
      await at('2026-11-18T00:10:00Z');
      const before = look(client)('Stripe customer');
      edit(client, { 'Stripe customer': text(value) });
      await at('2026-11-18T00:20:00Z');
      expect([look(client)('Stripe customer'), look(client)('Account status')]).toEqual([before, 'Overdue']);
    },
  );

  test('is put back: "Account status"', async () => {
    const { client, edit, at, look } = await sent();
    edit(client, { 'Account status': choice('Overdue') });
    await at('2026-11-05T09:10:00Z');
    expect(look(client)('Account status')).toBe('Current');
  });
});
