import { randomBytes } from 'node:crypto';
import { newId } from '../ids.ts';
import type { World } from '../model.ts';
import { createAggregator } from './aggregate.ts';
import type { Change } from './change.ts';
import { type Attempt, attemptDelivery, type OutgoingEvent, post } from './deliver.ts';
import { envelope, toPayload } from './payload.ts';

export type Webhooks = {
  /** Loses the next events, as Notion may: no attempt is ever made for them. Default: all until `deliverNormally`. */
  readonly lose: (next?: number | 'all') => void;
  /** Ends `lose`, `double` and `shuffle`. */
  readonly deliverNormally: () => void;
  readonly double: (on: boolean) => void;
  /** Holds events back for one more window and sends them in reverse. */
  readonly shuffle: (on: boolean) => void;
  /** Resolves once nothing is gathered, on its way or waiting for another attempt. */
  readonly idle: () => Promise<void>;
  readonly attempts: () => readonly Attempt[];
  /** Sends an event of a type that nobody knows yet. */
  readonly sendUnknownEvent: () => void;
  readonly paused: () => boolean;
  /** What a person does by hand after Notion paused the subscription. */
  readonly resume: () => void;
};

export type Subscription = {
  readonly verificationToken: string;
  /** What a person does by pasting the token into Notion: events flow from now on. */
  readonly activate: () => void;
};

/** Eight attempts in all; the real ones spread over a day. */
const RETRY_MS = [1_000, 5_000, 15_000, 30_000, 60_000, 120_000, 240_000] as const;
const ATTEMPTS_MAX = 8;
/** Sustained refusals pause the subscription; seen in the field at 82 % failures. */
const PAUSE_SAMPLE = 50;
const PAUSE_RATIO = 0.8;
const ATTEMPTS_KEPT = 20_000;

type State = {
  target: { url: string; token: string; id: string; active: boolean } | undefined;
  lose: number;
  double: boolean;
  shuffle: boolean;
  paused: boolean;
  closed: boolean;
};

/** The sending side of webhooks: gathers changes, signs events and tries again, and can misbehave on purpose. */
export function createSender(options: { aggregationMs: number; retryMs?: readonly number[] }, world: () => World) {
  const retryMs = options.retryMs ?? RETRY_MS;
  const state: State = { target: undefined, lose: 0, double: false, shuffle: false, paused: false, closed: false };
  const attempts: Attempt[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const waiters = new Set<() => void>();
  let recent: boolean[] = [];
  let held: OutgoingEvent[] = [];
  let underway = 0;

  const settle = (): void => {
    if (underway > 0 || timers.size > 0 || aggregator.waiting() > 0) return;
    for (const resolve of waiters) resolve();
    waiters.clear();
  };
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
      settle();
    }, ms);
    timers.add(timer);
  };

  const record = (attempt: Attempt): void => {
    if (attempts.length < ATTEMPTS_KEPT) attempts.push(attempt);
    if (attempt.outcome === 'lost') return;
    recent = [...recent, attempt.outcome !== 'acknowledged'].slice(-PAUSE_SAMPLE);
    const failures = recent.filter(Boolean).length;
    if (recent.length === PAUSE_SAMPLE && failures / PAUSE_SAMPLE >= PAUSE_RATIO) state.paused = true;
  };

  const send = async (event: OutgoingEvent): Promise<void> => {
    const { target } = state;
    if (!target || state.paused || state.closed) return;
    underway += 1;
    const attempt = await attemptDelivery(target.url, event, target.token);
    underway -= 1;
    if (!state.closed) record(attempt);
    const delay = retryMs[Math.min(event.attempt_number, retryMs.length) - 1];
    const again = attempt.outcome !== 'acknowledged' && event.attempt_number < ATTEMPTS_MAX && !state.closed;
    if (again && delay !== undefined)
      later(delay, () => void send({ ...event, attempt_number: event.attempt_number + 1 }));
    settle();
  };

  const dispatch = (event: OutgoingEvent): void => {
    if (state.lose > 0) {
      state.lose -= 1;
      const { id: eventId, type } = event;
      record({ at: Date.now(), eventId, type, entityId: event.entity.id, attempt: 1, outcome: 'lost' });
      return;
    }
    if (!state.shuffle) {
      for (const copy of state.double ? [event, event] : [event]) void send(copy);
      return;
    }
    if (held.length === 0)
      later(options.aggregationMs, () => {
        const batch = held.toReversed();
        held = [];
        for (const late of batch) for (const copy of state.double ? [late, late] : [late]) void send(copy);
      });
    held.push(event);
  };

  const aggregator = createAggregator(options.aggregationMs, (group) => {
    if (state.target?.active && !state.paused) dispatch(toPayload(world(), state.target.id, group));
    settle();
  });

  const webhooks: Webhooks = {
    lose: (next = 'all') => {
      state.lose = next === 'all' ? Number.POSITIVE_INFINITY : next;
    },
    deliverNormally: () => {
      Object.assign(state, { lose: 0, double: false, shuffle: false });
    },
    double: (on) => {
      state.double = on;
    },
    shuffle: (on) => {
      state.shuffle = on;
    },
    idle: async () => {
      await new Promise<void>((resolve) => {
        waiters.add(resolve);
        settle();
      });
    },
    attempts: () => attempts,
    sendUnknownEvent: () => {
      if (!state.target?.active || state.paused) return;
      const base = envelope(world(), state.target.id, [{ id: newId(), type: 'person' }], world().clock.now());
      dispatch({ ...base, type: 'page.something_new', entity: { id: newId() } });
    },
    paused: () => state.paused,
    resume: () => {
      recent = [];
      state.paused = false;
    },
  };

  return {
    webhooks,
    publish: (change: Change): void => {
      if (state.target?.active && !state.paused) aggregator.add(change);
    },
    /** @param agreed a token from an earlier handshake: no handshake is sent and events flow at once */
    subscribe: async (url: string, agreed?: string): Promise<Subscription> => {
      const verificationToken = agreed ?? `secret_${randomBytes(24).toString('base64url')}`;
      const target = { url, token: verificationToken, id: newId(), active: agreed !== undefined };
      state.target = target;
      webhooks.resume();
      if (!agreed) await post(url, JSON.stringify({ verification_token: verificationToken }), verificationToken);
      return {
        verificationToken,
        activate: () => {
          target.active = true;
        },
      };
    },
    close: (): void => {
      state.closed = true;
      aggregator.clear();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      settle();
    },
  };
}
