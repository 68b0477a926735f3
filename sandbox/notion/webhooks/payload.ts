import type {
  BaseWebhookPayload,
  CommentCreatedWebhookPayload,
  DataSourceContentUpdatedWebhookPayload,
  DataSourceSchemaUpdatedWebhookPayload,
  PageContentUpdatedWebhookPayload,
  PageCreatedWebhookPayload,
  PageDeletedWebhookPayload,
  PageMovedWebhookPayload,
  PagePropertiesUpdatedWebhookPayload,
  PageUndeletedWebhookPayload,
} from '@notionhq/client';
import { newId } from '../ids.ts';
import type { Author, World } from '../model.ts';
import type { Gathered } from './aggregate.ts';

export type Payload =
  | CommentCreatedWebhookPayload
  | DataSourceContentUpdatedWebhookPayload
  | DataSourceSchemaUpdatedWebhookPayload
  | PageContentUpdatedWebhookPayload
  | PageCreatedWebhookPayload
  | PageDeletedWebhookPayload
  | PageMovedWebhookPayload
  | PagePropertiesUpdatedWebhookPayload
  | PageUndeletedWebhookPayload;

/** Lists in one event hold at most this many entries. */
const ENTRIES_MAX = 100;

/** The part that all events share. */
export const envelope = (
  world: World,
  subscriptionId: string,
  authors: readonly Author[],
  at: number,
): BaseWebhookPayload => ({
  id: newId(),
  timestamp: new Date(at).toISOString(),
  workspace_id: world.workspace.id,
  workspace_name: world.workspace.name,
  subscription_id: subscriptionId,
  integration_id: world.bot.integrationId,
  authors: authors.slice(0, ENTRIES_MAX).map((author) => ({ ...author })),
  attempt_number: 1,
  api_version: '2026-03-11',
});

/** The body of the event for a group of changes. */
export function toPayload(world: World, subscriptionId: string, { change, authors }: Gathered): Payload {
  const base = envelope(world, subscriptionId, authors, change.at);
  const { parent, entity } = change;
  const page = { id: entity.id, type: 'page' as const };
  const source = { id: entity.id, type: 'data_source' as const };
  switch (change.type) {
    case 'page.properties_updated': {
      const ids = change.values.map(({ id }) => id).slice(0, ENTRIES_MAX);
      return { ...base, type: change.type, entity: page, data: { parent, updated_properties: ids } };
    }
    case 'page.content_updated':
      return {
        ...base,
        type: change.type,
        entity: page,
        data: { parent, updated_blocks: change.blocks.slice(0, ENTRIES_MAX) },
      };
    case 'data_source.content_updated':
      return {
        ...base,
        type: change.type,
        entity: source,
        data: { parent, updated_blocks: change.blocks.slice(0, ENTRIES_MAX) },
      };
    case 'data_source.schema_updated':
      return {
        ...base,
        type: change.type,
        entity: source,
        data: { parent, updated_properties: change.schema.slice(0, ENTRIES_MAX) },
      };
    case 'comment.created':
      return {
        ...base,
        type: change.type,
        entity: { id: entity.id, type: 'comment' },
        data: { parent: { id: change.pageId, type: 'page' }, page_id: change.pageId },
      };
    default:
      return { ...base, type: change.type, entity: page, data: { parent } };
  }
}
