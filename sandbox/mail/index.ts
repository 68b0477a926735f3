import { once } from 'node:events';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { SandboxClock } from '../kit/clock.ts';
import { listen } from '../kit/listen.ts';
import { inboxPage } from './inbox-page.ts';
import type { Mail } from './mail.ts';
import { parseMessage } from './message.ts';

export type MailSandbox = {
  /** For `SMTP_URL`. Any user and password is taken. */
  readonly url: string;
  /** Address of the inbox page. */
  readonly pageUrl: string;
  readonly inbox: () => readonly Mail[];
  readonly clear: () => void;
  /**
   * What happens to the next message: `refuse` answers 550 and keeps nothing; `lose answer` keeps the message and cuts
   * the connection before the sender hears of it.
   */
  readonly failNext: (how: 'refuse' | 'lose answer') => void;
  readonly close: () => Promise<void>;
};

export type { Mail } from './mail.ts';

export type MailOptions = {
  readonly clock: SandboxClock;
  /** Of the SMTP server; 0 (the default) takes any free port. */
  readonly port?: number;
  /** Of the inbox page. */
  readonly pagePort?: number;
};

const refused = (): Error => Object.assign(new Error('Mailbox unavailable'), { responseCode: 550 });

/** Starts a mail server on loopback that delivers nothing: it keeps every message and shows it on a page. */
export async function startMail({ clock, port = 0, pagePort = 0 }: MailOptions): Promise<MailSandbox> {
  let mails: Mail[] = [];
  let fault: 'refuse' | 'lose answer' | undefined;
  const sockets = new Map<number | undefined, Socket>();

  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    onData(stream, session, done) {
      const how = fault;
      fault = undefined;
      const keep = async (): Promise<void> => {
        const source = await buffer(stream);
        if (how === 'refuse') return done(refused());
        const { subject, text } = parseMessage(source);
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          subject,
          text,
          source: source.toString('utf8'),
          receivedAt: new Date(clock.now()),
        });
        if (how === 'lose answer') sockets.get(session.remotePort)?.destroy();
        else done();
      };
      keep().catch(done);
    },
  });
  // A connection that breaks off is a sender's fault, or ours on purpose; neither is a reason to stop.
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    const { remotePort } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
  const page = await listen(
    inboxPage(() => mails),
    pagePort,
  );

  return {
    url: `smtp://127.0.0.1:${address.port}`,
    pageUrl: page.url,
    inbox: () => mails,
    clear: () => {
      mails = [];
    },
    failNext: (how) => {
      fault = how;
    },
    async close() {
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
      await page.close();
    },
  };
}
