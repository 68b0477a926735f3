import { afterEach, describe, expect, it } from 'vitest';
import { mailServer } from '../../../connectors/mail/server.ts';
import type { MailSandbox } from '../../../sandbox/mail/index.ts';
import { type ScriptedServer, startScripted, WILLING } from './scripted-server.ts';
import { mailerTo, reminder, startServer, withLogin } from './support.ts';

let server: MailSandbox | ScriptedServer | undefined;
afterEach(() => server?.close());

const TRUSTING = '?tls.rejectUnauthorized=false';
/** A port on which nobody listens. */
const NOBODY = 'smtp://127.0.0.1:1';

describe('encryption', () => {
  it.each(['offered', 'from the start'] as const)('is used when it is there: %s', async (encryption) => {
    const sandbox = await startServer({ encryption });
    server = sandbox;
    expect(await mailerTo(`${withLogin(sandbox.url)}/${TRUSTING}`).send(reminder())).toEqual({ kind: 'sent' });
    expect(sandbox.inbox()).toHaveLength(1);
  });

  it.each(['offered', 'from the start'] as const)(
    'with a certificate that nobody vouches for ends it: %s',
    async (encryption) => {
      const sandbox = await startServer({ encryption });
      server = sandbox;
      const outcome = await mailerTo(sandbox.url).send(reminder());
      expect(outcome).toMatchObject({
        kind: 'refused',
        why: expect.stringMatching(/connection .* failed: .*certificate/),
      });
      expect(sandbox.inbox()).toEqual([]);
    },
  );

  it('can be insisted on', async () => {
    const sandbox = await startServer();
    server = sandbox;
    const outcome = await mailerTo(`${sandbox.url}/?requireTLS=true`).send(reminder());
    expect(outcome).toMatchObject({ kind: 'refused', why: expect.stringContaining('refused to encrypt') });
  });

  it.each([
    ['smtp://a:b@smtp.example.com', true],
    ['smtp://a:b@smtp.example.com:2525', true],
    ['smtp://a:b@10.0.0.4.example', true],
    ['smtp://a:b@smtp.example.com/?ignoreTLS=true', false],
    ['smtp://smtp.example.com', false],
    ['smtp://a:b@127.0.0.1:1025', false],
    ['smtp://a:b@[::1]:1025', false],
    ['smtp://a:b@mailpit:1025', false],
    ['smtp://a:b@mail.internal', false],
    ['smtps://a:b@smtp.example.com', false],
  ])('hides a password from the public: %s needs STARTTLS: %s', (url, requireTLS) => {
    expect(mailServer(url).connection).toMatchObject({ requireTLS, secure: url.startsWith('smtps:') });
  });
});

describe('the login in SMTP_URL', () => {
  it('is decoded', () => {
    expect(mailServer('smtp://me%40x.example:p%40ss%2Fw@localhost').login).toEqual({
      user: 'me@x.example',
      pass: 'p@ss/w',
    });
    expect(mailServer('smtp://me:50%@localhost').login).toEqual({ user: 'me', pass: '50%' });
    expect(mailServer('smtp://localhost').login).toBeUndefined();
  });

  it('is used, and what it is stays out of the words', async () => {
    server = await startScripted({ ...WILLING, AUTH: '535 no me@x.example\r\n' });
    const outcome = await mailerTo(withLogin(server.url, 'me%40x.example:s3cret')).send(reminder());
    expect(outcome).toEqual({ kind: 'refused', why: 'The mail server refused the login: 535 no (address)' });
    expect(server.commands).toContain(`AUTH PLAIN ${Buffer.from('\0me@x.example\0s3cret').toString('base64')}`);
  });
});

describe('checking', () => {
  it('finds nothing wrong with a server that lets us in, and sends nothing', async () => {
    const sandbox = await startServer();
    server = sandbox;
    expect(await mailerTo(withLogin(sandbox.url)).check()).toBeUndefined();
    expect(sandbox.inbox()).toEqual([]);
  });

  it('tells of a refused login, a wrong greeting, and of nobody there', async () => {
    const sandbox = await startServer();
    server = sandbox;
    sandbox.failNext('refuse login');
    expect(await mailerTo(withLogin(sandbox.url)).check()).toMatch(/refused the login: 535 /);
    sandbox.failNext('wrong greeting');
    expect(await mailerTo(sandbox.url).check()).toBe('The mail server turned us away: 554 No service here');
    expect(await mailerTo(NOBODY).check()).toMatch(/connection .* failed: .*ECONNREFUSED/);
    expect(await mailerTo('smtp://no-such-host.invalid').check()).toMatch(/connection .* failed: /);
  });

  it('ends in time', async () => {
    const { greeting: _greeting, ...mute } = WILLING;
    server = await startScripted(mute);
    expect(await mailerTo(server.url, 200).check()).toBe('The mail server does not answer');
  });
});

describe('ending', () => {
  it('refuses what nobody has connected for', async () => {
    expect(await mailerTo(NOBODY).send(reminder())).toMatchObject({ kind: 'refused' });
  });

  it('hangs up on a server that is being waited for, and sends nothing after that', async () => {
    const { '.': _answer, ...undecided } = WILLING;
    const scripted = await startScripted(undecided);
    server = scripted;
    const mailer = mailerTo(scripted.url);
    const sending = mailer.send(reminder());
    await expect.poll(() => scripted.texts).toHaveLength(1);
    mailer.close();
    expect(await sending).toMatchObject({ kind: 'unknown' });
    expect(await mailer.send(reminder())).toEqual({ kind: 'refused', why: 'Sending has ended' });
    expect(scripted.commands.filter((command) => command === 'DATA')).toHaveLength(1);
  });

  it('leaves no connection open', async () => {
    const scripted = await startScripted(WILLING);
    server = scripted;
    for (let count = 0; count < 3; count += 1) await mailerTo(scripted.url).send(reminder());
    await expect.poll(scripted.open).toBe(0);
  });
});
