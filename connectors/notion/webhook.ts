import { verifyWebhookSignature } from '@notionhq/client';
import { z } from 'zod';
import type { Hint } from '../../src/billing/hint.ts';

/** What a delivery turned out to be. */
export type NotionDelivery =
  | { readonly outcome: 'hints'; readonly eventId: string; readonly eventType: string; readonly hints: readonly Hint[] }
  | { readonly outcome: 'ignored'; readonly eventId: string; readonly eventType: string; readonly why: string }
  | { readonly outcome: 'handshake'; readonly token: string }
  | { readonly outcome: 'refused'; readonly status: 400 | 401; readonly why: string };

/** Tolerant on purpose: unknown types, keys and kinds of author are authentic too and must be answered 2xx. */
const Event = z.looseObject({
  id: z.string(),
  type: z.string(),
  authors: z.array(z.looseObject({ id: z.string(), type: z.string() })).default([]),
  entity: z.looseObject({ id: z.string(), type: z.string() }).optional(),
  data: z
    .looseObject({ parent: z.looseObject({ id: z.string(), data_source_id: z.string().optional() }).optional() })
    .optional(),
});
type Event = z.infer<typeof Event>;

const Handshake = z.object({ verification_token: z.string().min(1) });

export type NotionWebhookOptions = {
  /** The subscription's verification token; undefined until a person has configured it. */
  readonly secret: string | undefined;
  /** The id of our own bot, once it is known. */
  readonly ownUserId: () => string | undefined;
};

/**
 * Proves that a delivery comes from Notion and says what it hints at.
 * A handshake is signed with the very token that it carries, which proves nothing: it is accepted only while no token is
 * configured, and then changes nothing but what `milepost status` shows for pasting.
 */
export function verifyNotionWebhook({ secret, ownUserId }: NotionWebhookOptions) {
  return async (raw: Buffer, header: (name: string) => string | undefined): Promise<NotionDelivery> => {
    const signature = header('x-notion-signature');
    if (secret === undefined) return await readHandshake(raw, signature);
    if (!(await verifyWebhookSignature({ body: raw, signature, verificationToken: secret }))) {
      return { outcome: 'refused', status: 401, why: 'the signature does not match' };
    }
    const body = parseJson(raw);
    if (Handshake.safeParse(body).success)
      return { outcome: 'ignored', eventId: '', eventType: 'handshake', why: 'a token is configured already' };
    const event = Event.safeParse(body);
    if (!event.success) return { outcome: 'refused', status: 400, why: 'the body is not an event' };
    return toHints(event.data, ownUserId());
  };
}

async function readHandshake(raw: Buffer, signature: string | undefined): Promise<NotionDelivery> {
  const body = Handshake.safeParse(parseJson(raw));
  if (!body.success)
    return {
      outcome: 'refused',
      status: 401,
      why: 'NOTION_WEBHOOK_SECRET is not set, so nothing but the handshake is accepted',
    };
  const token = body.data.verification_token;
  if (!(await verifyWebhookSignature({ body: raw, signature, verificationToken: token }))) {
    return { outcome: 'refused', status: 401, why: 'the handshake is not signed with its own token' };
  }
  return { outcome: 'handshake', token };
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}

function toHints(event: Event, ownUserId: string | undefined): NotionDelivery {
  const { id: eventId, type: eventType, authors, entity, data } = event;
  const ignored = (why: string): NotionDelivery => ({ outcome: 'ignored', eventId, eventType, why });
  // Only when every author is ourselves: aggregation can mix a person and our bot in one event.
  if (ownUserId !== undefined && authors.length > 0 && authors.every((author) => author.id === ownUserId))
    return ignored('own write');
  if (entity === undefined) return ignored('names nothing');
  const origin = `notion:${eventId}`;
  const dataSource = data?.parent?.data_source_id ?? data?.parent?.id;
  if (eventType.startsWith('page.') && entity.type === 'page') {
    return {
      outcome: 'hints',
      eventId,
      eventType,
      hints: [{ about: 'notion row', id: entity.id, origin, dataSource }],
    };
  }
  if (eventType === 'data_source.schema_updated') {
    return { outcome: 'hints', eventId, eventType, hints: [{ about: 'notion schema', id: entity.id, origin }] };
  }
  return ignored('not used');
}
