import type { NodemailerError } from 'nodemailer';

const MOST = 300;

/** What a server said, on one line and without anybody's address. */
export function quoted(reply: string): string {
  const line = reply
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\s<>()[\],;:"'=@]+@[^\s<>()[\],;:"'=@]+/g, '(address)')
    .trim();
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line;
}

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^AUTH/, 'refused the login'],
  [/^STARTTLS$/, 'refused to encrypt the connection'],
  [/^MAIL FROM$/, 'refused the sender'],
  [/^RCPT TO$/, 'refused the recipient'],
  [/^DATA$/, 'refused the message'],
];

/** What went wrong, for a person who looks after the mail server. */
export function inWords({ command = '', response, code, timeoutType, message }: NodemailerError): string {
  if (response !== undefined) {
    const what = REFUSALS.find(([pattern]) => pattern.test(command))?.[1] ?? 'turned us away';
    return `The mail server ${what}: ${quoted(response)}`;
  }
  if (code === 'EAUTH') return `The login to the mail server failed: ${quoted(message)}`;
  if (code === 'EMESSAGE') return `The mail server would not take the message: ${quoted(message)}`;
  if (timeoutType !== undefined || code === 'ETIMEDOUT') return 'The mail server does not answer';
  return `The connection to the mail server failed: ${quoted(message)}`;
}
