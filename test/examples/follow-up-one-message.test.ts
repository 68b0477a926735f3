import { expect, test } from 'vitest';
import { amount, choice, on } from '../support/example.ts';
import { startLate } from '../support/late-invoice.ts';
import { text, title } from '../support/world.ts';

const BUILD = { Name: title('Build'), Amount: amount(2500) };
const EUROS = { Name: title('Workshop'), Amount: amount(900), Currency: choice('EUR') };
const CLAUSE = { 'Escalation clause': text('Clause 7: we may pause work 14 days after the due date.') };

test('11.5 several invoices at the same step go out in one message, one line each, with a sum for each currency', async () => {
  const late = await startLate({ also: [BUILD, EUROS] });
  await late.morning();
  const [mail, ...others] = late.toClients();
  expect(others).toEqual([]);
  for (const sum of ['4,000.00', '2,500.00', '900.00', '6,500.00']) expect(mail?.text).toContain(sum);
  for (const { invoice } of [{ invoice: late.invoice }, ...late.others])
    expect(late.noted('light', invoice)).toBe('sent 2026-11-17T09:00');
  await late.morning('2026-11-18');
  expect(late.toClients()).toHaveLength(1);
});

test('11.5 of different steps the higher one goes out, and names the other invoice, which keeps its own step', async () => {
  const late = await startLate({ also: [BUILD] });
  const [second] = late.others;
  late.edit(second?.id ?? '', { 'Follow-up stop': choice('On hold'), 'Stop until': on('2026-11-20') });
  await late.at('2026-11-17T07:00:00Z');
  await late.morning();
  expect(late.toClients()).toHaveLength(1);
  await late.untilDay('2026-11-23');
  const [, firm, ...others] = late.toClients();
  expect(others).toEqual([]);
  expect(firm?.text).toContain('2,500.00');
  expect([late.noted('firm'), late.noted('light', second?.invoice)]).toEqual(['sent 2026-11-23T09:00', undefined]);
  await late.untilDay('2026-11-24');
  expect([late.toClients().length, late.noted('light', second?.invoice)]).toEqual([3, 'sent 2026-11-24T09:00']);
});

test('13 a formal notice goes out alone, on the very day of a person’s yes, with the clause and the days before it', async () => {
  const late = await startLate({ project: CLAUSE, also: [BUILD] });
  await late.untilDay('2026-11-23');
  expect(late.toClients()).toHaveLength(2);
  await late.untilDay('2026-11-30');
  expect(late.toClients()).toHaveLength(2);
  expect(late.shows('Billing detail')).toContain('enters the day on which it is to go out');
  late.edit(late.id, { 'Escalation approved on': on('2026-12-01') });
  await late.at('2026-11-30T12:00:00Z');
  await late.untilDay('2026-12-04');
  const [, , formal, ...others] = late.toClients();
  expect(others).toEqual([]);
  expect(formal?.text).toContain('Clause 7: we may pause work 14 days after the due date.');
  expect(formal?.text).toContain('4,000.00');
  expect(formal?.text).not.toContain('2,500.00');
  for (const day of ['17 November', '23 November']) expect(formal?.text).toContain(day);
  expect([late.noted('formal'), late.noted('formal', late.others[0]?.invoice)]).toEqual([
    'sent 2026-12-01T09:00',
    undefined,
  ]);
});

test('13 a yes for another day than today sends nothing', async () => {
  const late = await startLate({ project: CLAUSE });
  late.edit(late.id, { 'Escalation approved on': on('2026-11-25') });
  await late.untilDay('2026-12-04');
  expect(late.toClients()).toHaveLength(2);
});

test('11.8 copies go to the addresses of "Copy to", answers to the responsible person, and nobody else hears of it', async () => {
  const late = await startLate({
    client: { 'Copy to': text('CFO <cfo@client.example>; books@client.example, not an address, ap@client.example') },
  });
  await late.morning();
  const [mail] = late.toClients();
  expect(mail?.to.toSorted()).toEqual(['ap@client.example', 'books@client.example', 'cfo@client.example']);
  expect(mail?.cc.toSorted()).toEqual(['books@client.example', 'cfo@client.example']);
  expect(mail?.replyTo).toBe('mara@studio.example');
  expect(mail?.headers['auto-submitted']).toBe('auto-generated');
});

test('12 a message that came back goes out once more when the address is corrected, and only then', async () => {
  const late = await startLate();
  await late.morning();
  await late.dashboard.invoices.update(late.invoice, { metadata: { milepost_mail_returned: 'no such mailbox' } });
  await late.at('2026-11-17T12:00:00Z');
  expect(late.shows('Billing detail')).toContain('came back');
  await late.untilDay('2026-11-18');
  expect(late.toClients()).toHaveLength(1);
  late.edit(late.client, { 'Billing email': { email: 'accounts@client.example' } });
  await late.at('2026-11-18T18:00:00Z');
  await late.untilDay('2026-11-19');
  expect(late.toClients().map(({ to }) => to)).toEqual([['ap@client.example'], ['accounts@client.example']]);
  expect([late.noted('light'), late.noted('cycle')]).toEqual(['sent 2026-11-19T09:00', '1']);
  await late.untilDay('2026-11-22');
  expect(late.toClients()).toHaveLength(2);
  await late.untilDay('2026-11-23');
  expect(late.noted('firm')).toBe('sent 2026-11-23T09:00');
});
