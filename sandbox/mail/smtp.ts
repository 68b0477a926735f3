import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { answer, type MailTrouble } from './faults.ts';
import { objection } from './strict.ts';

const LARGEST_BYTES = 10 * 1024 * 1024;
const CLOSING_MS = 1_000;

export type Encryption = 'none' | 'offered' | 'from the start';

export type SmtpOptions = {
  readonly trouble: MailTrouble;
  readonly encryption: Encryption;
  /** Whether a sender may say several things at once. */
  readonly isPipelining: boolean;
  readonly keep: (source: Buffer, session: SMTPServerSession) => void;
};

type Answer = (error?: Error | null) => void;

type Cut = (session: SMTPServerSession) => void;

/** Takes the text in and says what becomes of it. */
async function receive(
  { trouble, keep }: SmtpOptions,
  cut: Cut,
  { stream, session, done }: { stream: SMTPServerDataStream; session: SMTPServerSession; done: Answer },
): Promise<void> {
  if (trouble.meets('cut before text')) return cut(session);
  if (trouble.meets('cut during text')) {
    await once(stream, 'data');
    return cut(session);
  }
  const source = await buffer(stream);
  if (trouble.meets('refuse')) return done(answer(550, 'Mailbox unavailable'));
  if (trouble.meets('refuse text')) return done(answer(554, 'This looks like spam'));
  if (trouble.meets('not now')) return done(answer(451, 'Not now, please come back later'));
  const why = objection(source);
  if (why !== undefined) return done(answer(500, why));
  if (trouble.meets('cut before commit')) return cut(session);
  keep(source, session);
  if (trouble.meets('lose answer')) return cut(session);
  await sleep(trouble.answerDelayMs(), undefined, { ref: false });
  done();
}

/** An SMTP server that asks nobody for a password, takes mail for everybody, and misbehaves on demand. */
export function createSmtpServer(options: SmtpOptions): SMTPServer {
  const { trouble, encryption, isPipelining } = options;
  // By the connection and not by its socket: to destroy one from under a TLS handshake brings Node down.
  const cut: Cut = ({ id }) => {
    for (const connection of server.connections) if (connection.id === id) connection.close();
  };
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    secure: encryption === 'from the start',
    disabledCommands: encryption === 'offered' ? [] : ['STARTTLS'],
    hidePIPELINING: !isPipelining,
    disableReverseLookup: true,
    size: LARGEST_BYTES,
    closeTimeout: CLOSING_MS,
    // Its certificate is one that nobody believes, which is said on stderr otherwise.
    logger: false,
    onConnect: (_session, done) => done(trouble.meets('wrong greeting') ? answer(554, 'No service here') : null),
    onAuth: (auth, _session, done) =>
      trouble.meets('refuse login')
        ? done(answer(535, `Authentication failed for ${auth.username}`))
        : done(null, { user: auth.username ?? 'anybody' }),
    onMailFrom: (_address, _session, done) =>
      done(trouble.meets('refuse sender') ? answer(550, 'Sender not welcome') : null),
    onRcptTo(address, session, done) {
      if (trouble.meets('refuse data')) Object.assign(session, { disabledCommands: ['DATA', 'STARTTLS'] });
      done(trouble.toRecipient(address.address) ?? null);
    },
    onData(stream, session, done) {
      receive(options, cut, { stream, session, done }).catch(done);
    },
  });
  // A connection that breaks off is a sender's fault, or ours on purpose; neither is a reason to stop.
  server.on('error', () => undefined);
  return server;
}
