import type { Account } from '../account.ts';
import type { EventRecord, WebhookEndpointRecord } from '../records.ts';
import type { Signing } from './modes.ts';
import type { Pending, Timers } from './pending.ts';
import { send } from './send.ts';

/** One event on its way to one endpoint. */
export type Delivery = { readonly event: EventRecord; readonly endpoint: WebhookEndpointRecord };

/** One try to deliver one event to one endpoint. `at` is real time in milliseconds. */
export type WebhookAttempt = {
  readonly at: number;
  readonly attempt: number;
  readonly endpoint: string;
  readonly event: string;
  readonly outcome: 'delivered' | 'lost' | 'refused' | 'unreachable';
  readonly status: number | null;
  readonly type: string;
  readonly url: string;
};

/** The attempt as it is remembered. */
export const attemptOf = (
  { event, endpoint }: Delivery,
  attempt: number,
  outcome: WebhookAttempt['outcome'],
  status: number | null = null,
): WebhookAttempt => ({
  at: Date.now(),
  attempt,
  endpoint: endpoint.id,
  event: event.id,
  outcome,
  status,
  type: event.type,
  url: endpoint.url,
});

export type DelivererOptions = {
  readonly account: Account;
  readonly closing: AbortSignal;
  readonly note: (attempt: WebhookAttempt) => void;
  readonly pending: Pending;
  /** Pauses before the retries; there are as many retries as pauses. */
  readonly retryMs: readonly number[];
  /** What is wrong with the signature of the next attempt. */
  readonly takeSigning: () => Signing;
  readonly timers: Timers;
};

/** Returns a function that delivers, and tries again until a 2xx. It resolves after the first try. */
export function createDeliverer({ account, closing, note, pending, retryMs, takeSigning, timers }: DelivererOptions) {
  const post = async (delivery: Delivery, attempt: number): Promise<boolean> => {
    try {
      const status = await send(account, delivery.event, delivery.endpoint, takeSigning(), closing);
      const isAccepted = status >= 200 && status < 300;
      note(attemptOf(delivery, attempt, isAccepted ? 'delivered' : 'refused', status));
      return isAccepted;
    } catch {
      note(attemptOf(delivery, attempt, 'unreachable'));
      return false;
    }
  };

  return async function deliver(delivery: Delivery, attempt = 1): Promise<void> {
    const done = pending.begin();
    const { deliveries } = delivery.event;
    const { id } = delivery.endpoint;
    if (await post(delivery, attempt)) deliveries.set(id, 'delivered');
    // A doubled event may have arrived the other time.
    else if (deliveries.get(id) !== 'delivered') deliveries.set(id, 'failed');
    const pause = retryMs[attempt - 1];
    if (deliveries.get(id) !== 'delivered' && pause !== undefined)
      timers.after(pause, () => void deliver(delivery, attempt + 1));
    done();
  };
}
