import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { verifyNotionWebhook } from '../../connectors/notion/webhook.ts';
import { verifyStripeWebhook } from '../../connectors/stripe/webhook.ts';
import { LOOKS_AGAIN } from '../../jobs/ports.ts';
import { route } from '../../jobs/route.ts';
import { instantFromMillis, systemClock } from '../billing/calendar.ts';
import { NeedsPerson, TryAgain } from '../billing/failure.ts';
import type { Config } from '../config/config.ts';
import { createInbox } from '../queue/inbox.ts';
import { startInboxConsumer } from '../queue/inbox-consumer.ts';
import { whenReady } from '../queue/redis.ts';
import { startSchedules } from '../queue/schedules.ts';
import { startTicker } from '../queue/ticker.ts';
import { createWorkMetrics } from '../queue/work-metrics.ts';
import { startWorker } from '../queue/worker.ts';
import { createOffice, createReceiver, type OfficeOptions } from '../receiver/app.ts';
import { type Listening, listen } from '../receiver/serve.ts';
import { adminOverview } from './admin-overview.ts';
import { billingPolicy } from './billing-policy.ts';
import { queueContext } from './context.ts';
import { connectServices, openStorage, type Services, type Storage } from './foundation.ts';
import { createHandlers } from './handlers.ts';
import { gaugeHub } from './hub-metrics.ts';
import { countMessages } from './message-metrics.ts';
import { ownIdentity } from './own-identity.ts';
import { watchRequests } from './request-metrics.ts';

export const ROLES = ['all', 'receiver', 'worker'] as const;
export type HubRole = (typeof ROLES)[number];

export type RunningHub = {
  readonly url: string;
  /** Takes nothing new, finishes what runs, and lets go of everything, in that order. */
  readonly stop: () => Promise<void>;
};

/** Every morning, once the day on which something renews has begun on the seller's calendar. */
const RENEWALS_SCHEDULE = '5 0 * * *';

/** In the small hours, when nobody waits for Notion's budget. */
const OPEN_INVOICES_SCHEDULE = '20 3 * * *';

/** Once an hour: clients are written to in their own mornings, wherever they are. */
const FOLLOW_UP_SCHEDULE = '0 * * * *';

/** How many things one process looks at at once: each mostly waits for a service. */
const CONCURRENCY = 5;

const ASK_AGAIN_MS = 1_000;

/** A moment for the first connection; a Redis that is away for longer does not keep the hub from starting. */
const REDIS_WITHIN_MS = 1_000;

/** Well within what supervisors grant before they kill. */
const FINISH_WITHIN_MS = 5_000;

/** A connection may look ready while Redis stands still, so Redis is asked; the connection limits how long. */
const answers = (redis: Storage['redis']): Promise<boolean> =>
  redis.ping().then(
    () => true,
    () => false,
  );

type Parts = {
  readonly config: Config;
  readonly storage: Storage;
  readonly services: Services;
  readonly log: Logger;
  readonly metrics: Registry;
};

/** Starts the hub in one role. Any number of processes of any role may share one Redis. */
export async function startHub(
  config: Config,
  role: HubRole,
  log: Logger,
  tell?: (line: string) => void,
): Promise<RunningHub> {
  const storage = await openStorage(config.redisUrl, log, tell);
  await whenReady(storage.redis, REDIS_WITHIN_MS);
  const metrics = new Registry();
  const services = countMessages(connectServices(config, storage, watchRequests(metrics)), metrics);
  gaugeHub(metrics, {
    storage,
    stripeReadsAllowed: config.policy.limits.stripeReads,
    budgetsLeft: services.budgetsLeft,
    now: Date.now,
  });
  const parts: Parts = { config, storage, services, log, metrics };
  // First the port, then the work: a second hub by mistake ends here, before it has done anything.
  let work: ReturnType<typeof startWork> | undefined;
  const workersRun = role === 'receiver' ? undefined : () => work?.isRunning() ?? false;
  const http = await startHttp(parts, role, workersRun).catch(async (error: unknown) => {
    services.stop();
    await storage.close();
    throw error;
  });
  work = role === 'receiver' ? undefined : startWork(parts);
  log.info({ role, url: http.url }, 'ready');
  return {
    url: http.url,
    async stop() {
      await http.close();
      // Work that is under way may finish; work that still waits for leave to send is turned away, to be done elsewhere.
      const turnAway = setTimeout(services.stop, FINISH_WITHIN_MS);
      await work?.stop();
      clearTimeout(turnAway);
      services.stop();
      await storage.close();
      log.info('stopped');
    },
  };
}

function startWork({ config, storage, services, log, metrics }: Parts) {
  const { redis, keys, queue, lookAgain } = storage;
  const context = queueContext(storage, billingPolicy(config), systemClock, log);
  const handlers = createHandlers({
    context,
    services,
    storage,
    log,
    stripeReads: config.policy.limits.stripeReads,
  });
  const worker = startWorker({
    redis: storage.openPatient('worker'),
    keys,
    handlers: Object.fromEntries(
      Object.entries(handlers).map(([name, run]) => [name, (work, { signal }) => keptTrying(name, run(work, signal))]),
    ),
    concurrency: CONCURRENCY,
    add: queue.add,
    log,
    metrics: createWorkMetrics(metrics),
  });
  const consumer = startInboxConsumer({
    redis,
    blocking: storage.openPatient('inbox'),
    keys,
    route: (hint) => route(hint, services.notion.databaseOf),
    add: queue.add,
    log,
  });
  const ticker = startTicker({ lookAgain, names: LOOKS_AGAIN, add: queue.add, clock: systemClock, log });
  const schedules = startSchedules({
    queue: queue.queue,
    schedules: [
      { work: 'sweep', everySeconds: config.policy.sweep.everySeconds },
      { work: 'open-invoices', cron: OPEN_INVOICES_SCHEDULE, timeZone: config.policy.timeZone },
      { work: 'follow-up', cron: FOLLOW_UP_SCHEDULE, timeZone: config.policy.timeZone },
      { work: 'renewals', cron: RENEWALS_SCHEDULE, timeZone: config.policy.timeZone },
      { work: 'weekly-review', cron: config.policy.review.schedule, timeZone: config.policy.timeZone },
    ],
    log,
  });
  const firstSweep = sweepAtStart(queue.add, log);
  return {
    isRunning: worker.isRunning,
    async stop() {
      firstSweep.abort();
      await Promise.all([ticker.stop(), schedules.stop(), consumer.stop()]);
      await worker.stop();
    },
  };
}

/** Nobody edits a row when a sheet is shared or a token renewed, so these are tried until it is done, and seen to be waiting. */
const TRIED_UNTIL_DONE = new Set(['sweep', 'open-invoices', 'follow-up', 'renewals', 'weekly-review']);
const MENDED_WITHIN_MS = 10 * 60_000;

async function keptTrying<T>(name: string, run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    if (!(error instanceof NeedsPerson) || !TRIED_UNTIL_DONE.has(name)) throw error;
    throw new TryAgain(`${error.message}. ${error.mend}`, { retryAfterMs: MENDED_WITHIN_MS, cause: error });
  }
}

/** Whatever happened while no worker ran is found at once, or as soon as Redis is there. */
function sweepAtStart(add: Storage['queue']['add'], log: Logger): AbortController {
  const stopped = new AbortController();
  const ask = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        return await add([{ name: 'sweep', id: 'sweep', origin: 'start' }]);
      } catch {
        log.warn('first sweep not queued yet');
        await delay(ASK_AGAIN_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  };
  void ask();
  return stopped;
}

async function startHttp(
  { config, storage, services, log, metrics }: Parts,
  role: HubRole,
  workersRun: (() => boolean) | undefined,
): Promise<Listening> {
  const office: OfficeOptions = {
    log,
    metrics,
    health: async () => ({
      problems: [
        ...((await answers(storage.redis)) ? [] : ['Redis does not answer']),
        ...(workersRun === undefined || workersRun() ? [] : ['the worker does not run']),
      ],
    }),
  };
  const admin =
    config.http.adminPassword === undefined
      ? undefined
      : {
          password: config.http.adminPassword,
          queues: [storage.queue.queue],
          health: office.health,
          overview: () => adminOverview({ storage, policy: config.policy, budgetsLeft: services.budgetsLeft }),
          retry: storage.queue.retry,
          pageUrl: (id: string) => notionPage(config.notion.apiUrl, id),
          now: Date.now,
        };
  if (role === 'worker') return await listen(createOffice({ ...office, admin }), config.http);
  const { notion, stripe } = config;
  const app = createReceiver({
    ...office,
    admin,
    stripe: verifyStripeWebhook({ secrets: stripe.webhookSecrets, live: stripe.isLive }),
    notion: {
      verify: verifyNotionWebhook({
        secret: notion.webhookSecret,
        ownUserId: ownIdentity(services.notion.ownUserId, log),
      }),
      keepHandshake: notion.webhookSecret === undefined ? storage.handshake.keep : undefined,
    },
    inbox: createInbox(storage.redis, storage.keys),
    clock: Date.now,
    noteAuthentic: (source, at) => {
      storage.lastSeen
        .note(`webhook ${source}`, instantFromMillis(at))
        .catch((error: unknown) => log.debug({ err: error }, 'webhook not noted'));
    },
  });
  return await listen(app, config.http);
}

/** Where people open a page; somewhere else than in Notion itself nobody knows. */
const notionPage = (apiUrl: string, id: string): string | undefined =>
  apiUrl === 'https://api.notion.com' && /^[\da-f-]{32,36}$/.test(id)
    ? `https://www.notion.so/${id.replaceAll('-', '')}`
    : undefined;
