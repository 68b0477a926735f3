import { isPlainDate, type PlainDate } from '../calendar.ts';
import type { Milestone } from '../facts.ts';
import type { Mismatch } from './mismatch.ts';

export const NOBODY_YET = 'nobody is responsible yet';

/** Of a milestone, in one line and never empty: an empty name stands for the project itself. */
export const nameOf = ({ name }: Pick<Milestone, 'name'>): string => name.replace(/\s+/g, ' ').trim() || 'Untitled';

/** "Design: amount differs." or, of a project, "Nothing left to bill." */
export const titleLine = (item: string, title: string): string =>
  item === '' ? `${title.charAt(0).toUpperCase()}${title.slice(1)}.` : `${item}: ${title}.`;

/** Stays the same for as long as the mismatch is open: by it the day on which it was opened is found again. */
const beginningOf = ({ item, title }: Mismatch): string => titleLine(item, title);

/** Names one open mismatch of a project, whatever its milestone is called by now. */
export const mismatchKey = ({ id, milestoneId }: Mismatch): string => `${id} ${milestoneId ?? ''}`.trim();

/**
 * Since when a mismatch is open: the day that stands in Notion, where it is kept when everything else is lost.
 * @param shown the project's `Mismatches` as they stand
 */
export function openedBefore(mismatch: Mismatch, shown: string): PlainDate | undefined {
  const line = shown.split('\n').find((one) => one.startsWith(beginningOf(mismatch)));
  const day = /\bsince (\d{4}-\d{2}-\d{2})\)$/.exec(line ?? '')?.[1];
  return day !== undefined && isPlainDate(day) ? day : undefined;
}

/** One line per mismatch: what, what to do, who, since when. Empty when everything matches. */
export const mismatchLines = (mismatches: readonly (Mismatch & { readonly since: PlainDate })[]): string =>
  mismatches
    .map((one) => `${beginningOf(one)} ${one.words} (${one.person ?? NOBODY_YET}, since ${one.since})`)
    .join('\n');
