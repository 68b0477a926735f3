import type { Notion } from '../connectors/notion/client.ts';
import { dateIn, type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import type { DealFacts } from '../src/billing/deals/deal-facts.ts';
import { type DealAction, type DealDecision, decideDeal } from '../src/billing/deals/decide.ts';
import type { Deal } from '../src/billing/facts.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import { handEdits, noteAfter, OWN_ON_DEAL } from '../src/billing/put-back.ts';
import { responsibleFor } from '../src/billing/responsible.ts';
import { changesBetween } from './changes.ts';
import { beginProject, createProposal, type DealActionDeps, makeProject } from './deal-actions.ts';
import { type DealFactsDeps, gatherDeal, stageMove } from './deal-facts.ts';
import { ownPartOfDeal, rememberDeal, writeOnDeal } from './deal-row.ts';
import { lastWritten } from './own-rows.ts';
import type { Outcome } from './ports.ts';
import { helpWords } from './unreadable.ts';

export type DealDeps = DealActionDeps & DealFactsDeps & { readonly notion: Pick<Notion, 'readDeal'> };

/** A proposal, and then, in another stage, a project: more steps mean that a decision contradicts itself. */
const STEPS_MAX = 3;

/** When rows that were made a moment ago are listed. */
const LISTED_WITHIN_MS = 10 * 60_000;

/**
 * Looks at one deal: what is missing or late is said, a proposal is made for one that is to be sent, and a won one becomes a
 * project with its milestones. Safe to repeat and to interrupt anywhere; never run twice at once for one deal.
 */
export async function lookAtDeal(deps: DealDeps, id: string): Promise<Outcome> {
  let made: string | undefined;
  let moved: string | undefined;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const deal = await deps.notion.readDeal(id);
    if (deal === undefined) {
      await deps.lookAgain('deal', id, undefined);
      await deps.memory.rememberFingerprint('deals', id, 'gone'); // so that it is news when it comes back
      return { outcome: 'ignored', reason: 'the page is gone, in the trash, or not a deal' };
    }
    moved ??= await stageMove(deps, deal);
    const facts = await gatherDeal(deps, deal, made === 'make project');
    const decision = decideDeal(facts, deps.policy, deps.clock());
    const { action } = decision;
    if (action !== undefined && deps.onHeldBack !== undefined) deps.onHeldBack(id, action);
    else if (action !== undefined) {
      try {
        await act(deps, facts, action);
      } catch (error) {
        if (!(error instanceof NeedsPerson)) throw error;
        return await askForHelp(deps, deal, decision, error);
      }
      made = action.kind;
      continue;
    }
    const changed = await show(deps, deal, decision);
    await deps.lookAgain('deal', id, made === undefined ? decision.lookAgainAt : soon(deps, decision.lookAgainAt));
    if (deps.policy.shadow)
      return { outcome: 'unchanged', moved, ...(changed.length === 0 ? {} : { shadow: changed.join(', ') }) };
    const isDone = changed.length > 0 || made !== undefined || moved !== undefined;
    return { outcome: isDone ? 'done' : 'unchanged', made, moved, changed: changed.length };
  }
  throw new Error(`Deal ${id}: the decision still asks for something after ${STEPS_MAX} steps.`);
}

function soon({ clock }: DealDeps, at: Instant | undefined): Instant {
  const listed = instantFromMillis(clock() + LISTED_WITHIN_MS);
  return at === undefined || listed < at ? listed : at;
}

async function act(deps: DealDeps, facts: DealFacts, action: DealAction): Promise<void> {
  const { deal } = facts;
  deps.mayAct.throwIfAborted();
  if (action.kind === 'create proposal') return await createProposal(deps, deal, action);
  if (facts.making.kind === 'nothing') await beginProject(deps, deal.id);
  const making = facts.making.kind === 'begun' ? facts.making : { kind: 'begun' as const, since: deps.clock() };
  // Said before anything is made: it is found there when everything else is lost.
  await show(deps, deal, decideDeal({ ...facts, making }, deps.policy, deps.clock()));
  await makeProject(deps, deal, making.since, action.plan);
}

/** Writes what differs, and puts back what somebody changed by hand. @returns what was changed, or would be in shadow mode */
async function show(deps: DealDeps, deal: Deal, { shown, projectIds }: DealDecision): Promise<readonly string[]> {
  const { memory, policy, clock } = deps;
  const standing = ownPartOfDeal(deal);
  const wanted = { ...shown, project: projectIds.join(' ') };
  const { shown: lastShown, attempts } = await lastWritten(memory, 'deals', deal.id);
  const edits = handEdits(OWN_ON_DEAL, { standing, wanted, lastShown, attempts }).map((words) =>
    words.startsWith('"Project" said') ? '"Project" named another one' : words,
  );
  const attention = noteAfter(shown.attention, standing.attention, edits, dateIn(policy.timeZone, clock()));
  const { project, ...changes } = changesBetween(standing, { ...wanted, attention });
  const changed = Object.keys({ ...changes, ...(project === undefined ? {} : { project }) });
  if (policy.shadow) {
    await rememberDeal(memory, deal);
    return changed;
  }
  deps.mayAct.throwIfAborted();
  const isRelinked = project !== undefined;
  await writeOnDeal(deps, deal.id, { ...changes, ...(isRelinked ? { projectIds } : {}) });
  await rememberDeal(memory, {
    id: deal.id,
    shown: { ...deal.shown, ...changes },
    projectIds: isRelinked ? projectIds : deal.projectIds,
  });
  return changed;
}

const MENDED_CHECK_MS = 10 * 60_000;

/** What only a person can mend is said first in `Attention`, with who, and tried again after a while. */
async function askForHelp(deps: DealDeps, deal: Deal, decision: DealDecision, problem: NeedsPerson): Promise<Outcome> {
  const { defaultBillingOwner } = deps.policy;
  const person = responsibleFor({ milestone: { billingOwners: deal.owners }, defaultBillingOwner });
  const words = helpWords(problem, problem.who === 'admin' ? undefined : person?.name);
  const attention = [words, decision.shown.attention].filter((line) => line !== '').join('\n');
  const fresh = (await deps.notion.readDeal(deal.id)) ?? deal;
  await show(deps, fresh, { ...decision, shown: { ...decision.shown, attention }, projectIds: fresh.projectIds });
  await deps.lookAgain('deal', deal.id, instantFromMillis(deps.clock() + MENDED_CHECK_MS));
  return { outcome: 'needs a person', reason: problem.message };
}
