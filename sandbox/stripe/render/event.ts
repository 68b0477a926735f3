import type Stripe from 'stripe';
import { API_VERSION } from '../account.ts';
import type { EventRecord, WebhookEndpointRecord } from '../records.ts';

/**
 * An event as it is listed and delivered.
 * @param apiVersion the endpoint's version; the account's where nothing is given
 */
export function renderEvent(event: EventRecord, apiVersion: string | null = null): object {
  return {
    id: event.id,
    object: 'event',
    api_version: apiVersion ?? API_VERSION,
    created: event.created,
    data: {
      object: event.object,
      ...(event.previous === null ? {} : { previous_attributes: event.previous }),
    },
    livemode: false,
    pending_webhooks: [...event.deliveries.values()].filter((state) => state !== 'delivered').length,
    request: event.request ?? { id: null, idempotency_key: null },
    type: event.type,
  } satisfies Stripe.EventBase;
}

/** @param secret shown once, in the answer to the creation */
export function renderWebhookEndpoint(
  endpoint: WebhookEndpointRecord,
  { secret = false }: { secret?: boolean } = {},
): Stripe.WebhookEndpoint {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    api_version: endpoint.apiVersion,
    application: null,
    created: endpoint.created,
    description: endpoint.description,
    enabled_events: [...endpoint.enabledEvents],
    livemode: false,
    metadata: endpoint.metadata,
    ...(secret ? { secret: endpoint.secret } : {}),
    status: endpoint.status,
    url: endpoint.url,
  };
}
