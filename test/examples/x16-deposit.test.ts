import { expect, test } from 'vitest';
import { amount, choice, link, on, startExample } from '../support/example.ts';
import { title } from '../support/world.ts';

type KickoffWaitsFor = 'Payment' | 'Invoice' | 'Nothing';

/** Price 20,000.00 in two milestones, a deposit of 30 % planned for 2 November; the agreement is on record. */
async function agreed(kickoffWaitsFor?: KickoffWaitsFor) {
  const example = await startExample('2026-10-30T10:00:00Z');
  const { project, edit, milestone, at } = example;
  edit(project, {
    Agreement: link('https://sign.example/website'),
    'Contract value': amount(20_000),
    ...(kickoffWaitsFor === undefined ? {} : { 'Kickoff waits for': choice(kickoffWaitsFor) }),
  });
  const planned = { Delivery: choice('Planned'), Approval: choice('Not requested') };
  const deposit = milestone({
    ...planned,
    Name: title('Deposit'),
    Order: amount(0),
    Trigger: choice('Deposit'),
    Amount: amount(6000),
    'Planned date': on('2026-11-02'),
  }).milestone;
  const first = milestone({ ...planned, Name: title('Design'), Order: amount(1), Amount: amount(8000) });
  const final = milestone({
    ...planned,
    Name: title('Launch'),
    Order: amount(2),
    Amount: amount(12_000),
    Trigger: choice('Final handoff'),
  });
  await at('2026-10-30T10:10:00Z');
  const kickoff = () => example.look(project)('Kickoff');
  return { ...example, deposit, first, final, kickoff };
}

async function depositSent() {
  const example = await agreed();
  await example.at('2026-11-02T00:00:30Z');
  const [invoice] = example.invoicesOf(example.deposit);
  return { ...example, depositId: invoice?.id ?? '', depositNumber: invoice?.number ?? '' };
}

async function depositPaid() {
  const example = await depositSent();
  example.goTo('2026-11-09T10:00:00Z');
  await example.world.stripeSandbox.pay(example.depositId);
  await example.at('2026-11-09T10:10:00Z');
  return example;
}

/** Both milestones were delivered and approved, one after the other. */
async function allBilled() {
  const example = await depositPaid();
  const { edit, at, goTo, first, final } = example;
  goTo('2026-11-20T10:00:00Z');
  edit(first.milestone, { Delivery: choice('Delivered') });
  first.approve('2026-11-20');
  await at('2026-11-20T10:01:00Z');
  await at('2026-11-20T10:12:00Z');
  goTo('2026-12-10T10:00:00Z');
  edit(final.milestone, {
    Delivery: choice('Delivered'),
    'Handed over': { multi_select: ['Files', 'Documentation', 'Access', 'Ownership'].map((name) => ({ name })) },
  });
  final.approve('2026-12-10');
  await at('2026-12-10T10:01:00Z');
  await at('2026-12-10T10:12:00Z');
  return example;
}

test('X16 Deposit: before its day nothing is billed, and the project waits for it', async () => {
  const { deposit, look, project, invoicesOf, kickoff, at } = await agreed();
  expect(look(deposit)('Billing detail')).toBe(
    'Waiting for 2026-11-02, the day on which the deposit is due to be billed.',
  );
  expect(look(project)('Next billing event')).toBe('Deposit: 6,000.00 GBP, deposit, Mara Lindqvist');
  expect(look(project)('Next billing date')).toBe('2026-11-02');
  expect(kickoff()).toBe('Waiting');
  await at('2026-11-01T23:59:00Z');
  expect(invoicesOf(deposit)).toEqual([]);
});

test('X16 Deposit: 6,000.00 are sent on 2 November and the kickoff stays closed', async () => {
  const { deposit, look, invoicesOf, kickoff, mails } = await depositSent();
  expect(invoicesOf(deposit)).toMatchObject([{ status: 'open', total: 600_000 }]);
  const shows = look(deposit);
  expect([shows('Billing status'), shows('Issued'), shows('Due')]).toEqual(['Sent', '2026-11-02', '2026-11-16']);
  expect(mails()).toHaveLength(1);
  expect(kickoff()).toBe('Waiting');
});

test('X16 Deposit: work that starts on 4 November is said to have begun before the kickoff (M08)', async () => {
  const { first, edit, at, mismatches } = await depositSent();
  await at('2026-11-04T09:00:00Z');
  expect(mismatches()).toEqual([]);
  edit(first.milestone, { Delivery: choice('In progress') });
  await at('2026-11-04T09:10:00Z');
  expect(mismatches()).toEqual([
    'Work began before the kickoff. Design: the project waits for the deposit to be paid. (Mara Lindqvist, since 2026-11-04)',
  ]);
});

test('X16 Deposit: paid on 9 November, the kickoff opens and the mismatch closes', async () => {
  const { first, edit, at, goTo, world, depositId, kickoff, mismatches, look, deposit, comments } = await depositSent();
  goTo('2026-11-04T09:00:00Z');
  edit(first.milestone, { Delivery: choice('In progress') });
  await at('2026-11-04T09:10:00Z');
  await at('2026-11-09T09:50:00Z');
  expect([kickoff(), mismatches()]).toEqual(['Waiting', [expect.stringContaining('since 2026-11-04')]]);
  goTo('2026-11-09T10:00:00Z');
  await world.stripeSandbox.pay(depositId);
  await at('2026-11-09T10:10:00Z');
  expect([look(deposit)('Billing status'), look(deposit)('Paid on')]).toEqual(['Paid', '2026-11-09']);
  expect([kickoff(), mismatches()]).toEqual(['Clear', []]);
  expect(comments(deposit)).toHaveLength(1);
});

test('X16 Deposit: invoices of 8,000.00 and of 12,000.00 less the deposit, 20,000.00 in all', async () => {
  const { first, final, invoicesOf, world, depositNumber, look, mismatches } = await allBilled();
  expect(invoicesOf(first.milestone)).toMatchObject([{ total: 800_000 }]);
  const [last, ...others] = invoicesOf(final.milestone);
  expect(others).toEqual([]);
  expect(last?.total).toBe(600_000);
  expect(last?.lines.data.map(({ amount: minor, description }) => [minor, description])).toEqual([
    [1_200_000, 'Website: Launch'],
    [-600_000, `Deposit (invoice ${depositNumber})`],
  ]);
  expect(world.stripeSandbox.store.invoices().map(({ status }) => status)).toEqual(['paid', 'open', 'open']);
  expect(world.stripeSandbox.store.invoices().reduce((sum, { total }) => sum + total, 0)).toBe(2_000_000);
  const shows = look(final.milestone);
  expect([shows('Billing status'), shows('Invoiced'), shows('Remaining')]).toEqual(['Sent', '6000', '6000']);
  expect(mismatches()).toEqual([]);
});

test('X16 Deposit: everything paid, the project is fully billed', async () => {
  const { world, at, goTo, project, look, final, first } = await allBilled();
  goTo('2026-12-18T10:00:00Z');
  for (const { id, status } of world.stripeSandbox.store.invoices())
    if (status === 'open') await world.stripeSandbox.pay(id);
  await at('2026-12-18T10:10:00Z');
  expect([first, final].map(({ milestone }) => look(milestone)('Billing status'))).toEqual(['Paid', 'Paid']);
  expect(look(project)('Next billing event')).toBe('Fully billed: Mara Lindqvist winds the project up with the client');
});

test('X16 Deposit: where the kickoff waits for the invoice it opens on 2 November', async () => {
  const { kickoff, at, ...example } = await agreed('Invoice');
  expect(kickoff()).toBe('Waiting');
  await at('2026-11-02T00:00:30Z');
  expect(example.invoicesOf(example.deposit)).toMatchObject([{ status: 'open', total: 600_000 }]);
  expect(kickoff()).toBe('Clear');
});

test('X16 Deposit: where the kickoff waits for nothing it is open from the beginning', async () => {
  const { kickoff, edit, first, at, mismatches } = await agreed('Nothing');
  expect(kickoff()).toBe('Clear');
  edit(first.milestone, { Delivery: choice('In progress') });
  await at('2026-10-30T10:20:00Z');
  expect(mismatches()).toEqual([]);
});

test('X16 Deposit: without an agreement on record nothing is billed on its day', async () => {
  const { deposit, project, edit, at, invoicesOf, look } = await agreed();
  edit(project, { Agreement: { url: null } });
  await at('2026-10-30T10:20:00Z');
  await at('2026-11-02T00:00:30Z');
  expect(invoicesOf(deposit)).toEqual([]);
  expect(look(deposit)('Missing for billing')).toMatch(/^Record the agreement: "Agreement" of the project is empty \(/);
  edit(project, { Agreement: link('https://sign.example/website') });
  await at('2026-11-02T00:10:30Z');
  expect(invoicesOf(deposit)).toMatchObject([{ total: 600_000 }]);
});

test('X16 Deposit: one that was withdrawn is not billed on its day and holds nobody up', async () => {
  const { deposit, edit, at, invoicesOf, kickoff, mails } = await agreed();
  edit(deposit, { Approval: choice('Withdrawn') });
  await at('2026-10-30T10:20:00Z');
  await at('2026-11-02T00:00:30Z');
  await at('2026-11-03T09:00:00Z');
  expect(invoicesOf(deposit)).toEqual([]);
  expect(mails()).toEqual([]);
  expect(kickoff()).toBe('Clear');
});

test('X16 Deposit: when its money goes back, the kickoff closes again', async () => {
  const { deposit, depositId, world, at, kickoff, look } = await depositPaid();
  expect(kickoff()).toBe('Clear');
  world.stripeSandbox.closeDispute(world.stripeSandbox.dispute(depositId), 'lost');
  await at('2026-11-10T10:00:00Z');
  expect([look(deposit)('Billing status'), kickoff()]).toEqual(['Overdue', 'Waiting']);
});
