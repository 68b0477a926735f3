import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { Client, isFullPage, type PageObjectResponse } from '@notionhq/client';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { type NotionOptions, type NotionSandbox, startNotion } from '../../../sandbox/notion/index.ts';

/** A started sandbox and the official client on it; both end with the test. */
export async function setup(options: Partial<NotionOptions> = {}) {
  const clock = options.clock ?? createClock();
  const notion = await startNotion({ aggregationMs: 15, webhookRetryMs: [5], ...options, clock });
  onTestFinished(async () => await notion.close());
  return { notion, clock, client: clientFor(notion) };
}

export const clientFor = (notion: NotionSandbox, token = notion.token): Client =>
  new Client({
    auth: token,
    baseUrl: notion.url,
    notionVersion: '2026-03-11',
    retry: false,
    logger: () => undefined,
  });

export const text = (content: string) => [{ text: { content } }];

/** A page answer with everything in it. */
export function full(page: Parameters<typeof isFullPage>[0]): PageObjectResponse {
  if (!isFullPage(page)) throw new Error('expected a full page');
  return page;
}

const reference = z.object({ id: z.string(), type: z.string() });
const event = z.looseObject({
  id: z.string(),
  type: z.string(),
  timestamp: z.string().optional(),
  attempt_number: z.number(),
  authors: z.array(reference),
  entity: z.looseObject({ id: z.string(), type: z.string().optional() }),
  data: z.looseObject({ updated_properties: z.unknown().optional() }).optional(),
});

export type Received = { readonly body: string; readonly signature: string | undefined };

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
};

/**
 * A webhook receiver on loopback.
 * @param statusFor what to answer to the n-th delivery; default 200
 */
export async function receiver(statusFor: (count: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const signature = request.headers['x-notion-signature'];
    received.push({ body: await bodyOf(request), signature: typeof signature === 'string' ? signature : undefined });
    response.writeHead(statusFor(received.length)).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const events = () => received.map(({ body }) => event.parse(JSON.parse(body)));
  return { url: `http://127.0.0.1:${address.port}/`, received, events };
}

/** A receiver that is subscribed already, past its handshake. */
export async function subscribed(notion: NotionSandbox, statusFor?: (count: number) => number) {
  const hook = await receiver(statusFor);
  const token = 'secret_agreed_before';
  await notion.subscribeWebhook(hook.url, token);
  return { ...hook, token };
}

/** Asserts that a call is refused with this status, code and message. */
export async function expectRefusal(call: Promise<unknown>, status: number, code: string, message?: string | RegExp) {
  await expect(call).rejects.toMatchObject({ status, code });
  if (message !== undefined) await expect(call).rejects.toThrow(message);
}
