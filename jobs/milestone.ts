import type { Notion } from '../connectors/notion/client.ts';
import { UnreadableRow } from '../connectors/notion/unreadable.ts';
import { isLive } from '../src/billing/billing-key.ts';
import { dateIn, type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import { closeoutComment, isStale, mayBeCommented } from '../src/billing/closeout.ts';
import { decide } from '../src/billing/decide.ts';
import type { BillingView } from '../src/billing/decision.ts';
import { BILLING_STATUSES, type Milestone, type MilestoneFacts } from '../src/billing/facts.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import { type NextBillingEvent, nextBillingEvent } from '../src/billing/project/next-billing-event.ts';
import { handEdits, notedOn, OWN_ON_MILESTONE } from '../src/billing/put-back.ts';
import { personInRole, responsibleFor } from '../src/billing/responsible.ts';
import { inShadowWords } from '../src/billing/shadow.ts';
import { impossibleMove } from '../src/billing/standing/moves.ts';
import { unbilledSum } from '../src/billing/unbilled.ts';
import { changesBetween } from './changes.ts';
import { askAboutClaims } from './follow-up-claims.ts';
import { commentOnFollowUp } from './follow-up-comments.ts';
import { askForAccount, leaveAccount } from './milestone-account.ts';
import { type ActionDeps, type Settled, settle } from './milestone-actions.ts';
import { gatherFacts, noFacts } from './milestone-facts.ts';
import { askForProjects, leaveProjects } from './milestone-projects.ts';
import { rememberRow, writeOn } from './milestone-row.ts';
import { lastWritten, type Written } from './own-rows.ts';
import type { Outcome } from './ports.ts';
import { noteUnbilled } from './unbilled.ts';
import { helpWords, noteUnreadable, sayWhyUnreadable } from './unreadable.ts';

export type MilestoneDeps = ActionDeps & {
  readonly notion: Pick<Notion, 'readMilestone' | 'hasComment' | 'comment' | 'sayOnMilestone'>;
};

/** Something that a person mends is looked at again after this long, even if nobody tells us. */
export const MENDED_CHECK_MS = 10 * 60_000;

/**
 * Looks at one milestone: reads facts, decides, acts in Stripe until the decision asks for nothing more, and shows the
 * result in Notion. The same for an approval, a payment, a date that passed, a hand edit and a restart. Safe to repeat
 * and to interrupt anywhere; never run twice at once for one milestone.
 */
export async function lookAtMilestone(deps: MilestoneDeps, id: string): Promise<Outcome> {
  try {
    const milestone = await deps.notion.readMilestone(id);
    if (milestone !== undefined) return await lookAt(deps, milestone);
    await deps.lookAgain('milestone', id, await returnsAt(deps, id));
    await leaveProjects(deps, id);
    await leaveAccount(deps, id);
    await noteUnbilled(deps, id, undefined);
    return { outcome: 'ignored', reason: 'the page is gone, in the trash, or not a milestone' };
  } catch (error) {
    // Whatever the queue makes of it, nobody tells us when it is mended: that is looked for.
    await deps.lookAgain('milestone', id, mendedCheckAt(deps)).catch(() => undefined);
    if (error instanceof NeedsPerson) {
      await noteUnreadable(deps, 'milestones', id, error);
      await sayWhyUnreadable(deps, id, error);
    }
    throw error;
  }
}

const GONE = /^gone (\d+)$/;
const GONE_FOR_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

/**
 * What is shared with us again comes back without a word: it is looked for as often as what somebody mends, after a day once a
 * day, for a month. What was never known as a milestone is not.
 */
async function returnsAt({ memory, clock }: MilestoneDeps, id: string): Promise<Instant | undefined> {
  const print = await memory.fingerprint('milestones', id);
  const now = clock();
  const since = Number(GONE.exec(print ?? '')?.[1] ?? now);
  // So that it is news when it comes back.
  if (since === now) await memory.rememberFingerprint('milestones', id, `gone ${now}`);
  if (print === undefined || now - since > GONE_FOR_DAYS * DAY_MS) return undefined;
  return instantFromMillis(now + (now - since < DAY_MS ? MENDED_CHECK_MS : DAY_MS));
}

const mendedCheckAt = ({ clock }: MilestoneDeps): Instant => instantFromMillis(clock() + MENDED_CHECK_MS);

/** What only a person can mend is said beside the milestone where it can be read. */
async function lookAt(deps: MilestoneDeps, milestone: Milestone): Promise<Outcome> {
  let facts: MilestoneFacts | undefined;
  try {
    facts = await gatherFacts(deps, milestone);
    const settled = await sureOfAlarm(deps, await settle(deps, facts));
    const outcome = await show(deps, milestone, settled);
    if (settled.later !== undefined) throw settled.later;
    return outcome;
  } catch (error) {
    if (!(error instanceof NeedsPerson)) throw error;
    return await askForHelp(deps, milestone, facts, error);
  }
}

/**
 * A message that seems late may rightly wait for another one of the same day (Rule 11.5): what else the client heard of us is read only
 * then.
 */
async function sureOfAlarm(deps: MilestoneDeps, settled: Settled): Promise<Settled> {
  const { facts, decision } = settled;
  const customer = facts.client?.shown.stripeCustomer ?? '';
  if (decision.alarm === undefined || customer === '') return settled;
  const all = await deps.stripe.invoicesOfCustomer(customer);
  const clientInvoices = all.filter(({ milestoneId }) => milestoneId !== facts.milestone.id && milestoneId !== '');
  const { shown, alarm, lookAgainAt } = decide({ ...facts, clientInvoices }, deps.policy, deps.clock());
  return alarm === decision.alarm ? settled : { ...settled, decision: { ...decision, shown, alarm, lookAgainAt } };
}

/** Writes what differs, puts back what somebody changed by hand, then notes what the row says now. */
async function show(deps: MilestoneDeps, milestone: Milestone, { facts, decision }: Settled): Promise<Outcome> {
  deps.mayAct.throwIfAborted();
  const { shown: row, attempts } = await lastWritten(deps.memory, 'milestones', milestone.id);
  const { shadow } = deps.policy;
  const wanted = decision.shown;
  const edits = handEdits(OWN_ON_MILESTONE, { standing: milestone.shown, wanted, lastShown: row, attempts });
  const today = dateIn(deps.policy.timeZone, deps.clock());
  const view = notedOn(wanted, milestone.shown.billingDetail, edits, today);
  const changes = changesBetween(milestone.shown, view);
  const changed = Object.keys(changes).length;
  const shown = { ...milestone.shown, ...view };

  if (row === undefined && wasBilled(milestone))
    await deps.memory.rememberFingerprint(CLOSING, milestone.id, 'unknown');
  // Somebody may have set it to Paid by hand just before it was.
  const wasShown = row?.billingStatus ?? milestone.shown.billingStatus;
  if ('billingStatus' in changes || wasShown !== view.billingStatus)
    await closeOut(deps, milestone, { view, facts, row });
  await writeOn(deps, milestone.id, changes);
  const alarm =
    row === undefined || shadow ? undefined : impossibleMove(placeIn(row), view, isInParts(facts, row, view));
  if (alarm !== undefined) await deps.alarm(milestone.id, alarm);
  if (decision.alarm !== undefined) await alarmOnce(deps, milestone.id, decision.alarm);
  await commentOnFollowUp(deps, facts, decision.task);
  await askAboutClaims(deps, facts);
  await askForProjects(deps, { ...milestone, shown }, 'billingStatus' in changes);
  await askForAccount(deps, milestone, { facts, view });
  await rememberRow(deps.memory, { ...milestone, shown });
  await noteUnbilled(deps, milestone.id, unbilledSum(facts, view, deps.policy));
  await deps.lookAgain('milestone', milestone.id, decision.lookAgainAt);
  return {
    outcome: changed > 0 ? 'done' : 'unchanged',
    billing_status: view.billingStatus ?? '',
    changed,
    ...(edits.length > 0 ? { put_back: edits.length } : {}),
    ...(decision.wouldDo === undefined ? {} : { shadow: decision.wouldDo }),
  };
}

const ALARMED = 'follow-up alarm';

/** The same words sound once. */
async function alarmOnce({ memory, alarm }: MilestoneDeps, id: string, words: string): Promise<void> {
  if ((await memory.fingerprint(ALARMED, id)) === words) return;
  await alarm(id, words);
  await memory.rememberFingerprint(ALARMED, id, words);
}

const placeIn = ({ billingStatus, billingDetail, remaining }: Written) => ({
  billingStatus: BILLING_STATUSES.find((status) => status === billingStatus) ?? null,
  billingDetail: String(billingDetail ?? ''),
  remaining: typeof remaining === 'number' ? remaining : null,
});

/** One part may be open while another is settled, so its status goes back and forth. */
const isInParts = ({ invoices }: MilestoneFacts, { invoiced }: Written, view: BillingView): boolean =>
  invoices.filter(isLive).length > 1 || Number(invoiced ?? 0) < (view.invoiced ?? 0);

/** Noted before the comment is written: from then on it may be there. */
const CLOSING = 'closing';

/** Billed before anything that is remembered: it may have been paid, and commented, in that time as well. */
const wasBilled = ({ shown: { billingStatus } }: Milestone): boolean =>
  billingStatus !== null && billingStatus !== 'Not yet triggered';

type Closing = { readonly view: BillingView; readonly facts: MilestoneFacts; readonly row: Written | undefined };

/**
 * Says once beside the milestone that it is paid and what comes next (Rule 14, step 7). The comment goes before the status:
 * wherever the status stands, the comment was made, so only a crash in between or a return of the money leaves a doubt.
 */
async function closeOut(deps: MilestoneDeps, milestone: Milestone, { view, facts, row }: Closing): Promise<void> {
  const [invoice] = facts.invoices;
  if (invoice === undefined || !deps.policy.closeoutComment || deps.policy.shadow) return;
  // A payment that was taken off again leaves an invoice that looks as if it had never been paid.
  if (milestone.shown.billingStatus === 'Paid' && view.billingStatus !== 'Paid')
    await deps.memory.rememberFingerprint(CLOSING, milestone.id, 'undone');
  const next =
    view.billingStatus === 'Paid'
      ? await comesNext(deps, { ...milestone, shown: { ...milestone.shown, ...view } }, facts)
      : undefined;
  const comment = closeoutComment(view, { milestone, next, currency: invoice.currency });
  if (comment === undefined) return;
  const begun = await deps.memory.fingerprint(CLOSING, milestone.id);
  const inDoubt = begun !== undefined || mayBeCommented({ shown: milestone.shown, known: row });
  if (inDoubt && (await deps.notion.hasComment(milestone.id, comment.beginning))) return;
  deps.mayAct.throwIfAborted();
  await deps.memory.rememberFingerprint(CLOSING, milestone.id, comment.beginning);
  await deps.notion.comment(milestone.id, comment.text);
}

/** What the project shows as its next billing event; worked out afresh where its own look has not come by yet. */
async function comesNext(
  { notion, policy }: MilestoneDeps,
  milestone: Milestone,
  { project, client }: MilestoneFacts,
): Promise<NextBillingEvent | undefined> {
  if (project === undefined || !isStale(project, milestone)) return project?.shown;
  const others = (await notion.milestonesOfProject(project.id)).filter(({ id }) => id !== milestone.id);
  return nextBillingEvent([milestone, ...others], { project, client, policy });
}

/**
 * What only a person can mend is said beside the milestone, with who, and tried again after a while. Meanwhile everything else is
 * shown as the facts have it: "Paid" that somebody wrote by hand does not stand until help comes.
 * @param facts undefined when they could not be read: then nobody knows better than what is shown
 */
async function askForHelp(
  deps: MilestoneDeps,
  milestone: Milestone,
  facts: MilestoneFacts | undefined,
  problem: NeedsPerson,
): Promise<Outcome> {
  const { project, client } = facts ?? noFacts(milestone, deps.stripe.mode);
  const around = { milestone, project, client, defaultBillingOwner: deps.policy.defaultBillingOwner };
  const own =
    problem instanceof UnreadableRow
      ? responsibleFor({ ...around, milestone: { billingOwners: problem.owners } })
      : undefined;
  const person = own ?? personInRole(problem.who, around);
  const { shadow } = deps.policy;
  const unknown = shadow ? {} : { billingStatus: milestone.shown.billingStatus ?? ('Not yet triggered' as const) };
  const shown = facts === undefined ? unknown : decide(facts, deps.policy, deps.clock()).shown;
  const words = helpWords(problem, person?.name);
  const changes = changesBetween(milestone.shown, { ...shown, billingDetail: shadow ? inShadowWords(words) : words });
  await writeOn(deps, milestone.id, changes);
  await noteUnbilled(deps, milestone.id, unbilledSum(facts ?? { milestone }, changes, deps.policy));
  await deps.lookAgain('milestone', milestone.id, mendedCheckAt(deps));
  return { outcome: 'needs a person', reason: problem.message };
}
