import { once } from 'node:events';
import type { SandboxClock } from '../kit/clock.ts';
import { listen } from '../kit/listen.ts';
import { createTrouble, type MailFaults } from './faults.ts';
import { inboxPage } from './inbox-page.ts';
import type { Mail } from './mail.ts';
import { parseMessage } from './message.ts';
import { createSmtpServer, type Encryption } from './smtp.ts';

/** `failNext` harms the next message; the other faults stay until they are cleared. */
export type MailSandbox = MailFaults & {
  /** For `SMTP_URL`. Any user and password is taken. */
  readonly url: string;
  /** Address of the inbox page. */
  readonly pageUrl: string;
  readonly inbox: () => readonly Mail[];
  readonly clear: () => void;
  readonly close: () => Promise<void>;
};

export type { MailFault } from './faults.ts';
export type { Mail } from './mail.ts';

export type MailOptions = {
  readonly clock: SandboxClock;
  /** Of the SMTP server; 0 (the default) takes any free port. */
  readonly port?: number;
  /** Of the inbox page. */
  readonly pagePort?: number;
  /** Default: none. The certificate is not a real one. */
  readonly encryption?: Encryption;
  /** Whether several commands may come at once, as most servers allow. Default true. */
  readonly isPipelining?: boolean;
};

/** Starts a mail server on loopback that delivers nothing: it keeps every message and shows it on a page. */
export async function startMail({
  clock,
  port = 0,
  pagePort = 0,
  encryption = 'none',
  isPipelining = true,
}: MailOptions): Promise<MailSandbox> {
  let mails: Mail[] = [];
  const trouble = createTrouble();
  const server = createSmtpServer({
    trouble,
    encryption,
    isPipelining,
    keep(source, { envelope: { mailFrom, rcptTo } }) {
      mails.push({
        ...parseMessage(source),
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        source: source.toString('utf8'),
        receivedAt: new Date(clock.now()),
      });
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
  const clear = (): void => {
    mails = [];
  };
  const page = await listen(inboxPage({ inbox: () => mails, clear, faults: trouble }), pagePort);
  const { answerAfter, clearFaults, failNext, greylist, refuseRecipient } = trouble;

  return {
    url: `${encryption === 'from the start' ? 'smtps' : 'smtp'}://127.0.0.1:${address.port}`,
    pageUrl: page.url,
    inbox: () => mails,
    clear,
    answerAfter,
    clearFaults,
    failNext,
    greylist,
    refuseRecipient,
    async close() {
      for (const connection of server.connections) connection.close();
      await new Promise<void>((closed) => server.close(() => closed()));
      await page.close();
    },
  };
}
