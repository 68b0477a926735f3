import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailServer } from './server.ts';

type Done<T> = (error: NodemailerError | null | undefined, result: T) => void;

/** One connection to a mail server. Whatever goes wrong with it rejects the step that is being waited for. */
export type Session = {
  readonly connection: SMTPConnection;
  /** Connects, greets and logs in. */
  readonly open: () => Promise<void>;
  /** Waits for one exchange with the server, or for the end of the connection. */
  readonly step: <T>(start: (done: Done<T>) => void) => Promise<T>;
  /** Says goodbye and does not wait for the answer. */
  readonly leave: () => void;
  /** Hangs up. */
  readonly cut: () => void;
};

const GOODBYE_MS = 1_000;

const timedOut = (): NodemailerError => Object.assign(new Error('Timeout'), { code: 'ETIMEDOUT' });

/** @param timeoutMs for everything that is done with it, however slowly the server goes on talking */
export function createSession({ connection: options, login }: MailServer, timeoutMs: number): Session {
  const connection = new SMTPConnection({
    ...options,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: GOODBYE_MS,
  });
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  connection.on('error', broken.reject);
  connection.once('end', () => broken.reject(new Error('Connection closed')));
  const patience = setTimeout(() => {
    broken.reject(timedOut());
    connection.close();
  }, timeoutMs);
  connection.once('end', () => clearTimeout(patience));

  const step = async <T>(start: (done: Done<T>) => void): Promise<T> => {
    const exchange = Promise.withResolvers<T>();
    start((error, result) => (error ? exchange.reject(error) : exchange.resolve(result)));
    return await Promise.race([broken.promise, exchange.promise]);
  };

  return {
    connection,
    step,
    async open() {
      await step<void>((done) => connection.connect(done));
      // Also where the server offers no login: mail under no name is not what was configured.
      if (login !== undefined) await step<boolean | undefined>((done) => connection.login(login, done));
    },
    leave() {
      connection.quit();
      setTimeout(() => connection.close(), GOODBYE_MS).unref();
    },
    cut: () => connection.close(),
  };
}
