import { z } from 'zod';
import type { LocalConfig } from '../config/config.ts';
import type { HubOverview } from '../receiver/health-page.ts';
import type { Storage } from './foundation.ts';
import { statusOf } from './status.ts';

export type OverviewOptions = {
  readonly storage: Storage;
  readonly policy: LocalConfig['policy'];
  /** Requests that could be sent at once now, by service. */
  readonly budgetsLeft: () => Promise<Readonly<Record<string, number>>>;
};

/** What the health page shows, from Redis alone. @throws TryAgain while it does not answer */
export async function adminOverview({ storage, policy, budgetsLeft }: OverviewOptions): Promise<HubOverview> {
  const [status, left, shown] = await Promise.all([statusOf(storage, policy), budgetsLeft(), shownDetails(storage)]);
  return {
    ...status,
    budgetsLeft: left,
    unconfirmed: matching(shown, UNCONFIRMED),
    help: matching(shown, HELP),
  };
}

/** As `src/billing/follow-up/view.ts` says it beside a milestone. */
const UNCONFIRMED = /\bUnconfirmed: nobody knows.*$/s;
/** As `jobs/unreadable.ts` says it beside a milestone. */
const HELP = /^(?:Shadow: )?Needs .*$/s;

function matching(details: ReadonlyMap<string, string>, words: RegExp): Readonly<Record<string, string>> {
  const found = [...details].flatMap(([id, detail]) => {
    const match = words.exec(detail);
    return match === null ? [] : [[id, match[0]] as const];
  });
  return Object.fromEntries(found);
}

const Row = z.looseObject({ billingDetail: z.string().optional().catch(undefined) });
const Rows = z.array(Row);

/** What stands beside each milestone by now, as the hub remembers having written it. */
async function shownDetails({ memory }: Pick<Storage, 'memory'>): Promise<ReadonlyMap<string, string>> {
  const [shown, written] = await Promise.all([
    memory.fingerprints('milestones shown'),
    memory.fingerprints('milestones written'),
  ]);
  const details = new Map<string, string>();
  for (const [id, json] of Object.entries(shown)) {
    const detail = Row.safeParse(parsed(json)).data?.billingDetail;
    if (detail !== undefined) details.set(id, detail);
  }
  // A look that asks for help does not come to its end: what it wrote stands among what was written since.
  for (const [id, json] of Object.entries(written)) {
    const detail = Rows.safeParse(parsed(json)).data?.findLast((row) => row.billingDetail !== undefined)?.billingDetail;
    if (detail !== undefined) details.set(id, detail);
  }
  return details;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
