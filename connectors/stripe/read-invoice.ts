import type Stripe from 'stripe';
import type { Invoice } from '../../src/billing/facts.ts';
import { isExpandRefused, isInOtherMode, isMissing, isNotPermitted, toFailure } from './errors.ts';
import { toInvoice } from './invoice.ts';
import { EXPAND_PAYMENTS, readMoves } from './money-moves.ts';

/** Read along with the invoice, which costs no call: whose customer it is, and bank transfers that Stripe has not matched. */
const EXPAND_CUSTOMER = ['customer', 'customer.cash_balance'];

export type ReadInvoice = (id: string) => Promise<Invoice | 'other mode' | undefined>;

/**
 * Reads one invoice with what became of its money. A key that may not see cash balances, and a customer that was deleted, keep
 * nobody from the invoice itself: it is read without them then.
 */
export function createInvoiceReader(stripe: Stripe): ReadInvoice {
  let maySeeBalances = true;
  const retrieve = async (id: string): Promise<unknown> => {
    if (maySeeBalances) {
      try {
        return await stripe.invoices.retrieve(id, { expand: [...EXPAND_PAYMENTS, ...EXPAND_CUSTOMER] });
      } catch (error) {
        if (!isNotPermitted(error) && !isExpandRefused(error)) throw error;
        maySeeBalances = !isNotPermitted(error);
      }
    }
    return await stripe.invoices.retrieve(id, { expand: EXPAND_PAYMENTS });
  };
  return async (id) => {
    try {
      const answer = await retrieve(id);
      const invoice = toInvoice(answer);
      return { ...invoice, moves: await readMoves(stripe, invoice, answer) };
    } catch (error) {
      if (isInOtherMode(error)) return 'other mode';
      if (isMissing(error)) return undefined;
      throw toFailure(error, 'read the invoice');
    }
  };
}
