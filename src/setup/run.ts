import { BUILD_ORDER } from '../../connectors/notion/setup/databases.ts';
import { loadConfig } from '../config/load-config.ts';
import { ConfigError } from '../config/problem.ts';
import type { Sources } from '../config/read-variables.ts';
import { carryOut } from './carry-out.ts';
import { type Agreed, configOf, factsOf, planNow, type Run } from './current.ts';
import { askQuestion } from './interview/ask-questions.ts';
import { askVariables } from './interview/ask-variables.ts';
import { Stopped } from './interview/asker.ts';
import { askRest } from './interview/interview.ts';
import { fileFacts, fixedVariables, loadForSetup, type Place, placeOf } from './load.ts';
import { subscribeNotion } from './notion-subscription.ts';
import { type Answers, NO_ANSWERS } from './plan/answers.ts';
import type { SetupPlan } from './plan/plan.ts';
import { questionAsObstacle } from './plan/question-words.ts';
import { SetupRefused } from './refused.ts';
import { type SetupReport, summaryLines } from './report.ts';
import type { SetupRequest } from './request.ts';
import { connectForSetup } from './services.ts';

/**
 * Sets everything up, from what is there to what is missing. Safe to stop at any point and to run again: what is there is
 * found, and only what is missing is written.
 */
export async function setUp(request: SetupRequest): Promise<SetupReport> {
  const place = placeOf(request);
  const { config, typed } = await complete(request, place);
  const services = await connectForSetup(config, request.budgetFor);
  const run: Run = { request, place, services, typed };
  const agreed = await agree(run);
  const { done, refused } = await carryOut(run, agreed);
  const isSubscribed = await subscribeNotion(configOf(run), place, request);
  const facts = agreed.plan.steps.length === 0 ? agreed.facts : await factsOf(run, agreed.answers);
  const after = planNow(run, facts, { ...agreed.answers, variables: {}, policy: undefined });
  return {
    ok: after.steps.length === 0 && after.left.every(({ kind }) => kind !== 'refused'),
    ready: isReady(request),
    done: isSubscribed ? [...done, '.env: set NOTION_WEBHOOK_SECRET'] : done,
    kept: after.kept,
    notes: after.notes,
    left: [...refused, ...after.left],
    databases: Object.fromEntries(
      BUILD_ORDER.flatMap((name) => {
        const id = after.databases[name]?.chosen.id;
        return id === undefined ? [] : [[name, id] as const];
      }),
    ),
  };
}

/** What the services are reached by; asked for where it is missing. */
async function complete({ asker, cwd, env }: SetupRequest, place: Place) {
  const fixed = fixedVariables({ env, cwd });
  let typed: Readonly<Record<string, string>> = {};
  for (;;) {
    const loaded = loadForSetup(place, typed);
    if ('value' in loaded) return { config: loaded.value, typed };
    if (asker === undefined) throw new ConfigError(loaded.problems);
    const asked = await askVariables(loaded.problems, { asker, cwd, fixed });
    if (asked.rest.length > 0) throw new ConfigError(asked.rest);
    typed = { ...typed, ...asked.typed };
  }
}

/** Settles what is to be done, with whoever can be asked, before anything is written. */
async function agree(run: Run): Promise<Agreed> {
  const { asker, tell } = run.request;
  let answers: Answers = { ...NO_ANSWERS, variables: run.typed };
  let facts = await factsOf(run, answers);
  let plan = planNow(run, facts, answers);
  if (asker !== undefined) {
    for (let question = plan.questions[0]; question !== undefined; question = plan.questions[0]) {
      answers = await askQuestion(question, answers, asker);
      if (question.kind === 'parent page') facts = await factsOf(run, answers);
      plan = planNow(run, facts, answers);
    }
    if (plan.obstacles.length === 0)
      answers = await askRest(answers, { asker, facts, config: configOf(run), files: fileFacts(run.place) });
    plan = planNow(run, facts, answers);
  }
  refuse(plan);
  if (asker === undefined) for (const line of summaryLines(plan)) tell(line);
  else {
    asker.show('Summary', summaryLines(plan));
    if (plan.steps.length > 0 && !(await asker.confirm('Write all of this?', true))) throw new Stopped();
  }
  return { facts, answers, plan };
}

/** @throws SetupRefused with everything that has to be said or changed first */
function refuse({ obstacles, questions }: SetupPlan): void {
  const all = [...obstacles, ...questions.map(questionAsObstacle)];
  if (all.length > 0) throw new SetupRefused(all);
}

/** Whether `milepost start` has all that it needs. */
function isReady(sources: Sources): boolean {
  try {
    loadConfig(sources);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
