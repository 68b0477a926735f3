import { createHash } from 'node:crypto';
import { createMailer, type Mailer } from '../../connectors/mail/client.ts';
import { parseSender } from '../../connectors/mail/compose.ts';
import type { StripeConnector } from '../../connectors/stripe/client.ts';
import type { SendMessage } from '../../jobs/follow-up-client.ts';
import type { Announced } from '../../jobs/morning-list.ts';
import { TryAgain } from '../billing/failure.ts';
import type { Mail } from '../billing/follow-up/message.ts';
import type { Planned } from '../billing/follow-up/plan.ts';
import { compose } from '../billing/follow-up/words/compose.ts';
import type { Config } from '../config/config.ts';

/** A mail server may think about a message for a while; giving up early makes "nobody knows" of what arrives. */
const MAIL_TIMEOUT_MS = 50_000;

export type FollowUpMessages = {
  readonly send: SendMessage;
  /** Undefined where the team has no mail server, or wants no list. */
  readonly sendList: Announced['sendList'];
  /** The message in words; undefined where Stripe mails in its own. */
  readonly inWords: (planned: Planned) => Mail | undefined;
  readonly close: () => void;
};

type Settings = Pick<Config, 'mail'> & {
  readonly followUp: Pick<Config['policy']['followUp'], 'language' | 'templates' | 'morningList'>;
};

/** How messages leave: through the team's own mail server where there is one, else by Stripe. */
export function followUpMessages(
  { mail, followUp }: Settings,
  stripe: Pick<StripeConnector, 'mailInvoiceAgain'>,
  timeoutMs = MAIL_TIMEOUT_MS,
): FollowUpMessages {
  if (mail === undefined)
    return { send: byStripe(stripe), sendList: undefined, inWords: () => undefined, close: () => {} };
  const mailer = createMailer({ smtpUrl: mail.smtpUrl, from: mail.from, timeoutMs });
  const { language, templates, morningList } = followUp;
  const { address, name } = parseSender(mail.from);
  const domain = address.split('@').at(-1) ?? 'localhost';
  const from = { domain, ...(name === '' ? {} : { name }) };
  const inWords = (planned: Planned): Mail =>
    compose(planned.message, { texts: { language, templates }, from, id: idOf(planned) });
  return {
    send: async (planned) => {
      const mail = orWhy(() => inWords(planned));
      return typeof mail === 'string' ? { kind: 'refused', why: mail } : await mailer.send(mail);
    },
    sendList: morningList ? listSender(mailer, domain) : undefined,
    inWords,
    close: mailer.close,
  };
}

/** What cannot be put into words has certainly not left. */
function orWhy(write: () => Mail): Mail | string {
  try {
    return write();
  } catch (error) {
    return `it could not be put into words: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The same for the same message, whoever sends it: mail programs show it once. */
function idOf({ counts }: Planned): string {
  const [first] = counts;
  return first === undefined ? '' : `${first.due.slot}.${first.due.cycle}.${first.followed.invoice.id}`;
}

/** One invoice at a time, in Stripe's own words. */
const byStripe =
  (stripe: Pick<StripeConnector, 'mailInvoiceAgain'>): SendMessage =>
  async ({ counts: [first] }) =>
    first === undefined
      ? { kind: 'refused', why: 'the message is about no invoice' }
      : await stripe.mailInvoiceAgain(first.followed.invoice, first.due);

const listSender =
  (mailer: Mailer, domain: string): Announced['sendList'] =>
  async (to, subject, text) => {
    const html = `<pre style="font: inherit; white-space: pre-wrap">${escaped(text)}</pre>`;
    const messageId = `list.${createHash('sha256').update(text).digest('hex').slice(0, 24)}@${domain}`;
    const outcome = await mailer.send({
      to,
      cc: [],
      replyTo: undefined,
      subject,
      text,
      html,
      messageId,
      language: 'en',
    });
    if (outcome.kind !== 'sent') throw new TryAgain(`The list of today's messages was not mailed: ${outcome.why}`);
  };

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
