import Stripe from 'stripe';
import type { ItemRecord } from '../records.ts';

const pricing = (item: ItemRecord) =>
  ({
    price_details: { price: item.price, product: item.product },
    type: 'price_details',
    unit_amount_decimal: Stripe.Decimal.from(item.unitAmount),
  }) satisfies Stripe.InvoiceLineItem.Pricing & Stripe.InvoiceItem.Pricing;

/** The line that an item makes on its invoice. */
export function renderLine(item: ItemRecord): Stripe.InvoiceLineItem {
  return {
    id: item.lineId,
    object: 'line_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: item.discountable,
    discounts: [],
    invoice: item.invoice,
    livemode: false,
    metadata: item.metadata,
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: false,
        proration_details: null,
        subscription: null,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    pretax_credit_amounts: [],
    pricing: pricing(item),
    quantity: item.quantity,
    quantity_decimal: Stripe.Decimal.from(item.quantity),
    subscription: null,
    subtotal: item.amount,
    taxes: [],
  };
}

export function renderItem(item: ItemRecord): Stripe.InvoiceItem {
  return {
    id: item.id,
    object: 'invoiceitem',
    amount: item.amount,
    currency: item.currency,
    customer: item.customer,
    customer_account: null,
    date: item.created,
    description: item.description,
    discountable: item.discountable,
    discounts: [],
    invoice: item.invoice,
    livemode: false,
    metadata: item.metadata,
    net_amount: item.amount,
    parent: null,
    period: item.period,
    pricing: pricing(item),
    proration: false,
    quantity: item.quantity,
    quantity_decimal: Stripe.Decimal.from(item.quantity),
    tax_rates: [],
    test_clock: null,
  };
}
