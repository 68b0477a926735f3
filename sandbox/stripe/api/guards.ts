import type { MiddlewareHandler } from 'hono';
import { API_VERSION } from '../account.ts';
import { newId } from '../ids.ts';
import type { StripeEnv } from './environment.ts';
import { errorAnswer } from './errors.ts';

/** The headers that every answer carries. */
export const standardHeaders: MiddlewareHandler<StripeEnv> = async (c, proceed) => {
  const requestId = newId('req');
  c.set('requestId', requestId);
  await proceed();
  c.header('request-id', requestId);
  c.header('stripe-version', c.req.header('stripe-version') ?? API_VERSION);
  const key = c.req.header('idempotency-key');
  if (key !== undefined && c.req.method === 'POST') c.header('idempotency-key', key);
};

const masked = (key: string): string => `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;

const KEY_MISSING =
  'You did not provide an API key. Provide it in the Authorization header, using Bearer auth or as the user name of basic auth.';

function keyOf(authorization: string | undefined): string | undefined {
  const [scheme, value = ''] = authorization?.split(' ') ?? [];
  if (scheme === 'Bearer') return value;
  if (scheme === 'Basic') return Buffer.from(value, 'base64').toString().split(':')[0];
  return undefined;
}

/** Lets only the account's own keys in. */
export function requireKey(secretKeys: readonly string[]): MiddlewareHandler<StripeEnv> {
  return async (c, proceed) => {
    const key = keyOf(c.req.header('authorization'));
    if (key !== undefined && secretKeys.includes(key)) {
      await proceed();
      return undefined;
    }
    const message = key === undefined ? KEY_MISSING : `Invalid API Key provided: ${masked(key)}`;
    return c.json(errorAnswer({ type: 'invalid_request_error', message }, c.get('requestId')), 401);
  };
}

/** Answers 429 to what exceeds `perSecond` requests in any second of real time. */
export function limitRate(perSecond: number): MiddlewareHandler<StripeEnv> {
  let recent: number[] = [];
  return async (c, proceed) => {
    const now = performance.now();
    recent = recent.filter((at) => now - at < 1000);
    if (recent.length < perSecond) {
      recent.push(now);
      await proceed();
      return undefined;
    }
    c.header('stripe-rate-limited-reason', 'global-rate');
    const message = 'Request rate limit exceeded. Please reduce the rate of your requests.';
    return c.json(errorAnswer({ type: 'invalid_request_error', code: 'rate_limit', message }, c.get('requestId')), 429);
  };
}
