import type { Mail } from '../../src/billing/follow-up/message.ts';
import { compose, distinct, isAddress, parseSender } from './compose.ts';
import { deliver, type SendOutcome } from './deliver.ts';
import { mailServer } from './server.ts';
import { createSession, type Session } from './session.ts';
import { inWords } from './words.ts';

export type { SendOutcome } from './deliver.ts';

export type Mailer = {
  /** Sends a mail to its recipient and its copies, over a connection of its own. Nothing is repeated in here. */
  readonly send: (mail: Mail) => Promise<SendOutcome>;
  /** Connects, greets and logs in; what is wrong in words, undefined when nothing is. */
  readonly check: () => Promise<string | undefined>;
  /** Hangs up on the server, whatever is under way, and sends nothing any more. */
  readonly close: () => void;
};

export type MailerOptions = {
  readonly smtpUrl: string;
  /** `MAIL_FROM`, with or without a name. */
  readonly from: string;
  /**
   * From connecting to the answer to the text. A server may think about a text for minutes, and giving up while it does
   * makes an `unknown` of a message that arrives.
   */
  readonly timeoutMs: number;
  /** What `Date` says. */
  readonly now?: () => Date;
};

const refused = (why: string): SendOutcome => ({ kind: 'refused', why });

/** Sends mail through the server of `SMTP_URL`. */
export function createMailer({ smtpUrl, from, timeoutMs, now = () => new Date() }: MailerOptions): Mailer {
  const server = mailServer(smtpUrl);
  const sender = parseSender(from);
  const sessions = new Set<Session>();
  let closed = false;

  const start = (): Session => {
    const session = createSession(server, timeoutMs);
    sessions.add(session);
    session.connection.once('end', () => sessions.delete(session));
    return session;
  };

  return {
    async send(mail) {
      const to = mail.to.trim();
      if (!isAddress(to)) return refused('What the mail is addressed to is not an e-mail address');
      if (mail.replyTo && !isAddress(mail.replyTo.address))
        return refused('The address for answers is not an e-mail address');
      const copies = distinct(
        to,
        mail.cc.map((copy) => copy.trim()),
      );
      const letter = await compose({ ...mail, to, cc: copies.filter(isAddress) }, sender, now());
      if (closed) return refused('Sending has ended');
      const outcome = await deliver(start(), letter);
      const unreadable = copies.filter((copy) => !isAddress(copy));
      if (outcome.kind !== 'sent' || unreadable.length === 0) return outcome;
      return { kind: 'sent', without: [...unreadable, ...(outcome.without ?? [])] };
    },
    async check() {
      const session = start();
      try {
        await session.open();
        session.leave();
        return undefined;
      } catch (error) {
        session.cut();
        if (!(error instanceof Error)) throw error;
        return inWords(error);
      }
    },
    close() {
      closed = true;
      for (const session of sessions) session.cut();
    },
  };
}
