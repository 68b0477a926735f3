import type { Currency } from '../currency.ts';

/**
 * The figures in the order of the sheet. `share` is a fraction of 1, `money` a whole number of smallest units, `days` and `number`
 * are kept to one decimal. Labels are the columns of the history: a new one goes to its end, none is ever renamed.
 */
export const FIGURES = [
  { id: 'receivables', label: 'Receivables', unit: 'money' },
  { id: 'current', label: 'Not yet due', unit: 'money' },
  { id: 'days1to30', label: '1-30 days overdue', unit: 'money' },
  { id: 'days31to60', label: '31-60 days overdue', unit: 'money' },
  { id: 'days61to90', label: '61-90 days overdue', unit: 'money' },
  { id: 'days91up', label: '91 and more days overdue', unit: 'money' },
  { id: 'overdueShare', label: 'Overdue share', unit: 'share' },
  { id: 'dso', label: 'DSO (days sales outstanding)', unit: 'days' },
  { id: 'bestDso', label: 'Best possible DSO', unit: 'days' },
  { id: 'delinquent', label: 'Average days delinquent', unit: 'days' },
  { id: 'effectiveness', label: 'Collection effectiveness', unit: 'share' },
  { id: 'unbilled', label: 'Approved, not yet billed', unit: 'money' },
  { id: 'approvalToSent', label: 'Approval to sent, median days', unit: 'days' },
  { id: 'sentToPaid', label: 'Sent to paid, median days', unit: 'days' },
  { id: 'sentToPaidByAmount', label: 'Sent to paid, median days by amount', unit: 'days' },
  { id: 'invoiced', label: 'Invoiced this week', unit: 'money' },
  { id: 'collected', label: 'Collected this week (invoices paid in full)', unit: 'money' },
  { id: 'expected7', label: 'Cash expected in 7 days', unit: 'money' },
  { id: 'expected14', label: 'Cash expected in 14 days', unit: 'money' },
  { id: 'expected30', label: 'Cash expected in 30 days', unit: 'money' },
  { id: 'unpromised', label: 'Overdue, nothing promised', unit: 'money' },
  { id: 'writtenOff', label: 'Written off this quarter', unit: 'money' },
  { id: 'messages', label: 'Follow-ups per paid invoice', unit: 'number' },
  { id: 'promisesKept', label: 'Promises kept', unit: 'share' },
] as const;

export type FigureId = (typeof FIGURES)[number]['id'];

/** What is not known, or has nothing to be worked out from, is `null`: never zero, never infinite (Rule 16.2). */
export type FigureValues = Readonly<Record<FigureId, number | null>>;

/** The figures of one currency. */
export type CurrencyFigures = {
  readonly currency: Currency;
  readonly values: FigureValues;
  /** Too few items for a median: the items themselves, in words (Rule 16.5). The value is `null` then. */
  readonly items: Readonly<Partial<Record<FigureId, string>>>;
};

/** Figures of an earlier week as they were kept; one that was not kept then is absent. */
export type StoredFigures = {
  readonly currency: Currency;
  readonly values: Readonly<Partial<Record<FigureId, number>>>;
};
