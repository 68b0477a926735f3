import { type Instant, instantFromIso } from '../../../src/billing/calendar.ts';
import type { Milestone } from '../../../src/billing/facts.ts';
import type { HealthLine } from '../../../src/billing/review/facts.ts';
import { layOutReview } from '../../../src/billing/review/layout.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import type { ReviewTable } from '../../../src/billing/review/table.ts';
import { policy, reviewFacts, WEDNESDAY } from '../../billing/review/sample.ts';

export const NEXT_WEEK = instantFromIso('2026-11-18T09:00:00Z');

/** The table that the hub writes for these milestones. */
export const tableOf = (
  milestones: readonly Milestone[],
  { health = [], asOf = WEDNESDAY }: { readonly health?: readonly HealthLine[]; readonly asOf?: Instant } = {},
): ReviewTable => layOutReview(planReview(reviewFacts(milestones, { health }), policy, asOf));
