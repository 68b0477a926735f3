import type { Person } from '../../src/billing/facts.ts';
import { NeedsPerson, type Role } from '../../src/billing/failure.ts';
import type { DatabaseName } from './names.ts';

/** How people call a row of each database, who mends it, and the property that names them. */
const KINDS = {
  milestones: { words: 'this milestone', who: 'billing owner', owners: 'Billing owner' },
  projects: { words: 'the project', who: 'project owner', owners: 'Owner' },
  clients: { words: 'the client', who: 'account owner', owners: 'Account owner' },
  deals: { words: 'the deal', who: 'project owner', owners: 'Owner' },
} as const satisfies Record<DatabaseName, { words: string; who: Role; owners: string }>;

export const ownersIn = (database: DatabaseName): string => KINDS[database].owners;

/** One row holds what nobody can use. Who could mend it is read as far as it can be. */
export class UnreadableRow extends NeedsPerson {
  readonly owners: readonly Person[];
  /** Of a milestone: its projects. */
  readonly projectIds: readonly string[];

  constructor(
    database: DatabaseName,
    { property, why, mend }: { readonly property: string; readonly why: string; readonly mend: string },
    { owners, projectIds }: { readonly owners: readonly Person[]; readonly projectIds: readonly string[] },
  ) {
    super(`"${property}" of ${KINDS[database].words} ${why}`, { mend, who: KINDS[database].who });
    this.owners = owners;
    this.projectIds = projectIds;
  }
}
