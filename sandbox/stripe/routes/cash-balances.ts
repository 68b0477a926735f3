import type { Account } from '../account.ts';
import { find, noSuchObject } from '../api/errors.ts';
import { listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import { cashBalanceSettings, paging, positiveInteger, required } from '../api/schema.ts';
import { fundCashBalance } from '../ledger/cash-balance.ts';
import { updateCustomer } from '../ledger/customer.ts';
import type { CustomerRecord } from '../records.ts';
import { renderCashBalance, renderCashTransaction } from '../render/cash-balance.ts';

/** A customer who is still there. */
function customerOf(account: Account, id: string): CustomerRecord {
  const customer = find(account.customers, 'customer', id);
  if (customer.deleted) throw noSuchObject('customer', id);
  return customer;
}

/** Bank transfers: what they brought, and the test helper that sends one. */
export const cashBalanceRoutes: readonly Route[] = [
  route('GET', '/v1/customers/:id/cash_balance', {}, (account, _params, { id }) =>
    renderCashBalance(customerOf(account, id)),
  ),
  route(
    'POST',
    '/v1/customers/:id/cash_balance',
    { settings: cashBalanceSettings.optional() },
    (account, { settings }, { id }) => {
      const customer = customerOf(account, id);
      updateCustomer(account, customer, { cash_balance: { settings } });
      return renderCashBalance(customer);
    },
  ),
  route('GET', '/v1/customers/:id/cash_balance_transactions', paging, (account, page, { id }) => {
    const customer = customerOf(account, id);
    return listPage(
      {
        all: account.cashTransactions.values(),
        kind: 'customer_cash_balance_transaction',
        keep: (transaction) => transaction.customer === customer.id,
        render: renderCashTransaction,
        url: `/v1/customers/${id}/cash_balance_transactions`,
      },
      page,
    );
  }),
  route('GET', '/v1/customers/:id/cash_balance_transactions/:child', {}, (account, _params, { id, child }) => {
    const kind = 'customer_cash_balance_transaction';
    const transaction = find(account.cashTransactions, kind, child);
    if (transaction.customer !== customerOf(account, id).id) throw noSuchObject(kind, child);
    return renderCashTransaction(transaction);
  }),
  route(
    'POST',
    '/v1/test_helpers/customers/:id/fund_cash_balance',
    { amount: positiveInteger, currency: required, reference: required.optional() },
    (account, transfer, { id }) => renderCashTransaction(fundCashBalance(account, customerOf(account, id), transfer)),
  ),
];
