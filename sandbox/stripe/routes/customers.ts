import type Stripe from 'stripe';
import { z } from 'zod';
import { nowSeconds } from '../account.ts';
import { find, noSuchObject } from '../api/errors.ts';
import { inRange, listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import {
  cashBalanceSettings,
  customFields,
  emptyable,
  integer,
  metadata,
  oneOf,
  paging,
  positiveInteger,
  range,
  required,
  text,
} from '../api/schema.ts';
import { newId } from '../ids.ts';
import { createCustomer, deleteCustomer, updateCustomer } from '../ledger/customer.ts';
import type { TaxIdRecord } from '../records.ts';
import { renderCustomer, renderDeletedCustomer, renderTaxId } from '../render/customer.ts';

const address = z.strictObject({
  city: text.optional(),
  country: text.optional(),
  line1: text.optional(),
  line2: text.optional(),
  postal_code: text.optional(),
  state: text.optional(),
});

const taxIdType = text
  .regex(/^[a-z]{2}_[a-z_]+$/, 'Invalid type of tax id.')
  .transform((type): Stripe.Invoice.CustomerTaxId.Type => type);

const taxId = { type: taxIdType, value: required };

const fields = {
  address: emptyable(address).optional(),
  balance: integer.optional(),
  cash_balance: z.strictObject({ settings: cashBalanceSettings.optional() }).optional(),
  business_name: text.max(150).optional(),
  description: text.optional(),
  email: text.optional(),
  individual_name: text.max(150).optional(),
  invoice_settings: z.strictObject({ custom_fields: customFields.optional(), footer: text.optional() }).optional(),
  metadata: metadata.optional(),
  name: text.max(256).optional(),
  next_invoice_sequence: positiveInteger.optional(),
  phone: text.max(20).optional(),
  preferred_locales: z.array(text).optional(),
  tax_exempt: emptyable(oneOf('exempt', 'none', 'reverse')).optional(),
};

/** Everything about customers. */
export const customerRoutes: readonly Route[] = [
  route(
    'POST',
    '/v1/customers',
    { ...fields, invoice_prefix: required.optional(), tax_id_data: z.array(z.strictObject(taxId)).optional() },
    (account, params) => renderCustomer(createCustomer(account, params)),
  ),
  route(
    'GET',
    '/v1/customers',
    { ...paging, created: range.optional(), email: text.optional() },
    (account, { created, email, ...page }) =>
      listPage(
        {
          all: account.customers.values(),
          kind: 'customer',
          keep: (customer) =>
            !customer.deleted &&
            inRange(customer.created, created) &&
            // Exact to the letter's case.
            (email === undefined || customer.email === email),
          render: renderCustomer,
          url: '/v1/customers',
        },
        page,
      ),
  ),
  route('GET', '/v1/customers/:id', {}, (account, _params, { id }) => {
    const customer = find(account.customers, 'customer', id);
    return customer.deleted ? renderDeletedCustomer(id) : renderCustomer(customer);
  }),
  route('POST', '/v1/customers/:id', fields, (account, params, { id }) => {
    const customer = find(account.customers, 'customer', id);
    if (customer.deleted) throw noSuchObject('customer', id);
    updateCustomer(account, customer, params);
    return renderCustomer(customer);
  }),
  route('DELETE', '/v1/customers/:id', {}, (account, _params, { id }) => {
    const customer = find(account.customers, 'customer', id);
    if (customer.deleted) throw noSuchObject('customer', id);
    return deleteCustomer(account, customer);
  }),
  route('GET', '/v1/customers/:id/tax_ids', paging, (account, page, { id }) =>
    listPage(
      {
        all: find(account.customers, 'customer', id).taxIds,
        kind: 'tax_id',
        keep: () => true,
        render: (record) => renderTaxId(id, record),
        url: `/v1/customers/${id}/tax_ids`,
      },
      page,
    ),
  ),
  route('POST', '/v1/customers/:id/tax_ids', taxId, (account, params, { id }) => {
    const customer = find(account.customers, 'customer', id);
    const record: TaxIdRecord = { id: newId('txi'), created: nowSeconds(account), ...params };
    customer.taxIds.push(record);
    return renderTaxId(id, record);
  }),
  route('DELETE', '/v1/customers/:id/tax_ids/:child', {}, (account, _params, { id, child }) => {
    const customer = find(account.customers, 'customer', id);
    if (!customer.taxIds.some((record) => record.id === child)) throw noSuchObject('tax_id', child);
    customer.taxIds = customer.taxIds.filter((record) => record.id !== child);
    return { id: child, object: 'tax_id', deleted: true };
  }),
];
