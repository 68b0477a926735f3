import { describe, expect, test } from 'vitest';
import { amount } from '../support/example.ts';
import { aFollowUpPolicy } from '../support/facts.ts';
import { type LateOptions, startLate } from '../support/late-invoice.ts';
import { title } from '../support/world.ts';

/** A team without a mail server: Stripe mails the invoice again. */
const byStripe = (options: LateOptions = {}) =>
  startLate({ ...options, ownMail: false, policy: { followUp: aFollowUpPolicy({ channel: 'stripe' }) } });

test('without a mail server Stripe mails the invoice again, and the comment says that the text is its own', async () => {
  const late = await byStripe();
  await late.morning();
  expect([late.mailedAgain(), late.noted('light')]).toEqual([1, 'sent 2026-11-17T09:00']);
  expect(late.mail.inbox()).toEqual([]);
  expect([late.shows('Follow-up step'), late.shows('Last follow-up'), late.shows('Next follow-up')]).toEqual([
    'Light',
    '2026-11-17',
    '2026-11-23',
  ]);
  expect(late.comments(late.id).filter((words) => words.startsWith('Light follow-up of 2026-11-17'))).toEqual([
    expect.stringContaining('was mailed again by Stripe, in its own words: the text cannot differ by step there.'),
  ]);
});

test('of several late invoices one goes out a day, each once, the oldest first', async () => {
  const late = await byStripe({ also: [{ Name: title('Build'), Amount: amount(2500) }] });
  const [second] = late.others;
  if (second === undefined) throw new Error('There is no second invoice.');
  const mailed = () => [late.mailedAgain(), late.mailedAgain(second.invoice)].toSorted();
  await late.morning('2026-11-17');
  late.goTo('2026-11-17T12:00:00Z');
  await late.run();
  expect(mailed()).toEqual([0, 1]);
  await late.untilDay('2026-11-18');
  expect(mailed()).toEqual([1, 1]);
  await late.untilDay('2026-11-20');
  expect(mailed()).toEqual([1, 1]);
  expect([late.noted('light'), late.noted('light', second.invoice)].toSorted()).toEqual([
    'sent 2026-11-17T09:00',
    'sent 2026-11-18T09:00',
  ]);
});

test('the ladder ends before the formal step, which Stripe’s own mail cannot carry: a person decides', async () => {
  const late = await byStripe({
    project: { 'Escalation clause': { rich_text: [{ text: { content: 'We may stop work after 14 days.' } }] } },
  });
  await late.untilDay('2026-11-23');
  expect(late.mailedAgain()).toBe(2);
  await late.untilDay('2026-12-02');
  expect(late.mailedAgain()).toBe(2);
  expect(late.shows('Billing detail')).toContain("Stripe's own e-mail cannot carry a formal notice");
});

describe('where Stripe would mail to another address than the client’s,', () => {
  test('nothing goes out, and a person is told', async () => {
    const late = await byStripe();
    late.edit(late.client, { 'Billing email': { email: 'new@client.example' } });
    await late.at('2026-11-17T07:45:00Z');
    await late.morning();
    expect(late.mailedAgain()).toBe(0);
    expect(late.shows('Billing detail')).toContain('Stripe would mail to another address');
  });
});

describe('an answer of Stripe to the mailing', () => {
  const no = (status: number) => ({
    kind: 'answer' as const,
    status,
    body: JSON.stringify({ error: { type: status < 500 ? 'invalid_request_error' : 'api_error', message: 'No.' } }),
  });

  test('that refuses it lets go of it, and the next run asks again', async () => {
    const late = await byStripe();
    late.world.stripeSandbox.faults.add({ method: 'POST', path: '/send', fault: no(429) });
    await late.morning();
    expect([late.mailedAgain(), late.noted('light')]).toEqual([0, undefined]);
    late.goTo('2026-11-17T10:00:00Z');
    await late.run();
    expect([late.mailedAgain(), late.noted('light')]).toEqual([1, 'sent 2026-11-17T10:00']);
  });

  test.each([
    ['fails', no(500), 0],
    ['is lost', { kind: 'cut after commit' as const }, 1],
    ['never comes, as the line is cut', { kind: 'cut before commit' as const }, 0],
  ])('that %s is shown to a person, and nothing is repeated', async (_what, fault, mails) => {
    const late = await byStripe();
    late.world.stripeSandbox.faults.add({ method: 'POST', path: '/send', fault });
    await late.morning();
    expect([late.mailedAgain(), late.noted('light')]).toEqual([mails, 'unconfirmed 2026-11-17T09:00']);
    expect(late.shows('Billing detail')).toContain('Unconfirmed: nobody knows whether the light message');
    await late.untilDay('2026-11-20');
    expect(late.mailedAgain()).toBe(mails);
  });
});
