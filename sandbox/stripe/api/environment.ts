import type { HttpBindings } from '@hono/node-server';

export type StoredAnswer = { readonly status: number; readonly body: string };

/** What travels with a request through the pipeline. */
export type StripeEnv = {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Set once the parameters were accepted: from here on the answer counts, whatever it is. */
    executed?: true;
    /** The answer that was given to this idempotency key before. */
    replay?: StoredAnswer;
  };
};
