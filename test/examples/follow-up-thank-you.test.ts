import { expect, test } from 'vitest';
import { choice } from '../support/example.ts';
import { aFollowUpPolicy } from '../support/facts.ts';
import { startLate } from '../support/late-invoice.ts';

const withThanks = () => startLate({ policy: { followUp: aFollowUpPolicy({ thankYou: true }) } });

async function paidInTheEvening(late: Awaited<ReturnType<typeof startLate>>): Promise<void> {
  late.goTo('2026-11-17T18:00:00Z');
  await late.world.stripeSandbox.pay(late.invoice);
  await late.at('2026-11-17T18:10:00Z');
}

test('a team that wants it thanks for a payment on the next morning, once', async () => {
  const late = await withThanks();
  await paidInTheEvening(late);
  await late.untilDay('2026-11-20');
  const [thanks, ...others] = late.toClients();
  expect(others).toEqual([]);
  expect(thanks?.to).toEqual(['ap@client.example']);
  expect(thanks?.text).toContain('your payment has arrived, and nothing remains to be paid on this invoice');
  expect(late.noted('thanks')).toBe('sent 2026-11-18T09:00');
  expect([late.shows('Billing status'), late.shows('Next follow-up')]).toEqual(['Paid', '']);
});

test('by default nobody is thanked', async () => {
  const late = await startLate();
  await paidInTheEvening(late);
  await late.untilDay('2026-11-20');
  expect(late.toClients()).toEqual([]);
});

test('money that went back is not thanked for', async () => {
  const late = await withThanks();
  await paidInTheEvening(late);
  late.world.stripeSandbox.refund(late.invoice, { reason: 'requested_by_customer' });
  await late.at('2026-11-17T19:00:00Z');
  await late.untilDay('2026-11-20');
  expect(late.toClients()).toEqual([]);
});

test('a message that is held is no thanks either', async () => {
  const late = await withThanks();
  late.edit(late.id, { 'Follow-up stop': choice('On hold') });
  await paidInTheEvening(late);
  await late.untilDay('2026-11-20');
  expect(late.toClients()).toEqual([]);
});
