import fc from 'fast-check';
import { OPENINGS, type Opening } from './openings.ts';
import { keys, type Step, step } from './steps.ts';
import { type Team, team } from './team.ts';

export type History = { readonly team: Team; readonly opening: Opening; readonly steps: readonly Step[] };

/** Steps stand first, so that a failure loses those before its team is made smaller. */
export const history: fc.Arbitrary<History> = fc.record({
  steps: fc.array(step, { maxLength: 30, size: 'max' }),
  opening: keys(OPENINGS),
  team,
});
