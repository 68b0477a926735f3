/** Receivables by days past due. The due day itself is on time; day 30 is in the first late bucket, day 31 in the second (Rule 16.1). */
export const AGEING_BUCKETS = ['current', 'days1to30', 'days31to60', 'days61to90', 'days91up'] as const;
export type AgeingBucket = (typeof AGEING_BUCKETS)[number];

/** @param daysPastDue undefined when no due date is known: such an invoice is not late */
export function ageingBucket(daysPastDue: number | undefined): AgeingBucket {
  if (daysPastDue === undefined || daysPastDue <= 0) return 'current';
  if (daysPastDue <= 30) return 'days1to30';
  if (daysPastDue <= 60) return 'days31to60';
  return daysPastDue <= 90 ? 'days61to90' : 'days91up';
}
