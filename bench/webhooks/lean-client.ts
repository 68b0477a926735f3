import { connect, type Socket } from 'node:net';

export type Answer = { readonly status: number };

/** One keep-alive connection: sends a request when the one before is answered. */
export type LeanClient = { readonly post: (request: Buffer) => Promise<Answer>; readonly close: () => void };

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '\r\n0\r\n\r\n';
const STATUS = /^HTTP\/1\.1 (\d{3})/;
const ANSWER_WITHIN_MS = 10_000;

/**
 * HTTP/1.1 with as little work as possible. Node's own client costs about as much per request as a bare server does, and
 * shares its cores: it would measure itself.
 */
export async function openLeanClient(url: URL): Promise<LeanClient> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await connected(socket);
  let waiting: PromiseWithResolvers<Answer> | undefined;
  let received = '';
  const fail = (error: Error): void => waiting?.reject(error);
  socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error('no answer in time')));
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server hung up')));
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const answer = wholeAnswer(received);
    if (answer === undefined) return;
    received = '';
    waiting?.resolve(answer);
  });
  return {
    post(request) {
      waiting = Promise.withResolvers();
      socket.write(request);
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', reject);
  });
}

/** Undefined while a part is still on its way. */
function wholeAnswer(received: string): Answer | undefined {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received)?.[1];
  const isWhole =
    length === undefined
      ? received.endsWith(LAST_CHUNK) // Hono on Node.js answers without a length
      : received.length >= headEnd + HEAD_END.length + Number(length);
  return isWhole ? { status: Number(STATUS.exec(received)?.[1]) } : undefined;
}
