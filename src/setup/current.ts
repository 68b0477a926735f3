import type { SetupConfig } from '../config/config.ts';
import { ConfigError } from '../config/problem.ts';
import type { SetupFacts } from './facts.ts';
import { policyDefaults } from './interview/policy-questions.ts';
import { fileFacts, loadForSetup, type Place } from './load.ts';
import { patiently } from './patiently.ts';
import type { Answers } from './plan/answers.ts';
import { planSetup, type SetupPlan } from './plan/plan.ts';
import { readFacts } from './read-facts.ts';
import type { SetupRequest } from './request.ts';
import type { SetupServices } from './services.ts';

/** One set-up from its beginning to its end. `typed`: what was entered and no file holds yet. */
export type Run = {
  readonly request: SetupRequest;
  readonly place: Place;
  readonly services: SetupServices;
  readonly typed: Readonly<Record<string, string>>;
};

/** The configuration as it is now: every step may have written to it. */
export function configOf({ place, typed }: Run): SetupConfig {
  const loaded = loadForSetup(place, typed);
  if ('value' in loaded) return loaded.value;
  throw new ConfigError(loaded.problems);
}

/** What is there now, however many bad moments the services have. */
export const factsOf = (run: Run, { parentPage }: Pick<Answers, 'parentPage'>) =>
  patiently(run.request, () => readFacts(run.services, configOf(run), parentPage));

/** What is to be done about what is there. */
export function planNow(run: Run, facts: SetupFacts, answers: Answers): SetupPlan {
  return planSetup({
    facts,
    answers,
    config: configOf(run),
    files: fileFacts(run.place),
    asks: run.request.asker !== undefined,
    defaults: policyDefaults(),
  });
}

/** What was settled before anything was written. */
export type Agreed = { readonly facts: SetupFacts; readonly answers: Answers; readonly plan: SetupPlan };
