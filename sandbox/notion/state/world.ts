import type { SandboxClock } from '../../kit/clock.ts';
import { newId } from '../ids.ts';
import type { Author, Page, Person, World } from '../model.ts';
import type { Change } from '../webhooks/change.ts';

const MINUTE_MS = 60_000;

/** An empty workspace with one member, its owner, and the connection's bot. */
export function createWorld(clock: SandboxClock, publish: (change: Change) => void): World {
  const owner: Person = { id: newId(), name: 'Workspace owner', email: 'owner@example.com', guest: false };
  return {
    clock,
    workspace: { id: newId(), name: 'Sandbox workspace' },
    bot: { id: newId(), integrationId: newId(), name: 'Milepost' },
    owner,
    people: new Map([[owner.id, owner]]),
    pages: new Map(),
    databases: new Map(),
    dataSources: new Map(),
    comments: [],
    blocks: new Map(),
    views: [],
    unshared: new Set(),
    cursors: new Map(),
    settings: { queryLagMs: 0, queryRowsMax: 10_000 },
    publish,
  };
}

export const botAuthor = (world: World): Author => ({ id: world.bot.id, type: 'bot' });

/** Pages and data sources keep whole minutes, always rounded down. */
export const minuteTime = (ms: number): string => new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS).toISOString();
/** Databases keep milliseconds and write the zone as an offset. */
export const exactTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '+00:00');

/** Stores a new version of a page; the older ones stay reachable only as long as queries may lag behind. */
export function storePage(world: World, page: Omit<Page, 'committedAt' | 'previous'>): Page {
  const previous = world.settings.queryLagMs > 0 ? world.pages.get(page.id) : undefined;
  const stored: Page = { ...page, committedAt: Date.now(), previous };
  world.pages.set(page.id, stored);
  return stored;
}
