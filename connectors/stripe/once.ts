import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { TryAgain } from '../../src/billing/failure.ts';
import { isRepeatedFailure, toFailure } from './errors.ts';

/** Every key of ours begins so; events that our own calls caused are recognised by it. */
export const KEY_PREFIX = 'milepost';

const KEYS_MAX = 20;

/** Short name of some content: equal content, equal name. */
export const fingerprint = (body: object): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);

type Repeatable<T> = {
  /** What is done, for people: "create the invoice". */
  readonly doing: string;
  /** What is done to what: `create:<billing key>`. */
  readonly name: string;
  /** The parameters; equal work has equal bytes and therefore an equal key. */
  readonly body: object;
  /** Undefined: Stripe repeated an answer about something that is gone by now. */
  readonly send: (options: Stripe.RequestOptions) => Promise<T | undefined>;
  /** Looks whether the work was done after all by a request whose stored answer is a failure. */
  readonly findDone: () => Promise<T | undefined>;
};

/**
 * Sends a write so that repeating it does nothing twice while Stripe remembers its key. Stripe stores failures under the
 * key as well, also when the failed request had done its work; a stored failure therefore means: look, and only then ask
 * again under the next key. No state is kept: the same sequence of keys is walked after a crash.
 * @throws TryAgain, NeedsPerson, or our bug, as `toFailure` says
 */
export async function once<T>({ doing, name, body, send, findDone }: Repeatable<T>): Promise<T> {
  const stem = `${KEY_PREFIX}:${name}:${fingerprint(body)}`;
  for (let attempt = 0; attempt < KEYS_MAX; attempt += 1) {
    try {
      const result = await send({ idempotencyKey: `${stem}:${attempt}` });
      if (result !== undefined) return result;
    } catch (error) {
      if (!isRepeatedFailure(error)) throw toFailure(error, doing);
      const done = await findDone();
      if (done !== undefined) return done;
    }
  }
  throw new TryAgain(`Stripe keeps repeating old answers to: ${doing}`, { retryAfterMs: 60 * 60_000 });
}
