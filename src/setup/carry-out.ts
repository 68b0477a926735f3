import { NeedsPerson } from '../billing/failure.ts';
import { type Agreed, configOf, planNow, type Run } from './current.ts';
import { patiently } from './patiently.ts';
import { beginBuilding, perform } from './perform.ts';
import type { SetupPlan } from './plan/plan.ts';
import { type Left, type Step, stepWords } from './plan/step.ts';
import { byHand } from './plan/stripe.ts';
import { readFacts } from './read-facts.ts';

/** What was done, in order, and what a service refused. */
export type Outcome = { readonly done: readonly string[]; readonly refused: readonly Left[] };

/** Does the steps of a plan. After a bad moment it looks again and goes on with what is still missing. @returns what was done */
export async function carryOut(run: Run, agreed: Agreed): Promise<Outcome> {
  const { request, place, services } = run;
  const done: string[] = [];
  const refused = new Map<string, Left>();
  let doing: string | undefined;
  let { facts, answers } = agreed;
  let plan: SetupPlan | undefined = agreed.plan;
  await patiently(request, async (wentAhead) => {
    if (plan === undefined) {
      facts = await readFacts(services, configOf(run), answers.parentPage);
      plan = planNow(run, facts, answers);
      const words = plan.steps.map(stepWords);
      if (doing !== undefined && !words.includes(doing)) {
        done.push(doing); // carried out, and its answer got lost
        wentAhead();
      }
      doing = undefined;
    }
    const { steps, databases } = plan;
    plan = undefined;
    const building = beginBuilding({ services, place, config: configOf(run) }, facts.notion, databases);
    for (const step of steps) {
      doing = stepWords(step);
      if (refused.has(doing)) continue;
      const why = await refusalOf(step, () => perform(step, building));
      if (why !== undefined) {
        refused.set(doing, why);
        doing = undefined;
        continue;
      }
      done.push(doing);
      doing = undefined;
      if (step.kind === 'set variables') answers = { ...answers, variables: {} };
      if (step.kind === 'set policy') answers = { ...answers, policy: undefined };
      request.tell(`✓ ${done.at(-1)}`);
      wentAhead();
    }
  });
  return { done, refused: [...refused.values()] };
}

/** Nothing else stands on these: what a person has to mend there keeps nothing else from being done. */
const STANDS_ALONE: readonly Step['kind'][] = ['create endpoint', 'mend endpoint', 'prepare sheet'];

/** Why a service refused a step on which no other stands; undefined: it did not. */
async function refusalOf(step: Step, run: () => Promise<void>): Promise<Left | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (!(error instanceof NeedsPerson) || !STANDS_ALONE.includes(step.kind)) throw error;
    const byHandToo = step.kind === 'create endpoint' ? ` Or do it by hand. ${byHand(step.url)}` : '';
    return { kind: 'refused', what: `${stepWords(step)}: ${error.message}`, mend: `${error.mend}${byHandToo}` };
  }
}
