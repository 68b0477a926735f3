import Stripe from 'stripe';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';

/** The SDK gives plain objects, or what its HTTP client made: with a fetch client a `Headers`, whatever the types say. */
function headerOf(headers: unknown, name: string): unknown {
  if (headers instanceof Headers) return headers.get(name);
  return typeof headers === 'object' && headers !== null
    ? Object.entries(headers).find(([key]) => key === name)?.[1]
    : undefined;
}

/** Whether an answer is one that Stripe has given before under the same key; it is as old as the first one then. */
export const isRepeated = (headers: unknown): boolean => headerOf(headers, 'idempotent-replayed') === 'true';

/** A failure that Stripe repeats says nothing about now (Stripe, "Idempotent requests"). */
export const isRepeatedFailure = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && isRepeated(error.headers);

export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && error.code === 'resource_missing';

/** Whether something is missing only to our key: "a similar object exists in live mode, but a test mode key was used". */
export const isInOtherMode = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && isMissing(error) && error.message.includes('similar object exists in');

/** Whether Stripe would not put in what was to be read along with something. */
export const isExpandRefused = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'expand';

/** Whether our key may not read some of what was asked for. */
export const isNotPermitted = (error: unknown): boolean => error instanceof Stripe.errors.StripePermissionError;

/**
 * Translates what the Stripe SDK throws into one of our kinds of failure.
 * @param doing what was tried, for people: "create the invoice"
 */
export function toFailure(error: unknown, doing: string): Error {
  if (error instanceof TryAgain || error instanceof NeedsPerson) return error;
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) return error instanceof Error ? error : new Error(String(error));
  if (error instanceof errors.StripeConnectionError)
    return new TryAgain(`The line to Stripe broke: ${doing}`, { cause: error });
  if (error instanceof errors.StripeRateLimitError)
    return new TryAgain(`Stripe asks for a pause: ${doing}`, { retryAfterMs: 2_000, cause: error });
  if (error instanceof errors.StripeAuthenticationError) {
    return new NeedsPerson('Stripe refused the key', {
      mend: 'Set STRIPE_SECRET_KEY to a valid key.',
      who: 'admin',
      cause: error,
    });
  }
  if (error instanceof errors.StripePermissionError) {
    return new NeedsPerson(`Stripe does not let our key ${doing}: ${error.message}`, {
      mend: 'Give the restricted key the permission that is named.',
      who: 'admin',
      cause: error,
    });
  }
  if (error instanceof errors.StripeIdempotencyError)
    return new Error(`A request to ${doing} was repeated with other contents.`, { cause: error });
  // What the SDK makes of an answer that is no JSON, such as the error page of something in between: without a status.
  if (error.statusCode === undefined && error.rawType === undefined)
    return new TryAgain(`Stripe's answer cannot be read: ${doing}`, { cause: error });
  const status = error.statusCode ?? 0;
  if (status === 409 || status === 424 || status >= 500)
    return new TryAgain(`Stripe answered ${status} to: ${doing}`, { cause: error });
  return new NeedsPerson(`Stripe refused to ${doing}: ${error.message.replace(/\.$/, '')}`, {
    mend: error.param === undefined ? 'Correct what Stripe names.' : `Correct what Stripe calls "${error.param}".`,
    who: 'billing owner',
    cause: error,
  });
}

/** Runs a call of the SDK and translates its failure. */
export async function calling<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toFailure(error, doing);
  }
}
