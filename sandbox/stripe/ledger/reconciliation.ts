import { type Account, nowSeconds } from '../account.ts';
import type { CustomerRecord, InvoiceRecord } from '../records.ts';
import { figuresOf } from './figures.ts';

const MATCHED_UNTIL_DAYS = 30;
const DAY_SECONDS = 86_400;
/** A transfer is taken for the exact sum of so many invoices at most. */
const TOGETHER_MAX = 5;

export type Incoming = { readonly amount: number; readonly currency: string; readonly reference: string | null };

type Candidate = { readonly invoice: InvoiceRecord; readonly remaining: number };

/** Automatic reconciliation needs `auto_advance`, and ends 30 days after the due date. */
const isAwaitingFunds = (account: Account, { status, autoAdvance, dueDate }: InvoiceRecord): boolean =>
  status === 'open' &&
  autoAdvance &&
  (dueDate === null || nowSeconds(account) <= dueDate + MATCHED_UNTIL_DAYS * DAY_SECONDS);

/** Oldest finalised first. */
const candidatesOf = (account: Account, customer: CustomerRecord, currency: string): readonly Candidate[] =>
  [...account.invoices.values()]
    .filter((invoice) => invoice.customer === customer.id && invoice.currency === currency)
    .filter((invoice) => isAwaitingFunds(account, invoice))
    .sort((a, b) => (a.finalizedAt ?? 0) - (b.finalizedAt ?? 0))
    .map((invoice) => ({ invoice, remaining: figuresOf(account, invoice).remaining }));

/** `size` candidates that ask for exactly `sum` together; the oldest if there are several such groups. */
function exactly(sum: number, candidates: readonly Candidate[], size: number): readonly Candidate[] | undefined {
  if (size === 0) return sum === 0 ? [] : undefined;
  for (const [index, candidate] of candidates.entries()) {
    if (candidate.remaining > sum) continue;
    const others = exactly(sum - candidate.remaining, candidates.slice(index + 1), size - 1);
    if (others !== undefined) return [candidate, ...others];
  }
  return undefined;
}

/** The smallest group of invoices that the transfer is the exact sum of. */
function exactGroup(sum: number, candidates: readonly Candidate[]): readonly Candidate[] {
  for (let size = 1; size <= Math.min(TOGETHER_MAX, candidates.length); size += 1) {
    const group = exactly(sum, candidates, size);
    if (group !== undefined) return group;
  }
  return [];
}

/**
 * The invoices that a transfer pays by itself, in this order: the one whose number was written on it, those that it is
 * the exact sum of, then as many as the balance covers, the oldest first. None is paid in part.
 */
export function matchTransfer(account: Account, customer: CustomerRecord, transfer: Incoming): InvoiceRecord[] {
  if (customer.cashReconciliation === 'manual') return [];
  const candidates = candidatesOf(account, customer, transfer.currency);
  const named = candidates.filter(({ invoice }) => invoice.number !== null && invoice.number === transfer.reference);
  const first = named.length > 0 ? named : exactGroup(transfer.amount, candidates);
  const rest = candidates.filter((candidate) => !first.includes(candidate));
  let left = customer.cash.get(transfer.currency) ?? 0;
  const paid: InvoiceRecord[] = [];
  for (const { invoice, remaining } of [...first, ...rest]) {
    if (remaining > left) continue;
    left -= remaining;
    paid.push(invoice);
  }
  return paid;
}
