import type Stripe from 'stripe';
import { z } from 'zod';
import { parseAnswer } from '../../answer.ts';
import { STRIPE_API_VERSION } from '../client.ts';
import { calling, isMissing, isNotPermitted, toFailure } from '../errors.ts';
import { HINT_TYPES } from '../event-hints.ts';
import { listed } from '../list.ts';

const Endpoint = z.looseObject({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  api_version: z.string().nullish(),
  enabled_events: z.array(z.string()),
  metadata: z.record(z.string(), z.string()).nullish(),
});
/** Stripe tells the secret in the answer to the creation alone. */
const NewEndpoint = Endpoint.extend({ secret: z.string() });

/** A webhook endpoint as it is, compared with what the hub needs. */
export type SeenEndpoint = {
  readonly id: string;
  readonly url: string;
  /** `milepost init` made it. */
  readonly isOurs: boolean;
  readonly isEnabled: boolean;
  /** Undefined: the account's own version. */
  readonly apiVersion: string | undefined;
  readonly missingEvents: readonly string[];
  readonly events: readonly string[];
};

const OWN = { milepost: 'init' } as const;
const DESCRIPTION = 'Milepost: invoices and payments shown in Notion';

const toEndpoint = (endpoint: z.infer<typeof Endpoint>): SeenEndpoint => ({
  id: endpoint.id,
  url: endpoint.url,
  isOurs: endpoint.metadata?.milepost === OWN.milepost,
  isEnabled: endpoint.status === 'enabled',
  apiVersion: endpoint.api_version ?? undefined,
  events: endpoint.enabled_events,
  missingEvents: HINT_TYPES.filter(
    (type) => !endpoint.enabled_events.includes(type) && !endpoint.enabled_events.includes('*'),
  ),
});

/** Every endpoint of the account; `not permitted` when the key may not see them. */
export async function listEndpoints(stripe: Stripe): Promise<readonly SeenEndpoint[] | 'not permitted'> {
  try {
    const list = listed('list the webhook endpoints', (page) => stripe.webhookEndpoints.list(page));
    return await Array.fromAsync(list, (one) => toEndpoint(parseAnswer(Endpoint, one, 'a Stripe webhook endpoint')));
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (isNotPermitted(error) || isNotPermitted(cause)) return 'not permitted';
    throw toFailure(error, 'list the webhook endpoints');
  }
}

const events = (): Stripe.WebhookEndpointCreateParams.EnabledEvent[] => [...HINT_TYPES];

/** Creates the endpoint that the hub needs. Its secret is told now, and never again. */
export async function createEndpoint(stripe: Stripe, url: string): Promise<{ readonly secret: string }> {
  const answer = await calling('create the webhook endpoint', () =>
    stripe.webhookEndpoints.create({
      url,
      api_version: STRIPE_API_VERSION,
      enabled_events: events(),
      description: DESCRIPTION,
      metadata: OWN,
    }),
  );
  return parseAnswer(NewEndpoint, answer, 'a Stripe webhook endpoint');
}

/** Brings an endpoint of ours to send every event that the hub looks at, and to send at all. */
export async function mendEndpoint(stripe: Stripe, id: string): Promise<void> {
  await calling('correct the webhook endpoint', () =>
    stripe.webhookEndpoints.update(id, { enabled_events: events(), disabled: false }),
  );
}

/** Takes away an endpoint of ours whose secret nobody knows; one that is gone already is no failure. */
export async function removeEndpoint(stripe: Stripe, id: string): Promise<void> {
  try {
    await stripe.webhookEndpoints.del(id);
  } catch (error) {
    if (!isMissing(error)) throw toFailure(error, 'remove the webhook endpoint');
  }
}
