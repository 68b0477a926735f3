import fc from 'fast-check';
import { infected, type Poison, poison } from '../billing/histories/poison.ts';
import { type History, history, type Step } from '../billing/histories/steps.ts';
import { tell } from '../billing/histories/tell.ts';
import { simulation } from './kind.ts';
import { phrase } from './phrase.ts';

type Told = { readonly one: History; readonly poisoned: Poison | null };

/** Some histories are played a second time beside a row that is broken for good. */
const withPoison = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: poison });

/** The rules and the hub's jobs on a world in memory. */
export const core = simulation({
  name: 'core',
  about: 'the rules and the jobs on a world in memory, crashes included: thousands a minute',
  history: fc.record({ one: history, poisoned: withPoison }),
  play: async ({ one, poisoned }) => (poisoned === null ? await tell(one) : await infected(one, poisoned)),
  story,
  shrinkMs: 120_000,
});

function story({ one, poisoned }: Told): readonly string[] {
  const steps: readonly Step[] = one.steps;
  return [
    `agreed: ${phrase(one.setting)}`,
    `rows: ${one.cast.join(', ')}; begins with: ${one.opening}`,
    ...(poisoned === null ? [] : [`beside a poisoned row: ${poisoned.how}, ${poisoned.trigger}`]),
    ...steps.map((step, at) => `${at + 1}. ${line(step)}`),
  ];
}

function line(step: Step): string {
  const { does, ...how } = step;
  return Object.keys(how).length === 0 ? does : `${does}: ${phrase(how)}`;
}
