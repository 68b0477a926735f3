import type { SandboxClock } from '../kit/clock.ts';
import { createFaults, type FaultRule, type Faults } from '../kit/faults.ts';
import { createJournal, type Journal } from '../kit/journal.ts';
import { listen } from '../kit/listen.ts';
import { type Admin, createAdmin } from './admin.ts';
import { createCommitFault } from './commit-fault.ts';
import { controlRoutes } from './control.ts';
import type { World } from './model.ts';
import { createPeople, type People } from './people.ts';
import { createRateLimit, type RateWindow } from './rate-limit.ts';
import { createApi } from './server.ts';
import { isChangeVisible } from './state/access.ts';
import { createWorld } from './state/world.ts';
import { uiRoutes } from './ui/routes.ts';
import { createSender, type Subscription, type Webhooks } from './webhooks/sender.ts';

export type { DatabaseIds, PropertySchema, PropertyWrites } from './admin.ts';
export { createWorkspace, type Workspace } from './schema.ts';

export type NotionOptions = {
  readonly clock: SandboxClock;
  readonly port?: number;
  readonly token?: string;
  /** Counted in fixed windows of real time. */
  readonly rateLimit?: { readonly requests: number; readonly seconds: number };
  /** How long changes are gathered into one event, in real milliseconds. */
  readonly aggregationMs?: number;
  /** Waits before the second and later attempts of an event, in real milliseconds. */
  readonly webhookRetryMs?: readonly number[];
};

export type NotionSandbox = Admin & {
  readonly url: string;
  readonly token: string;
  readonly bot: { readonly id: string; readonly workspaceId: string };
  readonly people: People;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  /** The next creations are carried out and answered with a 503 that names what was created. */
  readonly commitThen503: (times?: number) => void;
  readonly journal: Journal;
  readonly rateWindows: () => readonly RateWindow[];
  /** How long queries stay behind what was written; retrieving a page never does. */
  queryLagMs: number;
  /** How many rows one query yields at most before it stops without saying so in `has_more`. */
  queryRowsMax: number;
  /**
   * Points the connection's webhook at a receiver and sends the signed handshake.
   * @param agreedToken a token from an earlier handshake: none is sent and events flow at once
   */
  readonly subscribeWebhook: (url: string, agreedToken?: string) => Promise<Subscription>;
  readonly close: () => Promise<void>;
};

export type { FaultRule, Subscription, Webhooks };

/** Starts a local Notion that the official SDK talks to unchanged. */
export async function startNotion(options: NotionOptions): Promise<NotionSandbox> {
  const { token = 'ntn_sandbox', rateLimit = { requests: 180, seconds: 60 }, aggregationMs = 50 } = options;
  const retry = options.webhookRetryMs ? { retryMs: options.webhookRetryMs } : {};
  const sender = createSender({ aggregationMs, ...retry }, () => world);
  const world: World = createWorld(options.clock, (change) => {
    if (isChangeVisible(world, change)) sender.publish(change);
  });
  const limiter = createRateLimit(rateLimit);
  const faults = createFaults();
  const journal = createJournal();
  const admin = createAdmin(world);
  const people = createPeople(world);
  const commitFault = createCommitFault();

  const app = createApi({
    world,
    token,
    rateLimit: limiter.middleware,
    faults,
    commitFault: commitFault.middleware,
    journal,
  });
  app.route('/_sandbox', controlRoutes({ world, people, webhooks: sender.webhooks, faults }));
  app.route('/', uiRoutes(world));
  const server = await listen(app, options.port);

  return {
    ...admin,
    url: server.url,
    token,
    bot: { id: world.bot.id, workspaceId: world.workspace.id },
    people,
    webhooks: sender.webhooks,
    faults,
    commitThen503: commitFault.arm,
    journal,
    rateWindows: limiter.windows,
    get queryLagMs() {
      return world.settings.queryLagMs;
    },
    set queryLagMs(ms) {
      world.settings.queryLagMs = ms;
    },
    get queryRowsMax() {
      return world.settings.queryRowsMax;
    },
    set queryRowsMax(rows) {
      world.settings.queryRowsMax = rows;
    },
    subscribeWebhook: sender.subscribe,
    close: async () => {
      sender.close();
      await server.close();
    },
  };
}
