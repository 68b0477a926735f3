import { addDays, daysBetween, type PlainDate } from '../calendar.ts';
import type { FollowUpComment } from './comments.ts';
import { AGAIN_EVERY_DAYS } from './days.ts';

/** Something for a person to decide, said again every 14 days. */
export type FollowUpTask = { readonly words: string; readonly since: PlainDate };

/** What a person is to decide, said on its first day and every 14 days after it (Rules 11.12, 13.1). */
export function taskComment({ since, words }: FollowUpTask, today: PlainDate): FollowUpComment {
  const times = Math.max(0, Math.floor(daysBetween(since, today) / AGAIN_EVERY_DAYS));
  const beginning = `To decide (${addDays(since, times * AGAIN_EVERY_DAYS)}): `;
  return { beginning, text: `${beginning}${words}.` };
}

/** The next day on which a person is reminded of it. */
export const taskAgainOn = ({ since }: FollowUpTask, today: PlainDate): PlainDate =>
  addDays(since, (Math.max(-1, Math.floor(daysBetween(since, today) / AGAIN_EVERY_DAYS)) + 1) * AGAIN_EVERY_DAYS);
