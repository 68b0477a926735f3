import type { PlainDate } from '../calendar.ts';
import type { ReviewItem } from './item.ts';

/** Why follow-up rests, in words: "Promised until 2026-11-20: waits for their payment run". Undefined when no stop is in force. */
export function stopOf({ milestone, stopUntil }: ReviewItem, today: PlainDate): string | undefined {
  const { followUpStop, stopReason } = milestone;
  if (followUpStop === null || (stopUntil !== undefined && stopUntil < today)) return undefined;
  const until = stopUntil === undefined ? '' : ` until ${stopUntil}`;
  return `${followUpStop}${until}${stopReason === '' ? '' : `: ${stopReason}`}`;
}
