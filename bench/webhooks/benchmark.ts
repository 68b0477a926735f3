import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { type Benchmark, type Figure, median, type Surroundings } from '../figure.ts';
import { nextMessage, startHelper } from '../helper-process.ts';
import { type KeptHints, openKeptHints } from './kept-hints.ts';
import { Listening, RoundResult, WEBHOOK_PATH } from './messages.ts';

const ROUNDS = 7;
const WARM_UP_ROUNDS = 2;
const REQUESTS = 6_000;
const CONNECTIONS = 64;
const LEAST_RATIO = 0.35;

/** One round against one server: how many requests it took per second. @throws when one was not accepted */
type Measure = (url: string) => Promise<number>;

export const webhooks: Benchmark = {
  name: 'webhooks',
  about: 'webhooks proven and durably queued, beside a Hono server that only answers',
  async run(around) {
    const { say, atEnd } = around;
    const { receiverUrl, secret, kept } = await startReceiver(around);
    const bare = startHelper('webhooks/bare-server.ts', atEnd);
    const bareUrl = (await nextMessage(bare, Listening)).url;
    const measure = startGenerator(secret, around);
    const rates: Record<'bare' | 'receiver', number[]> = { bare: [], receiver: [] };
    for (let round = 1 - WARM_UP_ROUNDS; round <= ROUNDS; round += 1) {
      const pair = await measurePair(round, { bareUrl, receiverUrl, kept, measure });
      const label = round < 1 ? 'warming up' : `round ${round} of ${ROUNDS}`;
      say(`${label}: ${pair.receiver.toFixed(0)} per second, bare ${pair.bare.toFixed(0)}`);
      if (round < 1) continue;
      rates.bare.push(pair.bare);
      rates.receiver.push(pair.receiver);
    }
    return figures(rates);
  },
};

/** The receiver as it is run in earnest, in its own process, on a Redis that syncs every write. */
async function startReceiver({ say, atEnd }: Surroundings) {
  say('starting Redis, the sandbox and a receiver');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-bench-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const redis = await startPrivateRedis({ dataDir: path.join(folder, 'redis'), tell: say });
  atEnd(redis.stop);
  const sandbox = await startSandbox();
  atEnd(sandbox.close);
  const environment = sandbox.environment();
  const hub = await startHubProcess({ folder, environment, redisUrl: redis.url, port: await freePort(), config: {} }, [
    '--role',
    'receiver',
  ]);
  atEnd(hub.stop);
  const kept = await openKeptHints(redis.url, atEnd);
  return { receiverUrl: hub.url, secret: environment.STRIPE_WEBHOOK_SECRET ?? '', kept };
}

function startGenerator(secret: string, { atEnd }: Surroundings): Measure {
  const generator = startHelper('webhooks/generator.ts', atEnd);
  return async (url) => {
    generator.send({ url: `${url}${WEBHOOK_PATH}`, secret, requests: REQUESTS, connections: CONNECTIONS });
    const { accepted, seconds, trouble } = await nextMessage(generator, RoundResult);
    if (accepted !== REQUESTS)
      throw new Error(`${accepted} of ${REQUESTS} requests were accepted; others: ${trouble.join(', ')}`);
    return accepted / seconds;
  };
}

type Sides = {
  readonly bareUrl: string;
  readonly receiverUrl: string;
  readonly kept: KeptHints;
  readonly measure: Measure;
};

/** Both in turn, each first in every other round: what else the machine does meets both alike. */
async function measurePair(round: number, { bareUrl, receiverUrl, kept, measure }: Sides) {
  const measureReceiver = async (): Promise<number> => {
    const rate = await measure(receiverUrl);
    const found = await kept.take();
    if (found !== REQUESTS) throw new Error(`${REQUESTS} webhooks were accepted, but ${found} are in the inbox.`);
    return rate;
  };
  if (round % 2 === 0) {
    const bare = await measure(bareUrl);
    return { bare, receiver: await measureReceiver() };
  }
  const receiver = await measureReceiver();
  return { bare: await measure(bareUrl), receiver };
}

function figures({ bare, receiver }: Readonly<Record<'bare' | 'receiver', readonly number[]>>): readonly Figure[] {
  const ratios = receiver.map((rate, index) => rate / (bare[index] ?? Number.NaN));
  return [
    { name: 'Bare Hono, answers only', value: median(bare), unit: 'per second', samples: bare },
    { name: 'Webhooks proven and durably queued', value: median(receiver), unit: 'per second', samples: receiver },
    {
      name: 'Receiver beside bare Hono',
      value: median(ratios),
      unit: 'times',
      target: { atLeast: LEAST_RATIO },
      samples: ratios,
    },
  ];
}
