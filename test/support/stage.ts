import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort, type HubProcess, type HubSettings, startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { until } from '../../sandbox/demo/until.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';
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

/**
 * @param config what differs from the usual policy file
 * @param services what differs from the usual sandbox
 */
export async function startStage(
  config: Readonly<Record<string, unknown>> = {},
  services: SandboxOptions = {},
): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-e2e-'));
  const starts: Promise<HubProcess>[] = [];
  const logFiles = new Set<string>();
  const redis = await startPrivateRedis({ dataDir: path.join(folder, 'redis'), durability: 'none', tcp: true });
  const sandbox = await startSandbox(services);
  const settings: HubSettings = {
    folder: path.join(folder, 'hub'),
    environment: { ...sandbox.environment(), ...FOLLOW_UP_BY_STRIPE },
    redisUrl: redis.url,
    port: await freePort(),
    config: { ...CONFIG, ...config },
  };
  const start = (own: HubSettings, args: readonly string[]): Promise<HubProcess> => {
    const started = startHubProcess(own, args);
    starts.push(started);
    logFiles.add(path.join(own.folder, 'hub.log'));
    return started;
  };
  return {
    sandbox,
    redis,
    settings,
    startHub: () => start(settings, []),
    startAnother: async (role) => {
      const own = mkdtempSync(path.join(folder, `${role}-`));
      return await start({ ...settings, folder: own, port: await freePort() }, ['--role', role]);
    },
    log: () => [...logFiles].flatMap(readLog),
    loseRedis: () => flush(redis.url),
    async close() {
      const hubs = await Promise.allSettled(starts);
      await Promise.all(hubs.map((hub) => (hub.status === 'fulfilled' ? hub.value.kill() : undefined)));
      await Promise.all([redis.stop(), sandbox.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The next sweep, nightly look, follow-up, renewals and weekly review always wait for their hour. */
const SCHEDULED = 5;
const QUIET_WITHIN_MS = 30_000;

/** Waits until the hub has nothing left to do, as it says itself. */
export async function untilQuiet({ url }: Pick<HubProcess, 'url'>, withinMs = QUIET_WITHIN_MS): Promise<void> {
  const isQuiet = async (): Promise<boolean> => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const jobs = (state: string): number =>
      Number(new RegExp(`^milepost_queue_jobs{state="${state}"} (\\d+)$`, 'm').exec(metrics)?.[1]);
    return jobs('waiting') + jobs('active') === 0 && jobs('delayed') <= SCHEDULED;
  };
  await until(isQuiet, 'the hub has nothing left to do', withinMs);
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
