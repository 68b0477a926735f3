import { addDays, dateIn, daysBetween, type PlainDate } from '../calendar.ts';
import type { Currency } from '../currency.ts';
import type { Invoice } from '../facts.ts';
import type { Money } from '../money.ts';
import { type AgeingBucket, ageingBucket } from './ageing.ts';
import type { FigureFacts } from './figure-facts.ts';
import type { CurrencyFigures, FigureId } from './figure-list.ts';
import { followUpFigures } from './follow-up-figures.ts';
import { isApproved, isOpen, isUnbilled, type ReviewItem } from './item.ts';
import { type Median, medianByAmount, medianOf } from './median.ts';
import { isInWeek } from './week.ts';

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
function expectedOn({ milestone, followUp, moneyReturned }: ReviewItem): PlainDate | undefined {
  if (moneyReturned) return undefined;
  const stop = followUp?.stop;
  return (stop?.kind === 'Promised' ? stop.named : undefined) ?? milestone.shown.due ?? undefined;
}

/** What is owed and how old it is, and when it should come (Rules 16.1, 16.4). */
function receivables({ currency, items, day: { today } }: FigureFacts) {
  const open = items.filter(isOpen);
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
  const isLate = (item: ReviewItem): boolean => (item.daysPastDue ?? 0) > 0;
  const isUnpromised = (item: ReviewItem): boolean => (expectedOn(item) ?? '') < today;
  const all = total(currency, open, remaining);
  const current = bucket('current');
  return {
    receivables: all,
    current,
    days1to30: bucket('days1to30'),
    days31to60: bucket('days31to60'),
    days61to90: bucket('days61to90'),
    days91up: bucket('days91up'),
    overdueShare: all === 0 ? null : (all - current) / all,
    expected7: expectedWithin(7),
    expected14: expectedWithin(14),
    expected30: expectedWithin(30),
    unpromised: total(
      currency,
      open.filter((item) => isLate(item) && isUnpromised(item)),
      remaining,
    ),
  };
}

const inTenths = (value: number): number => Math.round(value * 10) / 10;

/** Invoices issued within the period, less what credit notes took back (Rule 16.2). */
function salesOf({ currency, stripe, day }: FigureFacts): number | undefined {
  const isSale = (invoice: Invoice): boolean => {
    if (invoice.currency !== currency || invoice.finalizedAt === null || invoice.status === 'void') return false;
    const issued = dateIn(day.zone, invoice.finalizedAt);
    return day.periodFrom <= issued && issued <= day.today;
  };
  return stripe?.invoices
    .filter(isSale)
    .reduce(
      (sum, { total: whole, credited, creditedAfterPayment }) => sum + whole - credited - creditedAfterPayment,
      0,
    );
}

/** What was owed when the period began and was not given up since: what is still open of it, and what was paid within the period. */
const openingOf = ({ currency, items, day: { periodFrom } }: FigureFacts): number => {
  const before = items.filter(({ milestone: { shown } }) => shown.issued !== null && shown.issued < periodFrom);
  const paid = before.filter(
    ({ status, milestone: { shown } }) => status === 'Paid' && shown.paidOn !== null && shown.paidOn >= periodFrom,
  );
  return total(currency, before.filter(isOpen), remaining) + total(currency, paid, invoiced);
};

/** Rules 16.2 and 16.3. Without sales, or without knowing them, there is nothing to divide by. */
function collection(about: FigureFacts, owed: { readonly receivables: number; readonly current: number }) {
  const { day } = about;
  const sales = salesOf(about);
  if (sales === undefined) return { dso: null, bestDso: null, delinquent: null, effectiveness: null };
  const days = daysBetween(day.periodFrom, day.today) + 1;
  const dso = sales > 0 ? inTenths((owed.receivables / sales) * days) : null;
  const bestDso = sales > 0 ? inTenths((owed.current / sales) * days) : null;
  const toCollect = openingOf(about) + sales - owed.current;
  return {
    dso,
    bestDso,
    delinquent: dso === null || bestDso === null ? null : inTenths(dso - bestDso),
    effectiveness: toCollect > 0 ? Math.max(0, openingOf(about) + sales - owed.receivables) / toCollect : null,
  };
}

/** How long things take, over what happened within the period (Rules 16.4, 16.5). */
function durations({ currency, items, day: { periodFrom, today } }: FigureFacts) {
  const isRecent = (date: PlainDate | null): date is PlainDate => date !== null && periodFrom <= date && date <= today;
  const own = items.filter((item) => item.invoiced?.currency === currency);
  const approvals = own.flatMap(({ decidedOn, milestone: { shown, trigger } }) => {
    const isDecided = trigger === 'Milestone approval' || trigger === 'Final handoff';
    if (!isDecided || decidedOn === undefined || !isRecent(shown.issued) || shown.issued < decidedOn) return [];
    return [daysBetween(decidedOn, shown.issued)];
  });
  const payments = own.flatMap(({ status, invoiced: sum, milestone: { shown } }) => {
    if (status !== 'Paid' || !isRecent(shown.paidOn) || shown.issued === null || sum === undefined) return [];
    return [{ days: daysBetween(shown.issued, shown.paidOn), amount: sum.minor }];
  });
  return {
    approvalToSent: medianOf(approvals),
    sentToPaid: medianOf(payments.map(({ days }) => days)),
    sentToPaidByAmount: medianByAmount(payments),
  };
}

/** What happened this week, and what waits to be billed. */
function movements({ currency, items, day: { week } }: FigureFacts) {
  const isThisWeek = (date: PlainDate | null): boolean => date !== null && isInWeek(week, date);
  return {
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
  };
}

/** By the day on which they were given up. */
function writtenOff({ currency, stripe, day }: FigureFacts): number | null {
  if (stripe === undefined) return null;
  return stripe.givenUp
    .filter(({ invoice, at }) => {
      const on = dateIn(day.zone, at);
      return invoice.currency === currency && day.quarterFrom <= on && on <= day.today;
    })
    .reduce((sum, { invoice }) => sum + invoice.amountRemaining, 0);
}

function figuresOf(about: FigureFacts): CurrencyFigures {
  const owed = receivables(about);
  const { approvalToSent, sentToPaid, sentToPaidByAmount } = durations(about);
  const medians: Readonly<Partial<Record<FigureId, Median>>> = { approvalToSent, sentToPaid, sentToPaidByAmount };
  const inWords = Object.entries(medians).flatMap(([id, { items }]) => (items === undefined ? [] : [[id, items]]));
  return {
    currency: about.currency,
    values: {
      ...owed,
      ...collection(about, owed),
      ...movements(about),
      ...followUpFigures(about),
      approvalToSent: approvalToSent.value,
      sentToPaid: sentToPaid.value,
      sentToPaidByAmount: sentToPaidByAmount.value,
      writtenOff: writtenOff(about),
    },
    items: Object.fromEntries(inWords),
  };
}

/**
 * One block of figures per currency in which something is or can be billed, in alphabetical order. Sums never cross
 * currencies (Rule 1.3) and each equals the sum of its items.
 */
export function planFigures(
  items: readonly ReviewItem[],
  around: Omit<FigureFacts, 'currency' | 'items'>,
): readonly CurrencyFigures[] {
  const sums = items.flatMap((item) => [item.toBill, item.invoiced, item.remaining]);
  const currencies = new Set(sums.flatMap((money) => (money === undefined ? [] : [money.currency])));
  return [...currencies].sort().map((currency) => figuresOf({ ...around, currency, items }));
}
