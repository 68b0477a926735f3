import { Hono } from 'hono';
import { verifyNotionWebhook } from '../../connectors/notion/webhook.ts';
import { type ReceiverEnv, readRawBody } from '../receiver/raw-body.ts';
import { listen } from '../receiver/serve.ts';

export type HandshakeOptions = {
  readonly host: string;
  readonly port: number;
  readonly waitMs: number;
  /** Called once it listens, with the path that Notion has to be given. */
  readonly onListening?: (port: number) => void;
};

const SHUT_WITHIN_MS = 1_000;

/**
 * Listens until Notion has sent the handshake of a new subscription. Anybody can send one: whoever pastes the token finds out
 * whether it came from Notion.
 * @returns the verification token; undefined when none came in time
 * @throws when the address is taken, as by a hub, which then shows the token itself
 */
export async function waitForHandshake(options: HandshakeOptions): Promise<string | undefined> {
  const { host, port, waitMs, onListening = () => {} } = options;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const verify = verifyNotionWebhook({ secret: undefined, ownUserId: () => undefined });
  const app = new Hono<ReceiverEnv>().post('/webhooks/notion', async (c) => {
    const body = await readRawBody(c);
    if (body.outcome !== 'read') return c.json({ error: body.outcome }, 413);
    const delivery = await verify(body.raw, (name) => c.req.header(name));
    if (delivery.outcome !== 'handshake') return c.json({ error: 'only the handshake is taken now' }, 401);
    resolve(delivery.token);
    return c.json({ received: true });
  });
  const server = await listen(app, { host, port });
  const timer = setTimeout(() => resolve(undefined), waitMs);
  try {
    onListening(server.port);
    return await promise;
  } finally {
    clearTimeout(timer);
    await server.close(SHUT_WITHIN_MS);
  }
}
