import { find } from '../api/errors.ts';
import { listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import { paging, positiveInteger, required } from '../api/schema.ts';
import { fundCashBalance } from '../ledger/cash-balance.ts';
import { renderCashBalance, renderCashTransaction } from '../render/cash-balance.ts';

/** Bank transfers: what they brought, and the test helper that sends one. */
export const cashBalanceRoutes: readonly Route[] = [
  route('GET', '/v1/customers/:id/cash_balance', {}, (account, _params, { id }) =>
    renderCashBalance(find(account.customers, 'customer', id)),
  ),
  route('GET', '/v1/customers/:id/cash_balance_transactions', paging, (account, page, { id }) =>
    listPage(
      {
        all: account.cashTransactions.values(),
        kind: 'customer_cash_balance_transaction',
        keep: ({ customer }) => customer === find(account.customers, 'customer', id).id,
        render: renderCashTransaction,
        url: `/v1/customers/${id}/cash_balance_transactions`,
      },
      page,
    ),
  ),
  route(
    'POST',
    '/v1/test_helpers/customers/:id/fund_cash_balance',
    { amount: positiveInteger, currency: required, reference: required.optional() },
    (account, transfer, { id }) =>
      renderCashTransaction(fundCashBalance(account, find(account.customers, 'customer', id), transfer)),
  ),
];
