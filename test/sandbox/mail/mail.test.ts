import MailComposer from 'nodemailer/lib/mail-composer';
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

  it('reads who gets a copy, where answers go, and the HTML of what nodemailer makes', async () => {
    const composed = new MailComposer({
      from: { name: 'Studio, North', address: 'billing@studio.example' },
      to: 'anna@client.example',
      cc: [{ name: 'Häns, Müller', address: 'hans@client.example' }, 'copy@client.example'],
      replyTo: { name: 'Mara', address: 'mara@studio.example' },
      subject: 'Überfällig',
      messageId: '<one@studio.example>',
      date: new Date(NOON),
      text: 'Grüße',
      html: '<p>Grüße</p>',
      attachments: [{ filename: 'a.pdf', content: 'x' }],
    }).compile();
    await sendLetter(mail.url, letter((await composed.build()).toString('latin1').trimEnd()));
    expect(mail.inbox()[0]).toMatchObject({
      cc: ['hans@client.example', 'copy@client.example'],
      replyTo: 'mara@studio.example',
      messageId: 'one@studio.example',
      date: new Date(NOON),
      subject: 'Überfällig',
      text: 'Grüße',
      html: '<p>Grüße</p>',
      headers: { from: '"Studio, North" <billing@studio.example>', 'mime-version': '1.0' },
    });
  });

  it('takes no header for granted', async () => {
    await sendLetter(mail.url, letter('\r\nOnly text'));
    expect(mail.inbox()[0]).toMatchObject({
      cc: [],
      date: undefined,
      html: '',
      messageId: '',
      replyTo: '',
      subject: '',
    });
    expect(mail.inbox()[0]?.text).toBe('Only text');
  });
});

describe('what the mail catcher is strict about', () => {
  it.each([
    ['a line that is too long', plain('Long', 'x'.repeat(999)), 'Line too long'],
    ['a bare line feed', plain('Bare', 'one\ntwo'), 'Line break is not CRLF'],
    ['a bare carriage return', plain('Bare', 'one\rtwo'), 'Line break is not CRLF'],
    ['a NUL', plain('Nul', 'one\0two'), 'NUL in text'],
  ])('refuses %s, and keeps nothing of it', async (_, source, why) => {
    expect(await sendLetter(mail.url, letter(source))).toBe(`500 ${why}`);
    expect(mail.inbox()).toEqual([]);
  });

  it('takes a line that is as long as a line may be', async () => {
    expect(await sendLetter(mail.url, letter(plain('Long', 'x'.repeat(998))))).toMatch(/^250 /);
  });
});

describe('the inbox page', () => {
  const page = async (query = ''): Promise<string> => await (await fetch(`${mail.pageUrl}/${query}`)).text();

  beforeEach(async () => {
    await sendLetter(mail.url, { ...letter(plain('First', 'x')), to: ['anna@client.example'] });
    await sendLetter(mail.url, { ...letter(plain('Second', 'x')), to: ['Bob@other.example'] });
  });

  it('shows the newest mail first, and which headers it came with', async () => {
    const source = `From: A <a@b.example>\r\nTo: c@d.example\r\nCc: e@f.example\r\nReply-To: g@h.example\r\n${plain('Third', 'y')}`;
    await sendLetter(mail.url, letter(source));
    const text = await page();
    expect(text.indexOf('Third')).toBeLessThan(text.indexOf('Second'));
    expect(text.indexOf('Second')).toBeLessThan(text.indexOf('First'));
    for (const shown of ['A &lt;a@b.example&gt;', 'c@d.example', 'e@f.example', 'g@h.example', '2026-11-23 12:0'])
      expect(text).toContain(shown);
  });

  it('finds mail by a part of the recipient', async () => {
    const found = await page('?to=bob@');
    expect(found).toContain('Second');
    expect(found).not.toContain('First');
    expect(await page('?to=%3Cscript%3E')).toContain('&lt;script&gt;');
    expect(await (await fetch(`${mail.pageUrl}/mails.json?to=anna`)).json()).toMatchObject([{ subject: 'First' }]);
  });

  it('shows HTML in a frame of its own, without scripts', async () => {
    const source = 'Subject: HTML\r\nContent-Type: text/html\r\n\r\n<p title="x">Hi</p><script>alert(1)</script>';
    await sendLetter(mail.url, letter(source));
    const text = await page();
    expect(text).toMatch(/<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    expect(text).toContain('srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;p title=&quot;x&quot;&gt;Hi&lt;/p&gt;');
    expect(text).not.toContain('<script>');
  });
});

describe('the switches over HTTP', () => {
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${mail.pageUrl}/_sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  it('sets faults, clears them, and empties the inbox', async () => {
    await call('POST', '/faults', { next: 'refuse text' });
    expect(await sendLetter(mail.url, letter(plain('One', 'x')))).toMatch(/^554 /);
    await call('POST', '/faults', { next: 'refuse' });
    await call('DELETE', '/faults');
    expect(await sendLetter(mail.url, letter(plain('Two', 'x')))).toMatch(/^250 /);
    await call('DELETE', '/mails');
    expect(mail.inbox()).toEqual([]);
  });

  it('says what it does not understand', async () => {
    expect((await call('POST', '/faults', { next: 'explode' })).status).toBe(400);
  });
});
