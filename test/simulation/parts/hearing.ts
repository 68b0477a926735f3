import { hintsOfEvent } from '../../../connectors/stripe/event-hints.ts';
import type { Work } from '../../../jobs/ports.ts';
import { route } from '../../../jobs/route.ts';
import type { Hint } from '../../../src/billing/hint.ts';
import type { TestWorld } from '../../support/world.ts';

const TABLES = ['milestones', 'projects', 'clients', 'deals'] as const;

/** How webhooks arrive: some of them not at all, or twice, or in another order. */
export type Fate = {
  readonly lost: 'none' | 'every other' | 'all';
  readonly doubled: boolean;
  readonly order: 'as it came' | 'backwards' | 'mixed';
};

/** What the services have to tell since it was last asked for. */
export type Hearing = {
  readonly notionRow: (id: string, dataSource: string) => void;
  /** What of it arrives, as work for the hub. The rest is never told again. */
  readonly arrive: (fate: Fate) => Promise<readonly Work[]>;
};

export function listenTo({ stripeSandbox, workspace }: TestWorld): Hearing {
  let rows: Hint[] = [];
  const told = new Set<string>();
  const databaseOf = async (id: string) => TABLES.find((table) => workspace[table].dataSourceId === id);

  const fromStripe = (): readonly Hint[] =>
    stripeSandbox.store.events().flatMap(({ id, type, request, object }) => {
      if (told.has(id)) return [];
      told.add(id);
      return [...hintsOfEvent({ type, request, data: { object } }, `stripe:${id}`).hints];
    });

  return {
    notionRow: (id, dataSource) => void rows.push({ about: 'notion row', id, origin: 'notion', dataSource }),
    async arrive({ lost, doubled, order }) {
      await stripeSandbox.webhooks.idle(); // what Stripe tells of a payment comes a moment later
      const all = [...rows, ...fromStripe()];
      rows = [];
      const kept = all.filter((_, at) => lost === 'none' || (lost === 'every other' && at % 2 === 1));
      const twice = doubled ? kept.flatMap((hint) => [hint, hint]) : kept;
      const works: Work[] = [];
      for (const hint of ORDERS[order](twice)) works.push(...(await route(hint, databaseOf)));
      return works;
    },
  };
}

const ORDERS: Readonly<Record<Fate['order'], (hints: readonly Hint[]) => readonly Hint[]>> = {
  'as it came': (hints) => hints,
  backwards: (hints) => hints.toReversed(),
  mixed: (hints) => [...hints.filter((_, at) => at % 3 !== 0), ...hints.filter((_, at) => at % 3 === 0)],
};
