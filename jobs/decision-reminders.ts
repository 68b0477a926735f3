import type { Notion } from '../connectors/notion/client.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import type { ProjectFacts } from '../src/billing/mismatches/mismatch.ts';
import { decisionReminders } from '../src/billing/mismatches/undecided.ts';

export type ReminderDeps = { readonly notion: Pick<Notion, 'hasComment' | 'comment'> };

/**
 * Reminds of deliveries that nobody decides on, once per review window. That a reminder was made stands in the line of
 * `Mismatches` that is written afterwards; where that is in doubt, the comments are looked through.
 * @returns how many were made
 */
export async function remindOfDecisions({ notion }: ReminderDeps, facts: ProjectFacts): Promise<number> {
  let made = 0;
  for (const { milestoneId, beginning, text, colleague } of decisionReminders(facts)) {
    try {
      if (await notion.hasComment(milestoneId, beginning)) continue;
      await notion.comment(milestoneId, text, colleague);
      made += 1;
    } catch (error) {
      // Whoever may not comment here still shows what does not match.
      if (!(error instanceof NeedsPerson)) throw error;
    }
  }
  return made;
}
