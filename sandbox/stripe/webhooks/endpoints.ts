import { type Account, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import { newId, randomText } from '../ids.ts';
import { type MetadataPatch, mergeMetadata, orNull } from '../ledger/text.ts';
import type { WebhookEndpointRecord } from '../records.ts';

const ENDPOINTS_MAX = 16;

/** A star stands alone; everything else looks like `invoice.paid`. */
export function checkEnabledEvents(types: readonly string[]): readonly string[] {
  for (const type of types) {
    if (type === '*' && types.length > 1)
      throw invalid("The wildcard '*' cannot be combined with other event types.", { param: 'enabled_events' });
    if (type !== '*' && !/^[a-z_]+(\.[a-z_]+)+$/.test(type))
      throw invalid(`Invalid event type: ${type}.`, { param: 'enabled_events' });
  }
  return types;
}

export type EndpointFields = {
  api_version?: string | undefined;
  description?: string | undefined;
  enabled_events: readonly string[];
  metadata?: MetadataPatch | undefined;
  /** Given where a secret must be known beforehand; otherwise it is made up. */
  secret?: string | undefined;
  url: string;
};

/** Registers an address for events. */
export function createEndpoint(account: Account, fields: EndpointFields): WebhookEndpointRecord {
  if (account.webhookEndpoints.size >= ENDPOINTS_MAX)
    throw invalid(`You have reached the maximum of ${ENDPOINTS_MAX} webhook endpoints.`);
  const endpoint: WebhookEndpointRecord = {
    id: newId('we'),
    apiVersion: fields.api_version ?? null,
    created: nowSeconds(account),
    secret: fields.secret ?? `whsec_${randomText(32)}`,
    description: orNull(fields.description ?? ''),
    enabledEvents: checkEnabledEvents(fields.enabled_events),
    metadata: mergeMetadata({}, fields.metadata),
    status: 'enabled',
    url: fields.url,
  };
  account.webhookEndpoints.set(endpoint.id, endpoint);
  return endpoint;
}
