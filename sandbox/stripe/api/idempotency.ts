import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { SandboxClock } from '../../kit/clock.ts';
import type { StoredAnswer, StripeEnv } from './environment.ts';
import { type ErrorBody, errorAnswer } from './errors.ts';

type Entry = { readonly fingerprint: string; readonly at: number; answer: StoredAnswer | null };

export type Idempotency = {
  /** Forgets all keys, as Stripe does after a day. */
  readonly expire: () => void;
  readonly middleware: MiddlewareHandler<StripeEnv>;
};

const LIFE_MS = 24 * 60 * 60 * 1000;

/** An injected answer that carries this header counts as the result of an executed request. It is never sent. */
export const EXECUTED_HEADER = 'x-sandbox-executed';

const refuse = (c: Context<StripeEnv>, status: 400 | 409, body: ErrorBody): Response =>
  c.json(errorAnswer(body, c.get('requestId')), status);

const MISMATCH: ErrorBody = {
  type: 'idempotency_error',
  message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.',
};
const IN_USE: ErrorBody = {
  type: 'invalid_request_error',
  code: 'idempotency_key_in_use',
  message: 'There is currently another in-progress request using this idempotency key.',
};
const TOO_LONG: ErrorBody = {
  type: 'invalid_request_error',
  message: 'An idempotency key can have up to 255 characters.',
};

async function fingerprintOf(c: Context<StripeEnv>): Promise<string> {
  const body = await c.req.text();
  return createHash('sha256').update(`${c.req.method} ${c.req.path}\n${body}`).digest('hex');
}

/** Keeps the answer if the request was executed, whatever the answer says. */
async function storeAnswer(c: Context<StripeEnv>): Promise<StoredAnswer | null> {
  const isInjected = c.res.headers.has(EXECUTED_HEADER);
  c.res.headers.delete(EXECUTED_HEADER);
  if (!isInjected && c.get('executed') !== true) return null;
  return { status: c.res.status, body: await c.res.clone().text() };
}

/** The store of answers by idempotency key. Runs before faults, so that what a fault answers instead is stored too. */
export function createIdempotency(clock: SandboxClock): Idempotency {
  const entries = new Map<string, Entry>();

  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    return entry !== undefined && clock.now() - entry.at < LIFE_MS ? entry : undefined;
  };

  return {
    expire: () => entries.clear(),
    middleware: async (c, proceed) => {
      const key = c.req.header('idempotency-key');
      if (c.req.method !== 'POST' || key === undefined) {
        await proceed();
        c.res.headers.delete(EXECUTED_HEADER);
        return undefined;
      }
      if (key.length > 255) return refuse(c, 400, TOO_LONG);
      const fingerprint = await fingerprintOf(c);
      const known = live(key);
      if (known !== undefined && known.fingerprint !== fingerprint) return refuse(c, 400, MISMATCH);
      if (known?.answer === null) return refuse(c, 409, IN_USE);
      if (known !== undefined) {
        c.set('replay', known.answer);
        await proceed();
        return undefined;
      }
      const entry: Entry = { fingerprint, at: clock.now(), answer: null };
      entries.set(key, entry);
      await proceed();
      entry.answer = await storeAnswer(c);
      if (entry.answer === null && entries.get(key) === entry) entries.delete(key);
      return undefined;
    },
  };
}
