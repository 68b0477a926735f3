import { describe, expect, test } from 'vitest';
import { freePort } from '../../sandbox/demo/hub-process.ts';
import type { MailFault } from '../../sandbox/mail/index.ts';
import { type Late, startLate } from '../support/late-invoice.ts';

const TEN = '2026-11-17T10:00:00Z';

const hour = async (late: Late, instant: string): Promise<void> => {
  late.goTo(instant);
  await late.run();
};

/** Announced at eight; what is to go wrong at nine is set up in between. */
async function spoiled(harm: (mail: Late['mail']) => void) {
  const late = await startLate();
  await hour(late, '2026-11-17T08:00:00Z');
  harm(late.mail);
  await hour(late, '2026-11-17T09:00:00Z');
  return late;
}

const DEFINITE: readonly MailFault[] = [
  'wrong greeting',
  'refuse sender',
  'refuse data',
  'cut before text',
  'refuse',
  'refuse text',
  'not now',
];

describe('a mail server that surely has not taken a message:', () => {
  test.each(DEFINITE)('"%s" lets go of it, and the next run sends it, once', async (fault) => {
    const late = await spoiled((mail) => mail.failNext(fault));
    expect(late.toClients()).toEqual([]);
    expect([late.noted('light'), late.shows('Last follow-up'), late.shows('Next follow-up')]).toEqual([
      undefined,
      '',
      '2026-11-17',
    ]);
    await hour(late, TEN);
    await hour(late, '2026-11-17T11:00:00Z');
    expect(late.toClients()).toHaveLength(1);
    expect([late.noted('light'), late.shows('Follow-up step')]).toEqual(['sent 2026-11-17T10:00', 'Light']);
    expect(late.shows('Billing detail')).not.toContain('nconfirmed');
  });

  test('one that refuses the login lets go of it as well', async () => {
    const late = await startLate();
    late.goTo('2026-11-17T09:00:00Z');
    late.mail.failNext('refuse login');
    const send = late.sendThrough(late.mail.url.replace('smtp://', 'smtp://studio:wrong@'));
    expect(await late.runClient({ send })).toMatchObject({
      outcome: 'needs a person',
      reason: expect.stringContaining('refused the login'),
    });
    expect([late.toClients(), late.noted('light')]).toEqual([[], undefined]);
    expect(await late.runClient({ send })).toMatchObject({ outcome: 'done' });
    expect(late.toClients()).toHaveLength(1);
  });

  test('one that is not there at all is tried again', async () => {
    const late = await startLate();
    late.goTo('2026-11-17T09:00:00Z');
    const send = late.sendThrough(`smtp://127.0.0.1:${await freePort()}`);
    expect(await late.runClient({ send })).toMatchObject({ outcome: 'needs a person' });
    expect(late.noted('light')).toBeUndefined();
    expect(await late.runClient()).toMatchObject({ outcome: 'done' });
    expect(late.noted('light')).toBe('sent 2026-11-17T09:00');
  });

  test('a greylisting one gets it again an hour later, once', async () => {
    const late = await spoiled((mail) => mail.greylist());
    expect([late.toClients(), late.noted('light')]).toEqual([[], undefined]);
    await hour(late, TEN);
    expect(late.toClients()).toHaveLength(1);
    expect(late.noted('light')).toBe('sent 2026-11-17T10:00');
  });

  test('one that does not know the recipient is asked again each hour, and by the evening a person is told', async () => {
    const late = await startLate({ alarms: 1 });
    late.mail.refuseRecipient('ap@client.example');
    await late.morning();
    await hour(late, '2026-11-17T15:00:00Z');
    expect([late.toClients(), late.noted('light')]).toEqual([[], undefined]);
    await late.at('2026-11-19T16:05:00Z');
    expect(late.shows('Billing detail')).toContain('was due by 2026-11-19 and has not gone out');
  });

  test('one that does not know a copy sends the message to the client all the same', async () => {
    const late = await startLate({
      client: { 'Copy to': { rich_text: [{ text: { content: 'cfo@client.example, gone@client.example' } }] } },
    });
    late.mail.refuseRecipient('gone@client.example');
    await late.morning();
    expect(late.toClients().map(({ to }) => to)).toEqual([['ap@client.example', 'cfo@client.example']]);
    expect(late.noted('light')).toBe('sent 2026-11-17T09:00');
  });
});

describe('a mail server that may have taken a message:', () => {
  test.each<[MailFault, number]>([
    ['cut during text', 0],
    ['cut before commit', 0],
    ['lose answer', 1],
  ])('"%s" is shown to a person with what is to be done, and is never repeated', async (fault, arrived) => {
    const late = await spoiled((mail) => mail.failNext(fault));
    expect(late.toClients()).toHaveLength(arrived);
    expect(late.noted('light')).toBe('unconfirmed 2026-11-17T09:00');
    expect(late.shows('Billing detail')).toContain(
      'Unconfirmed: nobody knows whether the light message of 2026-11-17 went out. It is not repeated; Mara Lindqvist asks the client',
    );
    expect([late.shows('Follow-up step'), late.shows('Last follow-up')]).toEqual(['Light', '2026-11-17']);
    await late.untilDay('2026-11-20');
    expect(late.toClients()).toHaveLength(arrived);
    expect(late.comments(late.id).filter((words) => words.startsWith('Light'))).toEqual([]);
  });

  test('the ladder goes on after it as if it had gone out', async () => {
    const late = await spoiled((mail) => mail.failNext('lose answer'));
    expect(late.shows('Next follow-up')).toBe('2026-11-23');
    await late.morning('2026-11-23');
    expect(late.noted('firm')).toBe('sent 2026-11-23T09:00');
    expect(late.noted('light')).toBe('unconfirmed 2026-11-17T09:00');
  });

  test('a slow one is waited for', async () => {
    const late = await spoiled((mail) => mail.answerAfter(400));
    expect(late.toClients()).toHaveLength(1);
    expect(late.noted('light')).toBe('sent 2026-11-17T09:00');
  });
});
