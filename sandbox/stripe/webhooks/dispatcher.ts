import { type Account, nowSeconds } from '../account.ts';
import { newId } from '../ids.ts';
import type { EventRecord } from '../records.ts';
import type { ClockTimers } from './clock-timers.ts';
import { attemptOf, createDeliverer, type Delivery, type WebhookAttempt } from './delivery.ts';
import { isMeant } from './event-type.ts';
import { createModes, type WebhookModes } from './modes.ts';
import type { Pending, Timers } from './pending.ts';

export type WebhookControl = WebhookModes & {
  /** Resolves when nothing is pending: no delivery, no retry. What waits for the sandbox's clock does not count. */
  readonly idle: () => Promise<void>;
  readonly attempts: readonly WebhookAttempt[];
};

type Options = {
  readonly account: Account;
  readonly clockTimers: ClockTimers;
  readonly pending: Pending;
  readonly retryMs: readonly number[];
  readonly timers: Timers;
};

/** How long shuffled events wait for others to be shuffled with. */
const GATHER_MS = 25;

const deliveriesFor = (account: Account, event: EventRecord): readonly Delivery[] =>
  [...account.webhookEndpoints.values()]
    .filter(
      ({ status, enabledEvents }) => status === 'enabled' && enabledEvents.some((type) => isMeant(event.type, type)),
    )
    .map((endpoint) => ({ event, endpoint }));

/** How long after the payment itself `invoice_payment.paid` is emitted, in real time, as long as nobody asks for more. */
const LATE_EVENT_MS = 20;

/** Another event about the same change. */
function twinOf(account: Account, event: EventRecord): EventRecord {
  const twin: EventRecord = { ...event, id: newId('evt'), deliveries: new Map() };
  account.events.set(twin.id, twin);
  return twin;
}

/** Sends events to the endpoints that asked for them. Returns the switches and what to call for each new event. */
export function createDispatcher({ account, clockTimers, pending, retryMs, timers }: Options) {
  const attempts: WebhookAttempt[] = [];
  const closing = new AbortController();
  const { switches, state } = createModes({
    sameSecond: (on) => {
      account.eventSecond = on ? nowSeconds(account) : null;
    },
    tangle: (on) => {
      account.isEventListTangled = on;
    },
  });
  const note = (attempt: WebhookAttempt): void => void attempts.push(attempt);
  const deliver = createDeliverer({
    account,
    closing: closing.signal,
    note,
    pending,
    retryMs,
    takeSigning: state.takeSigning,
    timers,
  });
  let gathered: Delivery[] = [];

  const start = async (delivery: Delivery): Promise<void> => {
    if (state.takeLoss()) {
      note(attemptOf(delivery, 1, 'lost'));
      delivery.event.deliveries.set(delivery.endpoint.id, 'failed');
      return;
    }
    await Promise.all(state.isDoubled() ? [deliver(delivery), deliver(delivery)] : [deliver(delivery)]);
  };

  const deliverBackwards = async (batch: readonly Delivery[]): Promise<void> => {
    const done = pending.begin();
    // One at a time, or the network would decide the order.
    for (const delivery of batch.toReversed()) await start(delivery);
    done();
  };

  const gather = (delivery: Delivery): void => {
    gathered.push(delivery);
    if (gathered.length > 1) return;
    timers.after(GATHER_MS, () => {
      const batch = gathered;
      gathered = [];
      void deliverBackwards(batch);
    });
  };

  const startSoon = (delivery: Delivery): void => {
    if (state.isShuffled()) gather(delivery);
    // After the request that caused it has finished its work.
    else timers.after(0, () => void start(delivery));
  };

  const dispatchOne = (event: EventRecord): void => {
    const seconds = state.delaySeconds();
    for (const delivery of deliveriesFor(account, event)) {
      event.deliveries.set(delivery.endpoint.id, 'pending');
      if (seconds > 0) clockTimers.after(seconds, () => startSoon(delivery));
      else startSoon(delivery);
    }
  };

  const dispatch = (event: EventRecord): void => {
    dispatchOne(event);
    if (state.isTwinned()) dispatchOne(twinOf(account, event));
  };

  const later = (work: () => void): void => {
    const seconds = state.latePaymentSeconds();
    if (seconds > 0) clockTimers.after(seconds, work);
    else timers.after(LATE_EVENT_MS, work);
  };

  const control: WebhookControl = { ...switches, idle: pending.idle, attempts };
  return { control, dispatch, later, stop: () => closing.abort() };
}
