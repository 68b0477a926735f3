import type { MilestoneFacts, Policy } from './facts.ts';
import { personInRole, responsibleFor } from './responsible.ts';

/** How somebody is called whom nobody has named. */
export const NOBODY = 'Somebody (nobody is responsible yet)';

/** Names of the people who answer for a milestone, for sentences about it (Rule 18.5). */
export function peopleFor(
  { milestone, project, client }: Pick<MilestoneFacts, 'milestone' | 'project' | 'client'>,
  { defaultBillingOwner }: Policy,
): { readonly who: string; readonly accountOwner: string } {
  const around = { milestone, project, client, defaultBillingOwner };
  return {
    who: responsibleFor(around)?.name ?? NOBODY,
    accountOwner: personInRole('account owner', around)?.name ?? NOBODY,
  };
}
