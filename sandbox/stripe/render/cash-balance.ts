import type Stripe from 'stripe';
import type { CashTransactionRecord, CustomerRecord } from '../records.ts';

export const renderCashBalance = ({ id, cash, cashReconciliation }: CustomerRecord): Stripe.CashBalance => ({
  object: 'cash_balance',
  available: cash.size === 0 ? null : Object.fromEntries(cash),
  customer: id,
  customer_account: null,
  livemode: false,
  settings: {
    reconciliation_mode: cashReconciliation ?? 'automatic',
    using_merchant_default: cashReconciliation === null,
  },
});

export const renderCashTransaction = (record: CashTransactionRecord): Stripe.CustomerCashBalanceTransaction => ({
  id: record.id,
  object: 'customer_cash_balance_transaction',
  created: record.created,
  currency: record.currency,
  customer: record.customer,
  customer_account: null,
  ending_balance: record.endingBalance,
  livemode: false,
  net_amount: record.netAmount,
  ...(record.paymentIntent === null
    ? { type: 'funded', funded: { bank_transfer: { reference: record.reference, type: 'eu_bank_transfer' } } }
    : { type: 'applied_to_payment', applied_to_payment: { payment_intent: record.paymentIntent } }),
});
