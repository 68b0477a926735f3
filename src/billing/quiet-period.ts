import { type Instant, instantFromMillis, toIso } from './calendar.ts';
import type { Milestone } from './facts.ts';

/**
 * Identifies one approval as it was read, so that the quiet period starts again when it changes (Rule 3.6).
 * Undefined while the milestone is not approved.
 */
export function approvalMark(milestone: Milestone): string | undefined {
  if (milestone.approval !== 'Approved' && milestone.approval !== 'Approved in part') return undefined;
  const { approval, decidedOn, decidedBy, amount, approvedAmount, currency } = milestone;
  const on = typeof decidedOn === 'number' ? toIso(decidedOn) : decidedOn;
  return JSON.stringify([approval, on, decidedBy, amount, approvedAmount, currency]);
}

/** When the quiet period ends. @param since first reading of this very approval; undefined: it is read now for the first time */
export const quietUntil = (since: Instant | undefined, now: Instant, quietPeriodSeconds: number): Instant =>
  instantFromMillis((since ?? now) + quietPeriodSeconds * 1000);
