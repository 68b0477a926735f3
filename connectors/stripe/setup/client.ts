import { z } from 'zod';
import { parseAnswer } from '../../answer.ts';
import { openStripe, type StripeOptions } from '../client.ts';
import { calling } from '../errors.ts';
import { createEndpoint, listEndpoints, mendEndpoint, removeEndpoint } from './endpoint.ts';
import { missingPermissions } from './permissions.ts';

const AccountObject = z.looseObject({
  settings: z
    .looseObject({ dashboard: z.looseObject({ display_name: z.string().nullish() }).nullish() })
    .nullish()
    .catch(undefined),
});

export type StripeSetup = ReturnType<typeof createStripeSetup>;

/** What `milepost init` reads in a Stripe account, and the webhook endpoint that it makes there. */
export function createStripeSetup(options: StripeOptions) {
  const stripe = openStripe(options);
  return {
    /** The name of the business; empty when the key may not see it. @throws NeedsPerson when the key is refused */
    async accountName(): Promise<string> {
      try {
        const answer = await calling('read the account', () => stripe.accounts.retrieveCurrent());
        return parseAnswer(AccountObject, answer, 'a Stripe account').settings?.dashboard?.display_name ?? '';
      } catch (error) {
        const status = error instanceof Error && error.cause !== undefined ? statusOf(error.cause) : undefined;
        if (status === 403) return '';
        throw error;
      }
    },
    missingPermissions: () => missingPermissions(stripe),
    listEndpoints: () => listEndpoints(stripe),
    createEndpoint: (url: string) => createEndpoint(stripe, url),
    mendEndpoint: (id: string) => mendEndpoint(stripe, id),
    removeEndpoint: (id: string) => removeEndpoint(stripe, id),
  };
}

const statusOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'statusCode' in cause ? cause.statusCode : undefined;
