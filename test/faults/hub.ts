import { once } from 'node:events';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { Budget } from '../../connectors/metered-fetch.ts';
import { createSheets } from '../../connectors/sheets/client.ts';
import { createStripe } from '../../connectors/stripe/client.ts';
import type { Work } from '../../jobs/ports.ts';
import type { SandboxClock } from '../../sandbox/kit/clock.ts';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import type { Policy } from '../../src/billing/facts.ts';
import { TryAgain } from '../../src/billing/failure.ts';
import { queueContext } from '../../src/hub/context.ts';
import { type FollowUpMessages, followUpMessages } from '../../src/hub/follow-up-messages.ts';
import type { Services, Storage } from '../../src/hub/foundation.ts';
import { createHandlers, type WorkHandler } from '../../src/hub/handlers.ts';
import { type AttemptResult, runAttempt } from '../../src/queue/attempt.ts';
import { createHandshake } from '../../src/queue/handshake.ts';
import { createLastSeen } from '../../src/queue/last-seen.ts';
import { createLookAgain } from '../../src/queue/look-again.ts';
import { createMemory } from '../../src/queue/memory.ts';
import { openPatient } from '../../src/queue/redis.ts';
import { connectTo } from '../support/world.ts';
import type { Line } from './line.ts';
import type { Site } from './site.ts';
import { MIDDLING, type Tasks } from './tasks.ts';

/** One process of the hub: its own handlers, connectors, memory and leases; only the queue is ours. */
export type HubProcess = {
  readonly run: (work: Work, attempt: number) => Promise<AttemptResult>;
  readonly isAlive: () => boolean;
  /** Nothing of it goes on: every call fails at once, Redis hears no more of it, its leases stay. */
  readonly kill: () => void;
};

/** Changes what the hub is made of, so that the harness can be seen to find what is wrong. */
export type Alter = (services: HubServices) => HubServices;
export type HubServices = Pick<Services, 'notion' | 'stripe' | 'sheets' | 'messages'>;

/** As long as looks share what they read (src/hub/shared-reads.ts), which counts real time. */
const SHARED_MS = 2_000;

const log = pino({ level: 'silent' });

export type HubMake = {
  readonly alter: Alter;
  /** How long the hub waits for an answer. */
  readonly timeoutMs: number;
};

type Around = HubMake & {
  readonly site: Site;
  readonly tasks: Tasks;
  readonly policy: Policy;
  readonly line: Pick<Line, 'mail'>;
};

export async function startHubProcess(around: Around, alarms: string[]): Promise<HubProcess> {
  const { site, tasks, policy, alter, timeoutMs } = around;
  const { clock, lane } = site;
  let alive = true;
  const storage = await openStorage(site, tasks);
  const services = alter(connect(around, timeoutMs, () => alive));
  const context = {
    ...queueContext(storage, policy, () => instantFromMillis(clock.now()), log),
    alarm: async (_id: string, words: string) => void alarms.push(words),
  };
  const make = () => ({ at: clock.now(), run: createHandlers({ context, services, storage, log }) });
  let handlers = make();
  const handle: WorkHandler = async (work, mayAct) => {
    if (clock.now() - handlers.at >= SHARED_MS) handlers = make();
    const run = handlers.run[work.name];
    if (run === undefined) throw new Error(`Nobody does the work "${work.name}".`);
    return await run(work, mayAct);
  };
  const { signal } = new AbortController();
  return {
    run: (work, attempt) => runAttempt((one) => handle(one, signal), work, { attempt, signal }, MIDDLING),
    isAlive: () => alive,
    kill() {
      alive = false;
      storage.redis.disconnect();
    },
  };

  async function openStorage({ lane: { redisUrl, keys, queue } }: Site, { add, counts }: Tasks): Promise<Storage> {
    // Without the hub’s own impatience with Redis: only what is disturbed on purpose may fail.
    const redis = new Redis(redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    if (redis.status !== 'ready') await once(redis, 'ready');
    return {
      redis,
      keys,
      memory: createMemory(redis, keys),
      lookAgain: createLookAgain(redis, keys),
      lastSeen: createLastSeen(redis, keys),
      handshake: createHandshake(redis, keys),
      queue: { ...queue, add, counts },
      openPatient: (name) => openPatient({ url: lane.redisUrl, name, log }),
      close: async () => redis.disconnect(),
    };
  }
}

function connect(
  { site, policy, line }: Pick<Around, 'site' | 'policy' | 'line'>,
  timeoutMs: number,
  isAlive: () => boolean,
): HubServices {
  const { clock, notion, stripe, workspace, lane, spreadsheetId } = site;
  const { google } = lane;
  const stripeConnector = createStripe({
    secretKey: 'sk_test_sandbox',
    apiUrl: stripe.url,
    budget: budgetOn(clock, isAlive),
    timeoutMs,
  });
  const mail = { smtpUrl: lane.mail.url.replace('smtp://', 'smtp://studio:secret@'), from: 'billing@studio.example' };
  const messages = followUpMessages(
    {
      mail: policy.followUp.channel === 'mail' ? mail : undefined,
      followUp: { language: 'en', templates: {}, morningList: true },
    },
    stripeConnector,
    timeoutMs,
  );
  const sheets = createSheets({
    email: google.serviceAccount.email,
    privateKey: google.serviceAccount.privateKey,
    spreadsheetId,
    apiUrl: google.url,
    tokenUrl: google.tokenUrl,
    budget: budgetOn(clock, isAlive),
    timeoutMs,
    writeTimeoutMs: timeoutMs,
  });
  return {
    notion: connectTo(notion, workspace, { budget: budgetOn(clock, isAlive), timeoutMs }),
    stripe: stripeConnector,
    sheets: async () => sheets,
    messages: async () => (policy.followUp.channel === 'mail' ? counted(messages, { lane, line, isAlive }) : messages),
  };
}

/** Messages that are counted as calls, and meet what they are to meet. The dead send nothing, and hear of nothing. */
function counted(
  messages: FollowUpMessages,
  { lane, line, isAlive }: Pick<Site, 'lane'> & Pick<Around, 'line'> & { readonly isAlive: () => boolean },
): FollowUpMessages {
  const alive = (): void => {
    if (!isAlive()) throw new TryAgain('this process is dead');
  };
  const through = async <T>(send: () => Promise<T>): Promise<T> => {
    alive();
    const blow = await line.mail();
    blow?.arm(lane.mail);
    try {
      return await send();
    } finally {
      lane.mail.clearFaults();
      blow?.afterwards?.();
      alive();
    }
  };
  const { sendList } = messages;
  return {
    ...messages,
    send: (planned) => through(() => messages.send(planned)),
    sendList: sendList && ((...list) => through(() => sendList(...list))),
  };
}

/** A pause that a service asks for moves the clock instead of being waited for. The dead send nothing. */
function budgetOn(clock: SandboxClock, isAlive: () => boolean): Budget {
  let heldUntil = 0;
  return {
    async spend() {
      if (!isAlive()) throw new TryAgain('this process is dead');
      if (heldUntil > clock.now()) clock.advance(heldUntil - clock.now());
    },
    async holdFor(ms) {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
    },
  };
}
