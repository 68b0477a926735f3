import type { DatabaseName } from '../../connectors/notion/names.ts';
import type { SetupPlan } from './plan/plan.ts';
import { type Left, stepWords } from './plan/step.ts';

/** What a set-up came to, for programs. Holds no secret. */
export type SetupReport = {
  /** Everything that could be done here was done. */
  readonly ok: boolean;
  /** The hub can be started with it. */
  readonly ready: boolean;
  /** What was written, in order. */
  readonly done: readonly string[];
  readonly kept: readonly string[];
  readonly left: readonly Left[];
  readonly databases: Readonly<Partial<Record<DatabaseName, string>>>;
  readonly notes: readonly string[];
};

const bullet = (text: string): string => `  - ${text}`;
const leftLines = ({ what, mend }: Left): readonly string[] => [bullet(what), `    ${mend}`];

/** What is about to be done, before anything is written. */
export function summaryLines({ steps, kept, notes, left }: SetupPlan): readonly string[] {
  return [
    ...(kept.length === 0 ? [] : ['Right already:', ...kept.map(bullet)]),
    ...(notes.length === 0 ? [] : ['How your Notion is read:', ...notes.map(bullet)]),
    ...(steps.length === 0 ? ['Nothing is to be written.'] : ['To be written:', ...steps.map(stepWords).map(bullet)]),
    ...(left.length === 0 ? [] : ['What you will have to do yourself:', ...left.flatMap(leftLines)]),
  ];
}

/** What was done, and what is left. */
export function closingLines({ done, left, ready }: SetupReport): readonly string[] {
  return [
    done.length === 0 ? 'Nothing had to be changed.' : `Done: ${done.length} ${done.length === 1 ? 'step' : 'steps'}.`,
    ...(left.length === 0 ? [] : ['Left for you:', ...left.flatMap(leftLines)]),
    ready ? 'Check it with "npx milepost doctor", start the hub with "npm start".' : 'The hub cannot be started yet.',
  ];
}
