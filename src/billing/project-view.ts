import type { PlainDate } from './calendar.ts';
import type { ShownOnProject } from './facts.ts';
import { findMismatches } from './mismatches/find.ts';
import type { Mismatch, ProjectFacts } from './mismatches/mismatch.ts';
import { mismatchKey, mismatchLines, openedBefore } from './mismatches/text.ts';
import { kickoffOf } from './project/kickoff.ts';
import { nextBillingEvent } from './project/next-billing-event.ts';
import { withoutNote } from './put-back.ts';

/** A mismatch with the day on which it was first seen. */
export type OpenMismatch = Mismatch & { readonly key: string; readonly since: PlainDate };

export type ProjectView = { readonly shown: ShownOnProject; readonly mismatches: readonly OpenMismatch[] };

/**
 * What a project shows: whether work may begin, what is billed next, and what does not match.
 * @param firstSeen when a mismatch was first noted, by its key; what stands in Notion counts where it is earlier
 */
export function projectView(facts: ProjectFacts, firstSeen: (key: string) => PlainDate): ProjectView {
  const { project, client, milestones, policy } = facts;
  const before = withoutNote(project.shown.mismatches);
  const mismatches = findMismatches(facts).map((mismatch) => {
    const key = mismatchKey(mismatch);
    const [since = facts.today] = [firstSeen(key), openedBefore(mismatch, before)]
      .filter((day) => day !== undefined)
      .sort();
    return { ...mismatch, key, since };
  });
  return {
    shown: {
      kickoff: kickoffOf(project, milestones),
      ...nextBillingEvent(milestones, { project, client, policy }),
      mismatches: mismatchLines(mismatches),
    },
    mismatches,
  };
}
