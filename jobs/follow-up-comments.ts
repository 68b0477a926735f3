import type { Notion } from '../connectors/notion/client.ts';
import { dateIn } from '../src/billing/calendar.ts';
import type { MilestoneFacts } from '../src/billing/facts.ts';
import { messageComments } from '../src/billing/follow-up/comments.ts';
import { type FollowUpTask, taskComment } from '../src/billing/follow-up/task.ts';
import type { JobContext, MayAct } from './ports.ts';

export type CommentsDeps = Pick<JobContext, 'memory' | 'policy' | 'clock'> & {
  readonly notion: Pick<Notion, 'hasComment' | 'comment'>;
  readonly mayAct: MayAct;
};

const COMMENTED = 'follow-up comments';

type Comment = { readonly beginning: string; readonly text: string };

/** Says once beside the milestone which messages went out about its invoices, and what a person is to decide. */
export async function commentOnFollowUp(
  deps: CommentsDeps,
  { milestone, invoices }: Pick<MilestoneFacts, 'milestone' | 'invoices'>,
  task: FollowUpTask | undefined,
): Promise<void> {
  const { policy, clock } = deps;
  if (policy.shadow) return;
  const messages = policy.followUp.comments ? invoices.flatMap((invoice) => messageComments(invoice, policy)) : [];
  const decide = task === undefined ? [] : [taskComment(task, dateIn(policy.timeZone, clock()))];
  const wanted: readonly Comment[] = [...messages, ...decide];
  if (wanted.length === 0) return;
  const known = await commentedOn(deps, milestone.id);
  for (const comment of wanted) if (!known.has(comment.beginning)) await sayOnce(deps, milestone.id, comment, known);
}

const commentedOn = async ({ memory }: CommentsDeps, id: string): Promise<Set<string>> =>
  new Set(((await memory.fingerprint(COMMENTED, id)) ?? '').split('\n'));

/** Where it is not remembered, it may have been said by a run that broke off, or before Redis was lost. */
async function sayOnce(deps: CommentsDeps, id: string, comment: Comment, known: Set<string>): Promise<void> {
  const { notion, memory, mayAct } = deps;
  if (!(await notion.hasComment(id, comment.beginning))) {
    mayAct.throwIfAborted();
    await notion.comment(id, comment.text);
  }
  known.add(comment.beginning);
  await memory.rememberFingerprint(COMMENTED, id, [...known].filter((one) => one !== '').join('\n'));
}
