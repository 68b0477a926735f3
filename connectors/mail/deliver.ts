import { Readable } from 'node:stream';
import type { NodemailerError, SMTPEnvelope } from 'nodemailer';
import type { Letter } from './compose.ts';
import type { Session } from './session.ts';
import { inWords, quoted } from './words.ts';

/**
 * What became of a mail.
 * - `sent`: the server has it. `without` are the copies that it would not take, absent when there are none.
 * - `refused`: nobody got it, and it may be sent again.
 * - `unknown`: nobody can tell, so it must not be sent again.
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly without?: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** SMTPConnection keeps its books on the object that it is given. */
type Books = SMTPEnvelope & { readonly rejectedErrors?: readonly NodemailerError[] };

type Delivery = { readonly books: Books; handedOver: boolean };

const refusalOf = (books: Books, recipient: string): NodemailerError | undefined =>
  books.rejectedErrors?.find((error) => error.recipient === recipient);

/**
 * The text, which is asked for when the server has answered DATA and not before. A copy without the message to the main
 * recipient helps nobody, so then nothing is handed over: a server delivers nothing that has no end.
 */
function textOf({ source, envelope }: Letter, delivery: Delivery): Readable {
  return new Readable({
    read() {
      if (refusalOf(delivery.books, envelope.to)) {
        this.destroy(new Error('The main recipient was refused'));
        return;
      }
      delivery.handedOver = true;
      this.push(source);
      this.push(null);
    },
  });
}

/** An error reply to the text itself. Everything else that ends a transfer leaves open what the server has done. */
const isRefusal = ({ command, responseCode }: NodemailerError): boolean =>
  command === 'DATA' && responseCode !== undefined && responseCode >= 400 && responseCode < 600;

function failed(error: NodemailerError, letter: Letter, { books, handedOver }: Delivery): SendOutcome {
  if (!handedOver) {
    const reason = error.response === undefined ? refusalOf(books, letter.envelope.to) : undefined;
    return { kind: 'refused', why: inWords(reason ?? error) };
  }
  if (isRefusal(error)) return { kind: 'refused', why: inWords(error) };
  if (error.response !== undefined) {
    return {
      kind: 'unknown',
      why: `The mail server answered the message with neither yes nor no: ${quoted(error.response)}`,
    };
  }
  return { kind: 'unknown', why: `${inWords(error)}, after the message was handed over` };
}

/** Sends one letter over a session that is not open yet, and ends the session. */
export async function deliver(session: Session, letter: Letter): Promise<SendOutcome> {
  const { from, to, copies } = letter.envelope;
  const delivery: Delivery = {
    books: { from, to: [to, ...copies], size: letter.source.length },
    handedOver: false,
  };
  try {
    await session.open();
    const { rejected } = await session.step<{ rejected: string[] }>((done) =>
      session.connection.send(delivery.books, textOf(letter, delivery), done),
    );
    session.leave();
    return rejected.length > 0 ? { kind: 'sent', without: rejected } : { kind: 'sent' };
  } catch (error) {
    session.cut();
    if (!(error instanceof Error)) throw error;
    return failed(error, letter, delivery);
  }
}
