import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export type Letter = { readonly from: string; readonly to: readonly string[]; readonly source: string };

/** Speaks SMTP over a plain socket, a command at a time; the last answer is the one to the message. */
export async function sendLetter(url: string, { from, to, source }: Letter): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return await dialogue(socket, [
      'EHLO test.example',
      `MAIL FROM:<${from}>`,
      ...to.map((address) => `RCPT TO:<${address}>`),
      'DATA',
      `${source}\r\n.`,
    ]);
  } finally {
    socket.destroy();
  }
}

/** Sends each line after the answer to the one before; '' when the server hung up instead of answering. */
async function dialogue(socket: Socket, lines: readonly string[]): Promise<string> {
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  const nextAnswer = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await answers.next();
      if (done) return '';
      // 250-SIZE is one line of many, 250 SIZE is the last.
      if (/^\d{3} /.test(value)) return value;
    }
  };
  let answer = await nextAnswer();
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    answer = await nextAnswer();
  }
  return answer;
}
