import { createClock, type SandboxClock } from '../../sandbox/kit/clock.ts';
import { createWorkspace, type NotionSandbox, startNotion, type Workspace } from '../../sandbox/notion/index.ts';
import { type StripeSandbox, startStripe } from '../../sandbox/stripe/index.ts';
import type { Lane } from './lane.ts';

/** The outside world of one run, with nothing in it yet. */
export type Site = {
  readonly lane: Lane;
  readonly clock: SandboxClock;
  readonly notion: NotionSandbox;
  readonly stripe: StripeSandbox;
  readonly workspace: Workspace;
  readonly spreadsheetId: string;
  readonly close: () => Promise<void>;
};

const PLENTY = { requests: 1_000_000, seconds: 60 };

/** @param startsAt the instant that all its clocks show in the beginning */
export async function openSite(lane: Lane, startsAt: string): Promise<Site> {
  const clock = createClock(Date.parse(startsAt));
  lane.mail.clear();
  lane.mail.clearFaults();
  const [notion, stripe] = await Promise.all([
    startNotion({ clock, rateLimit: PLENTY }),
    startStripe({ clock, rateLimitPerSecond: PLENTY.requests }),
    lane.redis.flushdb(),
  ]);
  const { spreadsheetId } = lane.google.createSpreadsheet({
    title: 'Billing',
    timeZone: 'Europe/London',
    sharedWith: { [lane.google.serviceAccount.email]: 'writer' },
  });
  return {
    lane,
    clock,
    notion,
    stripe,
    workspace: createWorkspace(notion),
    spreadsheetId,
    async close() {
      lane.google.faults.watch(() => undefined);
      await Promise.all([notion.close(), stripe.close()]);
    },
  };
}
