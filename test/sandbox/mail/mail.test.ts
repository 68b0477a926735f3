import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { type MailSandbox, startMail } from '../../../sandbox/mail/index.ts';
import { sendLetter } from './smtp-dialogue.ts';

const NOON = Date.UTC(2026, 10, 23, 12);

let mail: MailSandbox;
beforeEach(async () => {
  mail = await startMail({ clock: createClock(NOON) });
});
afterEach(() => mail.close());

const plain = (subject: string, body: string): string =>
  [`Subject: ${subject}`, 'Content-Type: text/plain; charset=utf-8', '', body].join('\r\n');

const letter = (source: string) => ({ from: 'billing@studio.example', to: ['anna@client.example'], source });

describe('the mail catcher', () => {
  it('keeps what was sent, to whom, and when by the sandbox clock', async () => {
    const answer = await sendLetter(mail.url, {
      from: 'billing@studio.example',
      to: ['anna@client.example', 'copy@client.example'],
      source: plain('Invoice 7', 'Hello Anna,\r\n\r\nit is due today.'),
    });

    expect(answer).toMatch(/^250 /);
    const [caught, ...others] = mail.inbox();
    expect(others).toEqual([]);
    expect(caught).toMatchObject({
      from: 'billing@studio.example',
      to: ['anna@client.example', 'copy@client.example'],
      subject: 'Invoice 7',
      text: 'Hello Anna,\n\nit is due today.',
    });
    expect(Math.abs(Number(caught?.receivedAt) - NOON)).toBeLessThan(60_000);
  });

  it('makes encoded subjects and the plain part of a multipart message readable', async () => {
    const source = [
      'Subject: =?utf-8?Q?Erinnerung:_Rechnung_f=C3=BCr?= =?utf-8?B?IE3DpHJ6?=',
      'Content-Type: multipart/alternative; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Sch=C3=B6ne Gr=C3=BC=\r\n=C3=9Fe',
      '--b1',
      'Content-Type: text/html',
      '',
      '<p>no</p>',
      '--b1--',
    ].join('\r\n');
    await sendLetter(mail.url, letter(source));
    expect(mail.inbox()[0]).toMatchObject({ subject: 'Erinnerung: Rechnung für März', text: 'Schöne Grüße' });
  });

  it('refuses the next message for good when told to, and keeps nothing of it', async () => {
    mail.failNext('refuse');
    expect(await sendLetter(mail.url, letter(plain('One', 'x')))).toMatch(/^550 /);
    expect(mail.inbox()).toEqual([]);
    expect(await sendLetter(mail.url, letter(plain('Two', 'x')))).toMatch(/^250 /);
  });

  it('can keep a message and hang up before the sender hears of it', async () => {
    mail.failNext('lose answer');
    expect(await sendLetter(mail.url, letter(plain('One', 'x')))).toBe('');
    expect(mail.inbox()).toHaveLength(1);
  });

  it('shows the inbox on a page and escapes what is in a message', async () => {
    await sendLetter(mail.url, letter(plain('<b>Invoice</b>', '<script>alert(1)</script>')));
    const page = await (await fetch(mail.pageUrl)).text();
    expect(page).toContain('&lt;b&gt;Invoice&lt;/b&gt;');
    expect(page).not.toContain('<script>');
  });
});
