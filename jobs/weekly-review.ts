import type { Clock } from '../src/billing/calendar.ts';
import type { Policy } from '../src/billing/facts.ts';
import { reviewDay } from '../src/billing/review/day.ts';
import type { HealthLine, RecordFacts } from '../src/billing/review/facts.ts';
import { storedFigures } from '../src/billing/review/figure-cells.ts';
import { layOutReview } from '../src/billing/review/layout.ts';
import { planReview, type Review, ROW_SECTIONS } from '../src/billing/review/plan-review.ts';
import type { ReviewTable, StoredHistoryRow } from '../src/billing/review/table.ts';
import { weekBefore } from '../src/billing/review/week.ts';

/** What the job needs of the sheet. */
type ReviewSheet = {
  readonly readLastWeek: (week: string) => Promise<readonly StoredHistoryRow[]>;
  readonly writeReview: (table: ReviewTable) => Promise<{
    readonly outcome: 'written' | 'unchanged';
    readonly tab: string;
    readonly url: string;
  }>;
};

type WeeklyReviewDependencies = {
  /** What stands in Notion and Stripe now. */
  readonly readReviewFacts: () => Promise<RecordFacts>;
  readonly sheets: ReviewSheet;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly health: () => Promise<readonly HealthLine[]>;
};

export type WeeklyReviewOutcome = {
  /** "2026-W47" */
  readonly week: string;
  /** Rows per section, in the sections' order. */
  readonly rows: Readonly<Record<string, number>>;
} & (
  | { readonly outcome: 'written' | 'unchanged'; readonly tab: string; readonly url: string }
  | { readonly outcome: 'dry run'; readonly review: Review }
);

const countRows = ({ sections }: Review): Readonly<Record<string, number>> =>
  Object.fromEntries(ROW_SECTIONS.map((section) => [section, sections[section].length]));

/**
 * Reads the facts, plans the review of the clock's week and brings its tab to show it. Safe to repeat; a dry run reads
 * everything, writes nothing and gives the review as data.
 */
export async function weeklyReview(
  { readReviewFacts, sheets, policy, clock, health }: WeeklyReviewDependencies,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<WeeklyReviewOutcome> {
  const asOf = clock();
  const { week } = reviewDay(policy.timeZone, asOf);
  const [facts, stored, lines] = await Promise.all([
    readReviewFacts(),
    sheets.readLastWeek(weekBefore(week).name),
    health(),
  ]);

  const lastWeek = stored.length === 0 ? undefined : storedFigures(stored);
  const review = planReview({ ...facts, lastWeek, health: lines }, policy, asOf);

  const summary = { week: week.name, rows: countRows(review) };
  if (dryRun) return { ...summary, outcome: 'dry run', review };
  return { ...summary, ...(await sheets.writeReview(layOutReview(review))) };
}
