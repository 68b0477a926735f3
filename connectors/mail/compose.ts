import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '../../src/billing/follow-up/message.ts';

export type Sender = { readonly name: string; readonly address: string };

/** A message as it goes over the wire, and whom the server is told to give it to. */
export type Letter = {
  readonly source: Buffer;
  readonly envelope: { readonly from: string; readonly to: string; readonly copies: readonly string[] };
};

/** One address and nothing else: what could be read as two, or as a header of its own, is none. */
const ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u;
export const isAddress = (text: string): boolean => ADDRESS.test(text);

/** Free text for a header, which a line break would end. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();

/** Takes `MAIL_FROM` apart. Whatever is before the angle bracket is the name, commas and all. */
export function parseSender(from: string): Sender {
  const match = /^(.*)<([^<>]+)>$/s.exec(from.trim());
  if (match === null) return { name: '', address: from.trim() };
  const [, name = '', address = ''] = match;
  return { name: oneLine(name).replace(/^"(.*)"$/, '$1'), address: address.trim() };
}

/** Copies without whoever is addressed already. */
export function distinct(to: string, copies: readonly string[]): readonly string[] {
  const seen = new Set([to.toLowerCase()]);
  return copies.filter((copy) => !seen.has(copy.toLowerCase()) && seen.add(copy.toLowerCase()));
}

/** A carriage return that stands alone is no line break in a mail, and servers refuse it (RFC 5321, 2.3.8). */
const withWholeBreaks = (text: string): string => text.replace(/\r\n?/g, '\n');

/** Puts a mail into the form of RFC 5322: plain text and HTML, UTF-8, sent by a machine. All addresses must be addresses. */
export async function compose(mail: Mail, sender: Sender, date: Date): Promise<Letter> {
  const { replyTo } = mail;
  const message = new MailComposer({
    from: sender,
    to: { name: '', address: mail.to },
    cc: mail.cc.map((address) => ({ name: '', address })),
    ...(replyTo === undefined ? {} : { replyTo: { name: oneLine(replyTo.name), address: replyTo.address } }),
    subject: oneLine(mail.subject),
    messageId: `<${mail.messageId.replace(/[\s\p{Cc}<>]+/gu, '')}>`,
    date,
    headers: { 'Content-Language': oneLine(mail.language), 'Auto-Submitted': 'auto-generated' },
    text: withWholeBreaks(mail.text),
    html: withWholeBreaks(mail.html),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  // International domains are in their ASCII form here, as servers want them.
  const { from, to } = message.getEnvelope();
  const [first = mail.to, ...copies] = to;
  return { source: await message.build(), envelope: { from: from || sender.address, to: first, copies } };
}
