import { z } from 'zod';
import { find } from '../api/errors.ts';
import { listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import { flag, metadata, paging, required, text } from '../api/schema.ts';
import { mergeMetadata, orNull } from '../ledger/text.ts';
import { renderWebhookEndpoint } from '../render/event.ts';
import { checkEnabledEvents, createEndpoint } from '../webhooks/endpoints.ts';

const address = required.refine((url) => URL.canParse(url) && /^https?:/.test(url), {
  message: 'Invalid URL: an explicit scheme (such as https) must be provided.',
  params: { code: 'url_invalid' },
});

export const webhookEndpointRoutes: readonly Route[] = [
  route(
    'POST',
    '/v1/webhook_endpoints',
    {
      api_version: required.optional(),
      description: text.optional(),
      enabled_events: z.array(required).min(1),
      metadata: metadata.optional(),
      url: address,
    },
    (account, params) => renderWebhookEndpoint(createEndpoint(account, params), { secret: true }),
  ),
  route('GET', '/v1/webhook_endpoints', paging, (account, page) =>
    listPage(
      {
        all: account.webhookEndpoints.values(),
        kind: 'webhook_endpoint',
        keep: () => true,
        render: (endpoint) => renderWebhookEndpoint(endpoint),
        url: '/v1/webhook_endpoints',
      },
      page,
    ),
  ),
  route('GET', '/v1/webhook_endpoints/:id', {}, (account, _params, { id }) =>
    renderWebhookEndpoint(find(account.webhookEndpoints, 'webhook_endpoint', id)),
  ),
  route(
    'POST',
    '/v1/webhook_endpoints/:id',
    {
      description: text.optional(),
      disabled: flag.optional(),
      enabled_events: z.array(required).min(1).optional(),
      metadata: metadata.optional(),
      url: address.optional(),
    },
    (account, params, { id }) => {
      const endpoint = find(account.webhookEndpoints, 'webhook_endpoint', id);
      if (params.enabled_events !== undefined) endpoint.enabledEvents = checkEnabledEvents(params.enabled_events);
      endpoint.metadata = mergeMetadata(endpoint.metadata, params.metadata);
      if (params.description !== undefined) endpoint.description = orNull(params.description);
      if (params.disabled !== undefined) endpoint.status = params.disabled ? 'disabled' : 'enabled';
      if (params.url !== undefined) endpoint.url = params.url;
      return renderWebhookEndpoint(endpoint);
    },
  ),
  route('DELETE', '/v1/webhook_endpoints/:id', {}, (account, _params, { id }) => {
    find(account.webhookEndpoints, 'webhook_endpoint', id);
    account.webhookEndpoints.delete(id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];
