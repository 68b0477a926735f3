import type { Account } from '../account.ts';
import type { CustomerRecord, CustomerSnapshot, InvoiceRecord, ItemRecord } from '../records.ts';
import { minimumCharge } from './money.ts';

/** The items that are an invoice's lines, in the order in which they were added. */
export const linesOf = (account: Account, invoice: string): readonly ItemRecord[] =>
  [...account.items.values()].filter((item) => item.invoice === invoice);

export const totalOf = (account: Account, invoice: InvoiceRecord): number =>
  linesOf(account, invoice.id).reduce((sum, line) => sum + line.amount, 0);

/**
 * What a total comes to once the customer's balance is taken into account: what is due now, and what stays on the
 * balance (a credit that is left over, or a sum too small to charge).
 */
export function settleAgainstBalance(
  total: number,
  balance: number,
  currency: string,
): { readonly due: number; readonly endingBalance: number } {
  const sum = total + balance;
  return sum < minimumCharge(currency) ? { due: 0, endingBalance: sum } : { due: sum, endingBalance: 0 };
}

/** The balance that counts for an invoice; one in another currency does not. */
export const balanceFor = (customer: CustomerRecord | undefined, currency: string): number =>
  customer === undefined || (customer.currency !== null && customer.currency !== currency) ? 0 : customer.balance;

/** The sums that follow from an invoice's lines, balance, credits and payments. */
export function figuresOf(account: Account, invoice: InvoiceRecord) {
  const total = totalOf(account, invoice);
  const balance =
    invoice.status === 'draft'
      ? balanceFor(account.customers.get(invoice.customer), invoice.currency)
      : invoice.startingBalance;
  const applied =
    invoice.status === 'draft'
      ? settleAgainstBalance(total, balance, invoice.currency).due - total
      : invoice.balanceApplied;
  const due = total + applied - invoice.prePaymentCredit;
  return { total, startingBalance: balance, due, remaining: due - invoice.amountPaid };
}

/** The customer details that an invoice would freeze now. */
export const snapshotOf = (customer: CustomerRecord): CustomerSnapshot => ({
  address: customer.address,
  email: customer.email,
  name: customer.name,
  phone: customer.phone,
  taxExempt: customer.taxExempt,
  taxIds: customer.taxIds.map(({ type, value }) => ({ type, value })),
});

/** Draft: the customer as it is. Later: as it was when the invoice was finalised. */
export function customerDetails(account: Account, invoice: InvoiceRecord): CustomerSnapshot | null {
  const customer = account.customers.get(invoice.customer);
  return invoice.snapshot ?? (customer === undefined ? null : snapshotOf(customer));
}
