import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Budget } from '../../connectors/metered-fetch.ts';
import { createNotion, type Notion } from '../../connectors/notion/client.ts';
import type { SheetsConnector } from '../../connectors/sheets/client.ts';
import { createStripe, type StripeConnector } from '../../connectors/stripe/client.ts';
import type { Config } from '../config/config.ts';
import { createHandshake, type Handshake } from '../queue/handshake.ts';
import { createKeys, type Keys } from '../queue/keys.ts';
import { createLastSeen, type LastSeen } from '../queue/last-seen.ts';
import { createLookAgain, type LookAgain } from '../queue/look-again.ts';
import { createMemory, type Memory } from '../queue/memory.ts';
import { startPrivateRedis } from '../queue/private-redis/start-redis.ts';
import { type Allowance, createRateBudget, type RateBudget } from '../queue/rate-budget.ts';
import { closeRedis, openPatient, openPrompt } from '../queue/redis.ts';
import { createWorkQueue, type WorkQueue } from '../queue/work.ts';
import type { FollowUpMessages } from './follow-up-messages.ts';
import { stripeReads } from './stripe-reads.ts';

/** Where the private Redis keeps its data, below the working directory. */
const REDIS_DATA = '.milepost/redis';

/** For reads and for the token; writes have a longer one of their own. */
const SHEETS_TIMEOUT_MS = 30_000;

/** What any process that touches our Redis stands on. */
export type Storage = {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly memory: Memory;
  readonly lookAgain: LookAgain;
  readonly lastSeen: LastSeen;
  readonly handshake: Handshake;
  readonly queue: WorkQueue;
  /** A connection that waits as long as it takes: for workers and blocking reads. */
  readonly openPatient: (name: string) => Redis;
  readonly close: () => Promise<void>;
};

/** Opens Redis: the configured one, else a private one that this or another process of ours runs here. */
export async function openStorage(
  redisUrl: string | undefined,
  log: Logger,
  tell?: (line: string) => void,
): Promise<Storage> {
  const own =
    redisUrl === undefined
      ? await startPrivateRedis({ dataDir: REDIS_DATA, ...(tell === undefined ? {} : { tell }) })
      : undefined;
  const url = redisUrl ?? own?.url ?? '';
  const redis = openPrompt({ url, name: 'commands', log });
  const keys = createKeys();
  const queue = createWorkQueue(redis, keys);
  return {
    redis,
    keys,
    memory: createMemory(redis, keys),
    lookAgain: createLookAgain(redis, keys),
    lastSeen: createLastSeen(redis, keys),
    handshake: createHandshake(redis, keys),
    queue,
    openPatient: (name) => openPatient({ url, name, log }),
    async close() {
      await queue.close();
      await closeRedis(redis);
      await own?.stop();
    },
  };
}

/** The three services, each spending from a budget that all processes share. */
export type Services = {
  readonly notion: Notion;
  readonly stripe: StripeConnector;
  /** Loaded when it is first asked for: Google's SDK is large, and only the weekly review needs it. */
  readonly sheets: () => Promise<SheetsConnector>;
  /** Loaded when it is first asked for, as most hours have no message to send. */
  readonly messages: () => Promise<FollowUpMessages>;
  /** Requests that could be sent at once now, by service. */
  readonly budgetsLeft: () => Promise<Readonly<Record<string, number>>>;
  /** Turns away whoever still waits for leave to send. */
  readonly stop: () => void;
};

/** The budget that all processes share for one account, named without giving its secret away. */
export const accountBudget = (
  { redis, keys }: Pick<Storage, 'redis' | 'keys'>,
  {
    service,
    account,
    allowance,
  }: { readonly service: string; readonly account: string; readonly allowance: Allowance },
): RateBudget =>
  createRateBudget(
    redis,
    keys,
    `${service}-${createHash('sha256').update(account).digest('hex').slice(0, 12)}`,
    allowance,
  );

/** @param watch is given each budget once and gives the one to spend from: requests are counted there */
export function connectServices(
  config: Config,
  storage: Pick<Storage, 'redis' | 'keys'>,
  watch: (service: string, budget: RateBudget) => RateBudget & Budget = (_service, budget) => budget,
): Services {
  const budget = (service: string, account: string, allowance: Allowance) =>
    watch(service, accountBudget(storage, { service, account, allowance }));
  const { notion, stripe, google, policy } = config;
  const { limits } = policy;
  const notionBudget = budget('notion', notion.token, limits.notion);
  const stripeBudget = budget('stripe', stripe.secretKey, limits.stripe);
  const sheetsBudget = budget('sheets', google.serviceAccount.email, limits.sheets);
  const reads = stripeReads(storage);
  let sheets: Promise<SheetsConnector> | undefined;
  let messages: Promise<FollowUpMessages> | undefined;
  const stripeConnector = createStripe({
    ...stripe,
    budget: stripeBudget,
    onRequest: (method) => {
      if (method === 'GET') reads.note();
    },
  });
  return {
    notion: createNotion({ ...notion, names: policy.notion, budget: notionBudget }),
    stripe: stripeConnector,
    messages: () => {
      messages ??= openMessages(config, stripeConnector);
      return messages;
    },
    sheets: () => {
      sheets ??= openSheets(google, sheetsBudget);
      return sheets;
    },
    budgetsLeft: async () => ({
      notion: await notionBudget.left(),
      stripe: await stripeBudget.left(),
      sheets: await sheetsBudget.left(),
    }),
    stop() {
      for (const { stop } of [notionBudget, stripeBudget, sheetsBudget]) stop();
      void messages?.then(({ close }) => close());
    },
  };
}

async function openMessages(config: Config, stripe: StripeConnector): Promise<FollowUpMessages> {
  const { followUpMessages } = await import('./follow-up-messages.ts');
  return followUpMessages({ mail: config.mail, followUp: config.policy.followUp }, stripe);
}

async function openSheets(google: Config['google'], budget: Budget): Promise<SheetsConnector> {
  const { createSheets } = await import('../../connectors/sheets/client.ts');
  return createSheets({
    ...google.serviceAccount,
    spreadsheetId: google.sheetId,
    apiUrl: google.sheetsApiUrl,
    tokenUrl: google.tokenUrl,
    timeoutMs: SHEETS_TIMEOUT_MS,
    budget,
  });
}
