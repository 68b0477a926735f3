import { addDays, type PlainDate } from '../calendar.ts';
import type { Currency } from '../currency.ts';
import type { Money } from '../money.ts';
import { type AgeingBucket, ageingBucket } from './ageing.ts';
import type { ReviewDay } from './day.ts';
import { isApproved, isOpen, isUnbilled, type ReviewItem } from './item.ts';
import { isInWeek } from './week.ts';

/** The figures in the order of the sheet. `share` is a fraction of 1, `money` a whole number of smallest units. */
export const FIGURES = [
  { id: 'receivables', label: 'Receivables', unit: 'money' },
  { id: 'current', label: 'Not yet due', unit: 'money' },
  { id: 'days1to30', label: '1-30 days overdue', unit: 'money' },
  { id: 'days31to60', label: '31-60 days overdue', unit: 'money' },
  { id: 'days61to90', label: '61-90 days overdue', unit: 'money' },
  { id: 'days91up', label: '91 and more days overdue', unit: 'money' },
  { id: 'overdueShare', label: 'Overdue share', unit: 'share' },
  { id: 'unbilled', label: 'Approved, not yet billed', unit: 'money' },
  { id: 'invoiced', label: 'Invoiced this week', unit: 'money' },
  { id: 'collected', label: 'Collected this week (invoices paid in full)', unit: 'money' },
  { id: 'expected7', label: 'Cash expected in 7 days', unit: 'money' },
  { id: 'expected14', label: 'Cash expected in 14 days', unit: 'money' },
  { id: 'expected30', label: 'Cash expected in 30 days', unit: 'money' },
] as const;

export type FigureId = (typeof FIGURES)[number]['id'];

/** The figures of one currency. A share of nothing is `null`, never a number (Rule 16.2). */
export type CurrencyFigures = {
  readonly currency: Currency;
  readonly values: Readonly<Record<FigureId, number | null>>;
};

/** Figures of an earlier week as they were kept; one that was not kept then is absent. */
export type StoredFigures = {
  readonly currency: Currency;
  readonly values: Readonly<Partial<Record<FigureId, number>>>;
};

type Sum = (item: ReviewItem) => Money | undefined;

const remaining: Sum = (item) => item.remaining;
const invoiced: Sum = (item) => item.invoiced;
const toBill: Sum = (item) => item.toBill;

/** Adds up one currency and passes over all others (Rule 1.3). */
const total = (currency: Currency, items: readonly ReviewItem[], sum: Sum): number =>
  items.reduce((minor, item) => {
    const money = sum(item);
    return money?.currency === currency ? minor + money.minor : minor;
  }, 0);

/** When cash should come: by due date, a promise by its day. Returned money is not expected (Rule 16.4). */
function expectedOn({ milestone, stopUntil, moneyReturned }: ReviewItem): PlainDate | undefined {
  if (moneyReturned) return undefined;
  const promised = milestone.followUpStop === 'Promised' ? stopUntil : undefined;
  return promised ?? milestone.shown.due ?? undefined;
}

function figuresOf(currency: Currency, items: readonly ReviewItem[], { today, week }: ReviewDay): CurrencyFigures {
  const open = items.filter(isOpen);
  const isThisWeek = (date: PlainDate | null): boolean => date !== null && isInWeek(week, date);
  const bucket = (name: AgeingBucket): number =>
    total(
      currency,
      open.filter((item) => ageingBucket(item.daysPastDue) === name),
      remaining,
    );
  const expectedWithin = (days: number): number => {
    const last = addDays(today, days);
    const isExpected = (date: PlainDate | undefined) => date !== undefined && today <= date && date <= last;
    return total(
      currency,
      open.filter((item) => isExpected(expectedOn(item))),
      remaining,
    );
  };

  const receivables = total(currency, open, remaining);
  const current = bucket('current');
  return {
    currency,
    values: {
      receivables,
      current,
      days1to30: bucket('days1to30'),
      days31to60: bucket('days31to60'),
      days61to90: bucket('days61to90'),
      days91up: bucket('days91up'),
      overdueShare: receivables === 0 ? null : (receivables - current) / receivables,
      unbilled: total(currency, items.filter(isUnbilled).filter(isApproved), toBill),
      invoiced: total(
        currency,
        items.filter(({ milestone }) => isThisWeek(milestone.shown.issued)),
        invoiced,
      ),
      collected: total(
        currency,
        items.filter(({ status, milestone }) => status === 'Paid' && isThisWeek(milestone.shown.paidOn)),
        invoiced,
      ),
      expected7: expectedWithin(7),
      expected14: expectedWithin(14),
      expected30: expectedWithin(30),
    },
  };
}

/**
 * One block of figures per currency in which something is or can be billed, in alphabetical order. Sums never cross
 * currencies (Rule 1.3) and each equals the sum of its items.
 */
export function planFigures(items: readonly ReviewItem[], day: ReviewDay): readonly CurrencyFigures[] {
  const sums = items.flatMap((item) => [item.toBill, item.invoiced, item.remaining]);
  const currencies = new Set(sums.flatMap((money) => (money === undefined ? [] : [money.currency])));
  return [...currencies].sort().map((currency) => figuresOf(currency, items, day));
}
