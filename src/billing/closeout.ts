import type { Currency } from './currency.ts';
import type { BillingView } from './decision.ts';
import type { Milestone, Project } from './facts.ts';
import { formatMoney, sumFromMajor } from './money.ts';
import type { NextBillingEvent } from './project/next-billing-event.ts';

/** Said once beside a milestone that is paid: what changed, and what comes next (Rule 14, step 7). */
export type CloseoutComment = {
  readonly text: string;
  /** How the comment begins, whenever it is written: by it a comment of before is found again. */
  readonly beginning: string;
};

/** What stands beside the project may be a few seconds old; then it still names the milestone itself. */
export const isStale = ({ shown }: Project, { name }: Milestone): boolean =>
  shown.nextBillingEvent === '' || shown.nextBillingEvent.startsWith(`${name}: `);

/**
 * The comment for a milestone that is about to be shown as paid; undefined when it is not.
 * @param currency of its invoices
 */
export function closeoutComment(
  view: BillingView,
  { milestone, next, currency }: { milestone: Milestone; next: NextBillingEvent | undefined; currency: Currency },
): CloseoutComment | undefined {
  if (view.billingStatus !== 'Paid' || view.invoiced === null) return undefined;
  const money = sumFromMajor(view.invoiced, currency);
  const invoice = view.invoiceNumber === '' ? view.stripeInvoice : view.invoiceNumber;
  const beginning = `Paid: invoice ${invoice} `;
  const sum = money.ok ? `, ${formatMoney(money.money)}` : '';
  return {
    beginning,
    text: `${beginning}for "${milestone.name}"${sum}, on ${view.paidOn ?? 'an unknown day'}.${next === undefined ? '' : nextWords(next)}`,
  };
}

const nextWords = ({ nextBillingEvent: next, nextBillingDate: on }: NextBillingEvent): string =>
  next === '' ? '' : ` Next: ${next}${on === null ? '' : `, planned for ${on}`}.`;

type Before = {
  readonly shown: Milestone['shown'];
  readonly known: Readonly<Record<string, string | number | null>> | undefined;
};

/**
 * Whether an earlier run may have left the comment already, so that the comments have to be read first. They need not when
 * the row still is as the last look left it, and that look saw an invoice that was never paid before.
 */
export function mayBeCommented({ shown, known }: Before): boolean {
  if (known === undefined || Object.entries(shown).some(([key, value]) => known[key] !== value)) return true;
  const { billingStatus, billingDetail } = shown;
  const wasNeverPaid =
    billingStatus === 'Sent' ||
    billingStatus === 'Due soon' ||
    (billingStatus === 'Overdue' && !billingDetail.startsWith('Money returned'));
  return !wasNeverPaid;
}
