import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../connectors/mail/client.ts';
import type { MailFault, MailSandbox } from '../../../sandbox/mail/index.ts';
import { mailerTo, reminder, startServer, withLogin } from './support.ts';

let server: MailSandbox | undefined;
afterEach(() => server?.close());

type Case = {
  readonly fault: MailFault;
  readonly kind: SendOutcome['kind'];
  readonly kept: number;
  readonly why?: RegExp;
};

const CASES: readonly Case[] = [
  { fault: 'wrong greeting', kind: 'refused', kept: 0, why: /turned us away: 554 / },
  { fault: 'refuse login', kind: 'refused', kept: 0, why: /refused the login: 535 / },
  { fault: 'refuse sender', kind: 'refused', kept: 0, why: /refused the sender: 550 / },
  { fault: 'refuse data', kind: 'refused', kept: 0, why: /refused the message: 500 / },
  { fault: 'cut before text', kind: 'refused', kept: 0, why: /connection to the mail server failed/ },
  { fault: 'cut during text', kind: 'unknown', kept: 0, why: /after the message was handed over/ },
  { fault: 'refuse', kind: 'refused', kept: 0, why: /refused the message: 550 / },
  { fault: 'refuse text', kind: 'refused', kept: 0, why: /refused the message: 554 / },
  { fault: 'not now', kind: 'refused', kept: 0, why: /refused the message: 451 / },
  { fault: 'cut before commit', kind: 'unknown', kept: 0, why: /after the message was handed over/ },
  { fault: 'lose answer', kind: 'unknown', kept: 1, why: /after the message was handed over/ },
];

// Servers differ in whether commands may come before the answer to the last one, and nodemailer takes another way then.
describe.each([
  { isPipelining: true, way: 'one that takes commands in advance' },
  { isPipelining: false, way: 'one that takes one command at a time' },
])('sending to $way', ({ isPipelining }) => {
  it.each(CASES)('says "$kind" of a server that does: $fault', async ({ fault, kind, kept, why }) => {
    server = await startServer({ isPipelining });
    server.failNext(fault);
    const outcome = await mailerTo(withLogin(server.url)).send(reminder());
    expect(outcome).toEqual({ kind, why: expect.stringMatching(why ?? /./) });
    expect(server.inbox()).toHaveLength(kept);
  });

  it.each(CASES.filter(({ kind }) => kind === 'refused'))(
    'can send again after "$fault", and then it arrives once',
    async ({ fault }) => {
      server = await startServer({ isPipelining });
      server.failNext(fault);
      const mailer = mailerTo(withLogin(server.url));
      await mailer.send(reminder());
      expect(await mailer.send(reminder())).toEqual({ kind: 'sent' });
      expect(server.inbox()).toHaveLength(1);
    },
  );

  it('says "sent" when all is well, to the recipient and the copies alone', async () => {
    server = await startServer({ isPipelining });
    const outcome = await mailerTo(withLogin(server.url)).send(
      reminder({ cc: ['a@client.example', 'b@client.example'] }),
    );
    expect(outcome).toEqual({ kind: 'sent' });
    expect(server.inbox().map(({ from, to }) => ({ from, to }))).toEqual([
      { from: 'billing@studio.example', to: ['accounts@client.example', 'a@client.example', 'b@client.example'] },
    ]);
  });

  it('hands nothing over when the main recipient is refused, though a copy was taken', async () => {
    server = await startServer({ isPipelining });
    server.refuseRecipient('accounts@client.example');
    const outcome = await mailerTo(server.url).send(reminder());
    expect(outcome).toEqual({
      kind: 'refused',
      why: 'The mail server refused the recipient: 550 No such user here: (address)',
    });
    expect(server.inbox()).toEqual([]);
  });

  it('sends without a copy that is refused, and names it', async () => {
    server = await startServer({ isPipelining });
    server.refuseRecipient('copy@client.example');
    const outcome = await mailerTo(server.url).send(reminder({ cc: ['copy@client.example', 'b@client.example'] }));
    expect(outcome).toEqual({ kind: 'sent', without: ['copy@client.example'] });
    expect(server.inbox().map(({ to }) => to)).toEqual([['accounts@client.example', 'b@client.example']]);
  });

  it('says "refused" of a greylisted message, which arrives once when it is sent again', async () => {
    server = await startServer({ isPipelining });
    server.greylist();
    const mailer = mailerTo(server.url);
    expect(await mailer.send(reminder())).toEqual({ kind: 'refused', why: expect.stringContaining('451 Greylisted') });
    expect(server.inbox()).toEqual([]);
    expect(await mailer.send(reminder())).toEqual({ kind: 'sent' });
    expect(server.inbox()).toHaveLength(1);
  });

  it('waits for a slow answer as long as it was told to', async () => {
    server = await startServer({ isPipelining });
    server.answerAfter(300);
    expect(await mailerTo(server.url).send(reminder())).toEqual({ kind: 'sent' });
    expect(server.inbox()).toHaveLength(1);
  });

  it('says "unknown" when the answer is slower than that', async () => {
    server = await startServer({ isPipelining });
    server.answerAfter(60_000);
    expect(await mailerTo(server.url, 400).send(reminder())).toEqual({
      kind: 'unknown',
      why: 'The mail server does not answer, after the message was handed over',
    });
    expect(server.inbox()).toHaveLength(1);
  });
});

describe('addresses that are none', () => {
  it.each(['', 'Anna', 'a@x.example, b@x.example', 'a@x.example\r\nRCPT TO:<b@x.example>', '<a@x.example>', 'a@b@c'])(
    'refuses to send to %j, and asks no server',
    async (to) => {
      const outcome = await mailerTo('smtp://127.0.0.1:9').send(reminder({ to }));
      expect(outcome).toEqual({ kind: 'refused', why: 'What the mail is addressed to is not an e-mail address' });
    },
  );

  it('sends without a copy that is no address', async () => {
    server = await startServer();
    const outcome = await mailerTo(server.url).send(reminder({ cc: ['Bob', 'b@client.example'] }));
    expect(outcome).toEqual({ kind: 'sent', without: ['Bob'] });
    expect(server.inbox().map(({ to, cc }) => ({ to, cc }))).toEqual([
      { to: ['accounts@client.example', 'b@client.example'], cc: ['b@client.example'] },
    ]);
  });

  it('sends one mail to somebody who is named twice', async () => {
    server = await startServer();
    const cc = ['Accounts@client.example', 'b@client.example', 'B@client.example'];
    expect(await mailerTo(server.url).send(reminder({ cc }))).toEqual({ kind: 'sent' });
    expect(server.inbox().map((mail) => mail.to)).toEqual([['accounts@client.example', 'b@client.example']]);
  });
});
