import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort, type HubProcess, type HubSettings, startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { type PrivateRedis, startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';

/** Local services, a Redis of its own, and hubs as processes that a test may kill. */
export type Stage = {
  readonly sandbox: Sandbox;
  readonly redis: PrivateRedis;
  /** Of the first hub, and of every command beside it. */
  readonly settings: HubSettings;
  /** Starts the hub, or starts it again, at the address in `settings`. */
  readonly startHub: () => Promise<HubProcess>;
  /** Starts one more process on the same Redis, with an address of its own. */
  readonly startAnother: (role: 'receiver' | 'worker') => Promise<HubProcess>;
  /** The log lines of all hubs so far. */
  readonly log: () => readonly LogLine[];
  /** Everything in Redis is gone, as after a crash without a disk. */
  readonly loseRedis: () => Promise<void>;
  /** Ends all of it, what is still starting included. */
  readonly close: () => Promise<void>;
};

export type LogLine = { readonly level: number; readonly msg: string; readonly line: string };

/** No waiting for a change of mind, and a zone that no machine runs in by chance. */
const CONFIG = { timeZone: 'America/New_York', currency: 'GBP', approval: { quietPeriodSeconds: 0 } };

/** @param config what differs from the usual policy file */
export async function startStage(config: Readonly<Record<string, unknown>> = {}): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-e2e-'));
  const hubs: HubProcess[] = [];
  const redis = await startPrivateRedis({ dataDir: path.join(folder, 'redis'), durability: 'none', tcp: true });
  const sandbox = await startSandbox();
  const settings: HubSettings = {
    folder: path.join(folder, 'hub'),
    environment: { ...sandbox.environment(), ...FOLLOW_UP_BY_STRIPE },
    redisUrl: redis.url,
    port: await freePort(),
    config: { ...CONFIG, ...config },
  };
  const start = async (own: HubSettings, args: readonly string[]): Promise<HubProcess> => {
    const hub = await startHubProcess(own, args);
    hubs.push(hub);
    return hub;
  };
  return {
    sandbox,
    redis,
    settings,
    startHub: () => start(settings, []),
    startAnother: async (role) => {
      const name = `${role}-${hubs.length + 1}`;
      return await start({ ...settings, folder: path.join(folder, name), port: await freePort() }, ['--role', role]);
    },
    log: () => [...new Set(hubs.map(({ logFile }) => logFile))].flatMap(readLog),
    loseRedis: () => flush(redis.url),
    async close() {
      await Promise.all(hubs.map((hub) => hub.kill()));
      await Promise.all([redis.stop(), sandbox.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Without a mail server of our own every message is one that Stripe sent, and can be counted there. */
const FOLLOW_UP_BY_STRIPE = { SMTP_URL: '', MAIL_FROM: '' };

/** The lines that are JSON; what else a process writes before its log begins is for people. */
function readLog(file: string): LogLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => {
      const { level = 0, msg = '' }: { level?: number; msg?: string } = JSON.parse(line);
      return { level, msg, line };
    });
}

async function flush(url: string): Promise<void> {
  const connection = new Redis(url);
  try {
    await connection.flushall();
  } finally {
    connection.disconnect();
  }
}
