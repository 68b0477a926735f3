import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { SEED_ZONE, type Seeded } from '../seed/index.ts';
import { type Sandbox, startSeededSandbox } from '../start.ts';
import { freePort, type HubProcess, type HubSettings, startHubProcess } from './hub-process.ts';
import { type TeamsPart, teamsPart } from './ownership.ts';

/** Everything that the demo plays on: the agency's tools and a hub in a process of its own. */
export type Stage = {
  readonly sandbox: Sandbox & { readonly seeded: Seeded };
  readonly hub: HubProcess;
  readonly settings: HubSettings;
  /** How things stood before the hub was there. */
  readonly before: { readonly invoices: number; readonly teamsWords: TeamsPart };
};

/**
 * Two seconds instead of two minutes before an approval is billed: nobody wants to watch a clock.
 * A first look at a whole workspace and the story fit into one minute's budget of requests only if that is wider than
 * Notion's own, so both sides agree on more.
 */
const NOTION_LIMIT = { requests: 900, seconds: 60 };
const CONFIG = {
  timeZone: SEED_ZONE,
  currency: 'GBP',
  approval: { quietPeriodSeconds: 2 },
  limits: { notion: NOTION_LIMIT },
};

/** What has been started, to be ended in reverse. */
export type Cleanup = (end: () => Promise<unknown>) => void;

/** Notes how to end things as they start, so that a start that fails half way leaves nothing behind. */
export function createCleanup(): { readonly add: Cleanup; readonly run: () => Promise<void> } {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    add: (end) => void ends.push(end),
    async run() {
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
    },
  };
}

/**
 * Starts Redis, the sandbox and the hub.
 * @param tell told before what takes a while
 * @param stopped ends the start between two steps, with an error
 */
export async function setStage(cleanup: Cleanup, tell: (line: string) => void, stopped: AbortSignal): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-demo-'));
  tell('Starting a private Redis …');
  const redis = await startPrivateRedis({ dataDir: path.join(folder, 'redis'), durability: 'none', tell });
  cleanup(async () => {
    await redis.stop();
    rmSync(path.join(folder, 'redis'), { recursive: true, force: true });
  });
  stopped.throwIfAborted();
  tell('Starting local Notion, Stripe, Google Sheets and mail, with an agency in them …');
  const sandbox = await startSeededSandbox({ rateLimit: NOTION_LIMIT });
  cleanup(sandbox.close);
  const before = {
    invoices: sandbox.stripe.store.invoices().length,
    teamsWords: teamsPart(sandbox.notion, sandbox.workspace),
  };
  stopped.throwIfAborted();
  tell('Starting the hub …');
  const port = await freePort();
  const settings: HubSettings = {
    folder,
    environment: sandbox.environment(),
    redisUrl: redis.url,
    port,
    config: CONFIG,
  };
  const hub = await startHubProcess(settings);
  cleanup(hub.stop);
  await sandbox.connectWebhooks(hub.url);
  return { sandbox, hub, settings, before };
}
