import type { DatabaseName } from '../connectors/notion/names.ts';
import type { Hint } from '../src/billing/hint.ts';
import type { Work } from './ports.ts';

/** Stripe tells of one payment in several events, a moment apart: they are looked at together. */
export const STRIPE_SETTLES_MS = 1_000;

/** Which work a row of each database asks for. */
const WORK_OF_ROW: Readonly<Record<DatabaseName, string>> = {
  milestones: 'milestone',
  projects: 'around project',
  clients: 'around client',
  deals: 'around deal',
};

/**
 * Which work a hint starts. Read this first: it is the way from a webhook to a job.
 * @param databaseOf which of our databases an id names; undefined: none of ours
 */
export async function route(
  hint: Hint,
  databaseOf: (id: string) => Promise<DatabaseName | undefined>,
): Promise<readonly Work[]> {
  const { id, origin } = hint;
  switch (hint.about) {
    case 'milestone':
      return [{ name: 'milestone', id, origin, delayMs: STRIPE_SETTLES_MS }];
    case 'stripe invoice':
      return [{ name: 'stripe invoice', id, origin }];
    case 'stripe payment':
      return [{ name: 'stripe payment', id, origin, delayMs: STRIPE_SETTLES_MS }];
    case 'stripe customer':
      return [{ name: 'stripe customer', id, origin, delayMs: STRIPE_SETTLES_MS }];
    case 'notion schema':
      return [{ name: 'notion schema', id, origin }];
    case 'notion row': {
      const database = hint.dataSource === undefined ? undefined : await databaseOf(hint.dataSource);
      return database === undefined ? [] : [{ name: WORK_OF_ROW[database], id, origin }];
    }
  }
}
