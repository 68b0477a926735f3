import type Stripe from 'stripe';
import type { CustomerRecord, TaxIdRecord } from '../records.ts';

export function renderCustomer(customer: CustomerRecord): Stripe.Customer {
  return {
    id: customer.id,
    object: 'customer',
    address: customer.address,
    balance: customer.balance,
    ...(customer.businessName === null ? {} : { business_name: customer.businessName }),
    created: customer.created,
    currency: customer.currency,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: customer.description,
    discount: null,
    email: customer.email,
    ...(customer.individualName === null ? {} : { individual_name: customer.individualName }),
    invoice_prefix: customer.invoicePrefix,
    invoice_settings: {
      custom_fields: customer.invoiceCustomFields?.map((field) => ({ ...field })) ?? null,
      default_payment_method: null,
      footer: customer.invoiceFooter,
      rendering_options: null,
    },
    livemode: false,
    metadata: customer.metadata,
    name: customer.name,
    next_invoice_sequence: customer.nextInvoiceSequence,
    phone: customer.phone,
    preferred_locales: [...customer.preferredLocales],
    shipping: null,
    tax_exempt: customer.taxExempt,
    test_clock: null,
  };
}

/** All that is left of a deleted customer. */
export const renderDeletedCustomer = (id: string): Pick<Stripe.DeletedCustomer, 'id' | 'object' | 'deleted'> => ({
  id,
  object: 'customer',
  deleted: true,
});

export const renderTaxId = (customer: string, taxId: TaxIdRecord): Stripe.TaxId => ({
  id: taxId.id,
  object: 'tax_id',
  country: /^[A-Z]{2}/.exec(taxId.value)?.[0] ?? null,
  created: taxId.created,
  customer,
  customer_account: null,
  livemode: false,
  owner: { type: 'customer', customer, customer_account: null },
  type: taxId.type,
  value: taxId.value,
  verification: { status: 'pending', verified_address: null, verified_name: null },
});
