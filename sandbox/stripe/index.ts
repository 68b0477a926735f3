import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { SandboxClock } from '../kit/clock.ts';
import { createFaults, type Faults } from '../kit/faults.ts';
import { createJournal, type Journal } from '../kit/journal.ts';
import { listen } from '../kit/listen.ts';
import { createAccount } from './account.ts';
import { createActions, type StripeActions } from './actions.ts';
import { createApi } from './api/app.ts';
import { createIdempotency } from './api/idempotency.ts';
import { createControl } from './control.ts';
import { createPages } from './pages/index.ts';
import { routes } from './routes/index.ts';
import { createStore, type StripeStore } from './store.ts';
import { createClockTimers } from './webhooks/clock-timers.ts';
import { createDispatcher, type WebhookControl } from './webhooks/dispatcher.ts';
import { createPending, createTimers } from './webhooks/pending.ts';

export type { FailExecutedRule, StripeActions } from './actions.ts';
export type { Mail } from './records.ts';
export type { StripeStore } from './store.ts';
export type { WebhookAttempt } from './webhooks/delivery.ts';
export type { WebhookControl } from './webhooks/dispatcher.ts';

export type StripeSandbox = StripeActions & {
  readonly url: string;
  readonly close: () => Promise<void>;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly store: StripeStore;
  readonly webhooks: WebhookControl;
};

export type StripeOptions = {
  readonly clock: SandboxClock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Default: `sk_test_sandbox`. */
  readonly secretKeys?: readonly string[];
  readonly accountName?: string;
  /** Pauses before the retries of a webhook, in real milliseconds. Stripe's own are hours. */
  readonly webhookRetryMs?: readonly number[];
  /** More requests than this within one real second are answered with 429. */
  readonly rateLimitPerSecond?: number;
};

/**
 * Starts a local Stripe that the official SDK talks to unchanged: pass it this host and port, `protocol: 'http'` and
 * one of the secret keys. All state lives in memory.
 */
export async function startStripe({
  clock,
  port = 0,
  secretKeys = ['sk_test_sandbox'],
  accountName = 'Milepost Studio',
  webhookRetryMs = [50, 200, 800],
  rateLimitPerSecond = 25,
}: StripeOptions): Promise<StripeSandbox> {
  const account = createAccount({ clock, name: accountName });
  const pending = createPending();
  const timers = createTimers(pending);
  const clockTimers = createClockTimers(clock);
  const dispatcher = createDispatcher({ account, clockTimers, pending, retryMs: webhookRetryMs, timers });
  account.onEvent = dispatcher.dispatch;
  account.later = dispatcher.later;

  const faults = createFaults();
  const journal = createJournal();
  const idempotency = createIdempotency(clock);
  const actions = createActions({ account, faults, idempotency });
  const store = createStore(account);
  const controls = { ...actions, faults, store, webhooks: dispatcher.control };

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', createApi({ account, faults, idempotency, journal, rateLimitPerSecond, routes, secretKeys }));
  app.route('/_sandbox', createControl(controls));
  app.route('/', createPages(account));
  const { url, close } = await listen(app, port);
  account.baseUrl = url;

  return {
    ...controls,
    url,
    journal,
    close: async () => {
      clockTimers.stop();
      timers.stop();
      dispatcher.stop();
      await close();
    },
  };
}
