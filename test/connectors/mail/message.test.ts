import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMailer, type Mailer } from '../../../connectors/mail/client.ts';
import { compose } from '../../../connectors/mail/compose.ts';
import type { Mail as Caught, MailSandbox } from '../../../sandbox/mail/index.ts';
import { parseMessage } from '../../../sandbox/mail/message.ts';
import { objection } from '../../../sandbox/mail/strict.ts';
import type { Mail } from '../../../src/billing/follow-up/message.ts';
import { mailerTo, reminder, SENT_AT, startServer } from './support.ts';

let server: MailSandbox;
let mailer: Mailer;
beforeAll(async () => {
  server = await startServer();
  mailer = mailerTo(server.url);
});
afterAll(() => server.close());
beforeEach(() => server.clear());

/** Sends a mail through a real connection and looks at what arrived. */
async function caught(change: Partial<Mail> = {}, by: Mailer = mailer): Promise<Caught> {
  expect(await by.send(reminder(change))).toEqual({ kind: 'sent' });
  const arrived = server.inbox().at(-1);
  if (arrived === undefined) throw new Error('Nothing arrived');
  return arrived;
}

const headerNames = (source: string): readonly string[] =>
  source
    .slice(0, source.indexOf('\r\n\r\n'))
    .split(/\r\n(?![ \t])/)
    .map((line) => line.slice(0, line.indexOf(':')));

const SENDER = { name: 'Studio, North', address: 'billing@studio.example' };

const HEADERS = [
  'Content-Language',
  'Auto-Submitted',
  'From',
  'To',
  'Cc',
  'Reply-To',
  'Subject',
  'Message-ID',
  'Date',
  'MIME-Version',
  'Content-Type',
];

describe('a message as it arrives', () => {
  it('carries who sends it, whom it is for, where answers go, its id and its date', async () => {
    expect((await caught()).headers).toMatchObject({
      from: '"Studio, North" <billing@studio.example>',
      to: 'accounts@client.example',
      cc: 'copy@client.example',
      'reply-to': 'Mara Lindqvist <mara@studio.example>',
      subject: 'Invoice 2026-031 is due',
      'message-id': '<follow-up.in_1.light@studio.example>',
      date: 'Mon, 23 Nov 2026 09:30:00 +0000',
      'content-language': 'en',
      'auto-submitted': 'auto-generated',
    });
  });

  it('has the headers that it should have, each of them once', async () => {
    expect(headerNames((await caught()).source)).toEqual(HEADERS);
  });

  it('leaves out what there is none of', async () => {
    const names = headerNames((await caught({ cc: [], replyTo: undefined })).source);
    expect(names).toEqual(HEADERS.filter((name) => !['Cc', 'Reply-To'].includes(name)));
  });

  it('is plain text and HTML, both of them readable', async () => {
    const mail = await caught();
    expect(mail.headers['content-type']).toMatch(/^multipart\/alternative;/);
    expect(mail.text).toBe('Dear Anna,\n\nit was due on Friday.');
    expect(mail.html).toBe('<p>Dear Anna,</p><p>it was due on Friday.</p>');
    expect(mail.date).toEqual(SENT_AT);
    expect(mail.messageId).toBe('follow-up.in_1.light@studio.example');
  });

  it.each([
    'billing@studio.example',
    '<billing@studio.example>',
    'Studio <billing@studio.example>',
    '"Studio: North; <3" <billing@studio.example>',
  ])('is sent by the address in a MAIL_FROM like %s', async (from) => {
    const mail = await caught({}, createMailer({ smtpUrl: server.url, from, timeoutMs: 5_000 }));
    expect(mail.from).toBe('billing@studio.example');
    expect(mail.headers.from).toContain('billing@studio.example');
  });
});

const SCRIPTS = {
  German: 'Mahnung über 1.200,50 € für „März"',
  Japanese: '請求書のお支払いについて',
  Arabic: 'تذكير بالفاتورة رقم 2026-031',
  Hebrew: 'תזכורת: חשבונית 2026-031 באיחור',
  'with an emoji': 'Invoice 🧾 2026-031 — paid? 👩‍💻',
};

describe('text of all kinds', () => {
  it.each(Object.entries(SCRIPTS))('arrives as it was written: %s', async (_, words) => {
    const text = `${words}\n\n${words}`;
    const mail = await caught({
      subject: words,
      text,
      html: `<p dir="auto">${words}</p>`,
      replyTo: { name: words, address: 'mara@studio.example' },
    });
    expect(mail).toMatchObject({ subject: words, text, html: `<p dir="auto">${words}</p>` });
    expect(mail.headers['reply-to']).toContain(words.replaceAll('"', ''));
  });

  it('arrives with lines longer than a server takes', async () => {
    const text = `${'word '.repeat(900).trimEnd()}\n${'x'.repeat(3_000)}`;
    const html = `<p>${'ü'.repeat(5_000)}</p>`;
    const mail = await caught({ text, html, subject: 'Long '.repeat(400).trimEnd() });
    expect(mail).toMatchObject({ text, html });
    expect(mail.subject).toBe('Long '.repeat(400).trimEnd());
    for (const line of mail.source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });

  it('arrives with lines that a server could take for the end', async () => {
    const text = 'One.\n.\n..\n.\r\nFrom here\nQUIT';
    expect((await caught({ text, html: '<p>.</p>\n.\n' })).text).toBe(text.replace('\r\n', '\n'));
  });

  it('arrives with international domains, addressed in the form that servers know', async () => {
    const mail = await caught({ to: 'konto@bücher.example', cc: [] });
    expect(mail.headers.to).toBe('konto@xn--bcher-kva.example');
    expect(mail.to).toEqual(['konto@bücher.example']);
  });

  it('is plain ASCII on the wire', async () => {
    const { Japanese: words } = SCRIPTS;
    const mail = await caught({ subject: words, text: words, html: words });
    expect(mail.source).toMatch(/^\p{ASCII}*$/u);
  });
});

describe('attempts to write headers', () => {
  const ATTEMPTS = [
    'Hi\r\nBcc: all@victim.example',
    'Hi\nBcc: all@victim.example',
    'Hi\rBcc: all@victim.example',
    'Hi\r\n\r\n<script>',
    'Hi\u2028Bcc: all@victim.example',
    'Hi\r\n\tBcc: all@victim.example',
    `${'x'.repeat(70)}\r\n.\r\nMAIL FROM:<a@b.example>`,
    'a" <all@victim.example>, "b',
    'Anna <all@victim.example>; group:',
  ];

  it.each(ATTEMPTS)('come to nothing: %j', async (evil) => {
    const mail = await caught({
      subject: evil,
      language: evil,
      messageId: evil,
      replyTo: { name: evil, address: 'mara@studio.example' },
    });
    expect(headerNames(mail.source)).toEqual(HEADERS);
    expect(mail.to).toEqual(['accounts@client.example', 'copy@client.example']);
    expect(mail.replyTo).toBe('mara@studio.example');
    expect(mail.text).toBe('Dear Anna,\n\nit was due on Friday.');
  });

  it('come to nothing in MAIL_FROM', async () => {
    const from = 'Studio\r\nBcc: all@victim.example <billing@studio.example>';
    const mail = await caught({}, createMailer({ smtpUrl: server.url, from, timeoutMs: 5_000 }));
    expect(headerNames(mail.source)).toEqual(HEADERS);
    expect(mail.from).toBe('billing@studio.example');
  });

  it('leave no carriage return by itself, which a server would refuse', async () => {
    const words = 'a\r b\r\nc\nd\r';
    const { source } = await compose(reminder({ text: words, html: words }), SENDER, SENT_AT);
    expect(objection(source)).toBeUndefined();
  });

  it('come to nothing whatever the characters', async () => {
    const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(anything, anything, anything, async (subject, name, words) => {
        const replyTo = { name, address: 'mara@studio.example' };
        const { source } = await compose(reminder({ subject, replyTo, text: words, html: words }), SENDER, SENT_AT);
        expect(HEADERS).toEqual(expect.arrayContaining([...headerNames(source.toString())]));
        expect(parseMessage(source).replyTo).toBe('mara@studio.example');
        expect(objection(source)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});

describe('what people write', () => {
  it('arrives as it was, whatever the script', async () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      // A header has one line, and no text ends with a blank.
      .map((text) => `a${text.replace(/[\p{Cc}\u2028\u2029]/gu, '')}z`);
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        const { source } = await compose(reminder({ subject: text, text, html: text }), SENDER, SENT_AT);
        expect(parseMessage(source)).toMatchObject({ subject: text, text, html: text });
      }),
      { numRuns: 400 },
    );
  });
});
