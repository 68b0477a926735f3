import { verifyWebhookSignature } from '@notionhq/client';
import { z } from 'zod';
import type { Hint } from '../../src/billing/hint.ts';

/** What a delivery turned out to be. */
export type NotionDelivery =
  | { readonly outcome: 'hints'; readonly eventId: string; readonly eventType: string; readonly hints: readonly Hint[] }
  | { readonly outcome: 'ignored'; readonly eventId: string; readonly eventType: string; readonly why: string }
  | { readonly outcome: 'handshake'; readonly token: string }
  | { readonly outcome: 'refused'; readonly status: 400 | 401; readonly why: string };

/**
 * Tolerant on purpose: Notion pauses a subscription whose endpoint refuses authentic events, so unknown types and keys, and parts
 * that are missing or of another shape, are no reason to refuse one.
 */
const Event = z.looseObject({
  id: z.string().catch(''),
  type: z.string(),
  authors: z.array(z.looseObject({ id: z.string() })).catch([]),
  entity: z
    .looseObject({ id: z.string().min(1), type: z.string() })
    .optional()
    .catch(undefined),
  data: z
    .looseObject({
      parent: z
        .looseObject({ id: z.string().optional(), data_source_id: z.string().optional() })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
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
  const hints = (...found: readonly Hint[]): NotionDelivery => ({ outcome: 'hints', eventId, eventType, hints: found });
  if (eventType.startsWith('page.') && entity.type === 'page') {
    const row: Hint = { about: 'notion row', id: entity.id, origin, dataSource };
    // The event names the new home alone. What may have been a milestone is looked at, so that its project lets it go.
    return eventType === 'page.moved' ? hints(row, { about: 'milestone', id: entity.id, origin }) : hints(row);
  }
  // Subscriptions of the oldest API version tell of the database instead.
  if (eventType === 'data_source.schema_updated' || eventType === 'database.schema_updated')
    return hints({ about: 'notion schema', id: entity.id, origin });
  return ignored('not used');
}
