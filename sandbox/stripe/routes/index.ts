import type { Route } from '../api/route.ts';
import { accountRoutes } from './account.ts';
import { cashBalanceRoutes } from './cash-balances.ts';
import { customerRoutes } from './customers.ts';
import { eventRoutes } from './events.ts';
import { invoiceItemRoutes } from './invoice-items.ts';
import { invoiceLineRoutes } from './invoice-lines.ts';
import { invoiceRoutes } from './invoices.ts';
import { moneyBackRoutes } from './money-back.ts';
import { paymentRecordRoutes } from './payment-records.ts';
import { paymentRoutes } from './payments.ts';
import { webhookEndpointRoutes } from './webhook-endpoints.ts';

/** Everything that answers under `/v1`. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...customerRoutes,
  ...cashBalanceRoutes,
  ...invoiceRoutes,
  ...invoiceLineRoutes,
  ...invoiceItemRoutes,
  ...paymentRoutes,
  ...paymentRecordRoutes,
  ...moneyBackRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
];
