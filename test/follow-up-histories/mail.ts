import type { SendOutcome } from '../../jobs/follow-up-client.ts';
import type { Planned } from '../../src/billing/follow-up/plan.ts';
import { judgeAttempt } from './judge.ts';
import { call, Died, type Process } from './process.ts';
import { type Answer, type Attempt, type FollowUpWorld, type Line, say } from './world.ts';

/** The mail server: what it is given is judged at that moment. */
export async function handOver(world: FollowUpWorld, process: Process, planned: Planned): Promise<SendOutcome> {
  let answer: Answer | undefined;
  try {
    return await call(world, process, 'send', () => {
      answer = answerOf(world);
      note(world, process, planned, answer);
      if (answer === 'sent') return { kind: 'sent' };
      if (answer === 'refused') return { kind: 'refused', why: 'the mailbox is full' };
      return { kind: 'unknown', why: 'no answer came' };
    });
  } catch (error) {
    // It was about to: whoever comes after it cannot know that it did not.
    if (error instanceof Died && answer === undefined) note(world, process, planned, 'gone');
    throw error;
  }
}

function answerOf(world: FollowUpWorld): Answer {
  const index = world.troubles.findIndex((one) => 'answer' in one && one.nth === 0);
  const [trouble] = index < 0 ? [] : world.troubles.splice(index, 1);
  return trouble !== undefined && 'answer' in trouble ? trouble.answer : 'sent';
}

const WORDS: Readonly<Record<Answer, string>> = {
  sent: 'It is sent.',
  refused: 'The mail server refuses it.',
  lost: 'The mail server takes it, and no answer comes back.',
  gone: 'It never arrives, and no answer comes back.',
};

function note(world: FollowUpWorld, process: Process, planned: Planned, answer: Answer): void {
  const { message, counts } = planned;
  const client = process.clients.get(message.client.id)?.value;
  if (client === undefined) {
    world.broken.push(`Rule 11.6: a message to ${message.client.name}, whose row was not read`);
    return;
  }
  const lines = counts.flatMap(({ followed, due }): Line[] => {
    const invoice = process.invoices.get(followed.invoice.id)?.value;
    const milestone = process.milestones.get(followed.milestone.id)?.value;
    const project = process.projects.get(followed.project?.id ?? '')?.value;
    if (invoice === undefined || milestone === undefined || project === undefined) {
      world.broken.push(`Rule 11.6: ${due.slot} about ${followed.invoice.id}, which was not read before it`);
      return [];
    }
    const failedAt = due.slot === 'failure' ? invoice.moves.failedAt : null;
    return [{ invoice, milestone, project, slot: due.slot, cycle: due.cycle, rolled: due.rolled, failedAt }];
  });
  const attempt: Attempt = { at: world.now, client, message, lines, answer };
  const about = lines.map(({ slot, cycle, invoice, rolled }) =>
    [invoice.id, slot, ...(cycle > 0 ? [`cycle ${cycle}`] : []), ...(rolled ? ['rolled'] : [])].join(' '),
  );
  say(world, `Message to ${message.to} (${about.join(', ')}). ${WORDS[answer]}`);
  world.broken.push(...judgeAttempt(world, process, attempt));
  world.attempts.push(attempt);
}
