import { Hono } from 'hono';
import type { TakeDelivery } from './delivery.ts';
import type { ReceiverEnv } from './raw-body.ts';
import type { VerifyWebhook } from './verified.ts';

export type NotionWebhook = {
  readonly verify: VerifyWebhook;
  /**
   * Keeps the verification token of a handshake until a person has pasted it into Notion.
   * Leave it out once a secret is configured: anybody can send a handshake.
   */
  readonly keepHandshake?: ((token: string) => Promise<void>) | undefined;
};

/**
 * `POST /webhooks/notion`: connection events and their handshake.
 *
 * Notion pauses a subscription whose endpoint keeps answering 4xx to valid events, so an event type that we do not know
 * is answered with success.
 */
export function notionWebhook({ verify, keepHandshake }: NotionWebhook, take: TakeDelivery): Hono<ReceiverEnv> {
  const source = { name: 'notion', verify, keepHandshake } as const;
  return new Hono<ReceiverEnv>().post('/webhooks/notion', (c) => take(c, source));
}
