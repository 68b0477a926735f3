import { describe, expect, test } from 'vitest';
import { announcedList } from '../../jobs/morning-list.ts';
import { instantFromIso } from '../../src/billing/calendar.ts';
import { choice, noChoice, on } from '../support/example.ts';
import { type Late, startLate } from '../support/late-invoice.ts';
import { text } from '../support/world.ts';

async function hours(late: Late, day: string, from: number, to: number): Promise<void> {
  for (let hour = from; hour <= to; hour += 1) {
    late.goTo(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
    await late.run();
  }
}

const DAY = '2026-11-17';

describe('the list of the morning', () => {
  test('comes an hour before the first message, once, and says what goes to whom and how to hold it back', async () => {
    const late = await startLate();
    await hours(late, DAY, 5, 7);
    expect(late.lists()).toEqual([]);
    await hours(late, DAY, 8, 8);
    const [list, ...others] = late.lists();
    expect(others).toEqual([]);
    expect(list?.subject).toBe('One message goes out today');
    expect(list?.text).toContain('Northwind: Light, from 09:00 (Europe/London)');
    expect(list?.text).toContain('4,000.00 GBP');
    expect(list?.text).toContain('set "Follow-up stop" of its milestone to On hold');
    expect(late.toClients()).toEqual([]);
    await hours(late, DAY, 9, 16);
    expect([late.lists().length, late.toClients().length]).toEqual([1, 1]);
  });

  test('goes to the default billing owner alone, and is no reply to anybody', async () => {
    const late = await startLate();
    await late.morning();
    expect(late.lists().map(({ to, cc }) => [to, cc])).toEqual([[['owner@studio.example'], []]]);
  });

  test('stands in the status as long as its messages are to come, with or without mail', async () => {
    const late = await startLate();
    await hours(late, DAY, 8, 8);
    const listed = (at: string) => announcedList(late.world.context, instantFromIso(at));
    expect(await listed(`${DAY}T08:30:00Z`)).toMatchObject([
      { client: 'Northwind', message: 'Light', sum: '4,000.00 GBP', invoices: [expect.any(String)] },
    ]);
    expect(await listed(`${DAY}T09:30:00Z`)).toEqual([]);
  });

  test('is read before anything goes out: what is found late in the day waits for its hour', async () => {
    const late = await startLate();
    late.goTo(`${DAY}T09:20:00Z`);
    await late.run();
    expect([late.lists().length, late.toClients().length]).toEqual([1, 0]);
    expect(late.lists()[0]?.text).toContain('from 10:20');
    late.goTo(`${DAY}T10:00:00Z`);
    await late.run();
    expect(late.toClients()).toEqual([]);
    late.goTo(`${DAY}T11:00:00Z`);
    await late.run();
    expect([late.lists().length, late.toClients().length]).toEqual([1, 1]);
  });

  test('does not come in the last hour: the next morning lists it', async () => {
    const late = await startLate();
    await hours(late, DAY, 15, 17);
    expect([late.lists().length, late.toClients().length]).toEqual([0, 0]);
    await hours(late, '2026-11-18', 7, 9);
    expect([late.lists().length, late.toClients().length]).toEqual([1, 1]);
  });

  test('of a morning counts for that day: what did not go out then is listed again', async () => {
    const late = await startLate();
    await hours(late, DAY, 8, 8);
    await hours(late, '2026-11-18', 9, 9);
    expect([late.lists().length, late.toClients().length]).toEqual([2, 0]);
    await hours(late, '2026-11-18', 10, 10);
    expect([late.lists().length, late.toClients().length]).toEqual([2, 1]);
  });

  test('lists anew what has changed since: a part is paid', async () => {
    const late = await startLate();
    await hours(late, DAY, 8, 8);
    await late.world.stripeSandbox.pay(late.invoice, { amount: 100_000 });
    await hours(late, DAY, 9, 9);
    expect(late.toClients()).toEqual([]);
    expect(late.lists().map(({ text: words }) => /[\d,.]+ GBP/.exec(words)?.[0])).toEqual([
      '4,000.00 GBP',
      '3,000.00 GBP',
    ]);
    await hours(late, DAY, 10, 10);
    expect(late.toClients()[0]?.text).toContain('3,000.00');
  });

  test('that cannot be mailed is tried again, and nothing goes out unread meanwhile', async () => {
    const late = await startLate();
    late.mail.failNext('refuse');
    late.goTo(`${DAY}T08:00:00Z`);
    await expect(late.run()).rejects.toThrow("The list of today's messages was not mailed");
    expect([late.lists().length, late.toClients().length]).toEqual([0, 0]);
    late.goTo(`${DAY}T08:02:00Z`);
    await late.run();
    expect(late.lists()).toHaveLength(1);
    await hours(late, DAY, 9, 9);
    expect(late.toClients()).toHaveLength(1);
  });

  test('comes again after Redis was lost, and the message an hour after that', async () => {
    const late = await startLate();
    await hours(late, DAY, 8, 8);
    late.world.memory.forget();
    await hours(late, DAY, 9, 9);
    expect([late.lists().length, late.toClients().length]).toEqual([2, 0]);
    await hours(late, DAY, 10, 12);
    expect([late.lists().length, late.toClients().length]).toEqual([2, 1]);
  });
});

describe('what the owner holds back after reading the list', () => {
  test.each<[string, (late: Late) => void]>([
    ['by the milestone', ({ edit, id }) => edit(id, { 'Follow-up stop': choice('On hold') })],
    ['by the client', ({ edit, client }) => edit(client, { 'Follow-up hold until': on('2026-11-20') })],
  ])('%s does not go out', async (_how, hold) => {
    const late = await startLate();
    await hours(late, DAY, 8, 8);
    hold(late);
    await hours(late, DAY, 9, 15);
    expect([late.lists().length, late.toClients().length]).toEqual([1, 0]);
  });

  test('goes out on the day after the hold is taken away, listed again', async () => {
    const late = await startLate();
    await hours(late, DAY, 8, 8);
    late.edit(late.id, { 'Follow-up stop': choice('On hold') });
    await late.at(`${DAY}T08:30:00Z`);
    late.edit(late.id, { 'Follow-up stop': noChoice });
    await late.at('2026-11-18T07:30:00Z');
    await hours(late, '2026-11-18', 8, 9);
    expect([late.lists().length, late.toClients().length]).toEqual([2, 1]);
  });
});

test('a run that a person asks for does not wait for the list, and keeps to the hours', async () => {
  const late = await startLate();
  late.goTo(`${DAY}T08:55:00Z`);
  await late.runAsked();
  expect([late.lists(), late.toClients()]).toEqual([[], []]);
  late.goTo(`${DAY}T09:01:00Z`);
  await late.runAsked();
  await late.runAsked();
  expect([late.lists().length, late.toClients().length]).toEqual([0, 1]);
});

test('each client is written to in its own morning', async () => {
  const late = await startLate({ client: { 'Time zone': text('America/New_York') } });
  await hours(late, DAY, 8, 12);
  expect([late.lists(), late.toClients()]).toEqual([[], []]);
  await hours(late, DAY, 13, 13);
  expect(late.lists()[0]?.text).toContain('from 14:00 (Europe/London)');
  await hours(late, DAY, 14, 14);
  expect(late.toClients()).toHaveLength(1);
});

describe('a client of whom something cannot be read', () => {
  const recipients = (late: Late) => late.toClients().flatMap(({ to }) => to);

  test('for which a person is to blame, keeps nobody else from being written to', async () => {
    const late = await startLate({ elsewhere: {} });
    late.edit(late.client, { Submission: choice('By pigeon') });
    await late.morning();
    expect(recipients(late)).toEqual(['ap@elsewhere.example']);
    late.edit(late.client, { Submission: choice('Email') });
    await hours(late, DAY, 10, 11);
    expect(recipients(late)).toEqual(['ap@elsewhere.example', 'ap@client.example']);
  });

  test('for which nobody is to blame, neither, and is tried again', async () => {
    const late = await startLate({ elsewhere: {} });
    const { faults } = late.world.notionSandbox;
    const answer = { kind: 'answer', status: 500, body: '{"object":"error","code":"internal_server_error"}' } as const;
    for (const hour of ['08', '09']) {
      faults.add({ path: late.client, times: 1, fault: answer });
      late.goTo(`${DAY}T${hour}:00:00Z`);
      await expect(late.run()).rejects.toThrow();
      await late.hub.work();
    }
    expect(recipients(late)).toEqual(['ap@elsewhere.example']);
    await hours(late, DAY, 10, 11);
    expect(recipients(late)).toEqual(['ap@elsewhere.example', 'ap@client.example']);
  });
});
