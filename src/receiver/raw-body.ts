import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** Served by Node there is an `incoming`; under `app.request()` in a test there is none. */
export type ReceiverEnv = { Bindings: Partial<HttpBindings> };

export const BODY_BYTES_MAX = 1024 * 1024;

export type RawBody =
  | { readonly outcome: 'read'; readonly raw: Buffer }
  | { readonly outcome: 'too large' }
  | { readonly outcome: 'cut off' };

/**
 * The exact bytes that were sent, which is what signatures cover; never holds more than `bytesMax`.
 * Reads Node's own stream where there is one: going through the web Request costs a third of the throughput.
 */
export async function readRawBody(c: Context<ReceiverEnv>, bytesMax: number = BODY_BYTES_MAX): Promise<RawBody> {
  if (Number(c.req.header('content-length') ?? 0) > bytesMax) return { outcome: 'too large' };
  const incoming = c.env?.incoming;
  if (incoming !== undefined) return await readStream(incoming, bytesMax);

  const raw = Buffer.from(await c.req.arrayBuffer());
  return raw.length > bytesMax ? { outcome: 'too large' } : { outcome: 'read', raw };
}

function readStream(incoming: IncomingMessage, bytesMax: number): Promise<RawBody> {
  return new Promise((resolve) => {
    if (incoming.destroyed) return resolve({ outcome: 'cut off' });

    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= bytesMax) {
        chunks.push(chunk);
        return;
      }
      incoming.off('data', onData);
      incoming.pause();
      resolve({ outcome: 'too large' });
    };
    incoming.on('data', onData);
    incoming.once('end', () => resolve({ outcome: 'read', raw: joined(chunks) }));
    // Whichever comes first settles the promise; after 'end' these change nothing.
    incoming.once('error', () => resolve({ outcome: 'cut off' }));
    incoming.once('close', () => resolve({ outcome: 'cut off' }));
  });
}

/** Nearly every webhook arrives as one chunk, which needs no copy. */
function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}
