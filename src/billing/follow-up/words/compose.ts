import type { Responsible } from '../../responsible.ts';
import type { Mail, PlannedMessage } from '../message.ts';
import { chooseText } from './choose.ts';
import { cleanLines, oneLine } from './clean.ts';
import { html } from './html.ts';
import { letterOf } from './letter.ts';
import { plainText } from './text.ts';
import { type Texts, textName } from './texts.ts';

export type Composing = {
  readonly texts: Texts;
  /** Whom mail comes from: domain of its address, and the name beside it. */
  readonly from: { readonly domain: string; readonly name?: string };
  /** The same for the same message, whoever sends it: made of its kind, its invoices and its cycle. */
  readonly id: string;
};

/**
 * Puts a planned message into words. Pure: the same message, texts and id give the same mail.
 * @throws RangeError when the message is about no invoice, or is formal and lacks the clause or the dates of earlier messages
 */
export function compose(message: PlannedMessage, { texts, from, id }: Composing): Mail {
  const missing = lackOf(message);
  if (missing !== undefined) throw new RangeError(`A ${message.kind} message needs ${missing}.`);
  const chosen = chooseText(textName[message.kind], message.language, texts);
  const letter = letterOf(message, chosen, from.name ?? '');
  return {
    to: message.to,
    cc: message.copyTo,
    replyTo: replyTo(message.sender),
    subject: letter.subject,
    text: plainText(letter),
    html: html(letter),
    messageId: `${id.replace(/[^\w.-]/g, '-')}@${from.domain.replace(/[^\w.-]/g, '-')}`,
    language: chosen.language,
  };
}

function lackOf({ kind, about, formal }: PlannedMessage): string | undefined {
  if (about.length === 0) return 'an invoice';
  if (kind !== 'Formal') return undefined;
  if (cleanLines(formal?.clause ?? '').length === 0) return 'the words of the clause';
  return formal?.earlier.length === 0 ? 'the dates of earlier messages' : undefined;
}

/** One address and nothing else. */
const ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u;

/** Answers go to the sender; where no address is known, to whom the mail comes from. */
function replyTo({ name, email }: Responsible): Mail['replyTo'] {
  const address = email?.trim() ?? '';
  return ADDRESS.test(address) ? { name: oneLine(name), address } : undefined;
}
