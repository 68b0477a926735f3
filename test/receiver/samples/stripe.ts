/**
 * Bodies in the shapes that Stripe sends, with ids of our own: of today's API version, and of the versions that an endpoint made
 * by hand may still have.
 */
export const MILESTONE = '5e0a1c52-7d0b-4a4e-9d55-6f1f0f5b7a01';
const CLIENT = '5e0a1c52-7d0b-4a4e-9d55-6f1f0f5b7a02';

const OURS = { milepost_milestone: MILESTONE, milepost_key: `${MILESTONE}:all:r1`, milepost_revision: '1' };

const event = (type: string, object: object, changes: object = {}) => ({
  id: `evt_1Qx${type.replaceAll(/[^a-z]/g, '')}`,
  object: 'event',
  api_version: '2026-08-20.basil',
  created: 1_795_000_000,
  livemode: false,
  pending_webhooks: 1,
  request: { id: 'req_Ab12Cd34Ef56Gh', idempotency_key: null },
  type,
  data: { object },
  ...changes,
});

/** An invoice as of 2019 to 2025: its payment and charge stand on it, its lines carry plans and pieces of tax. */
const oldInvoice = (changes: object = {}) => ({
  id: 'in_1QxOldShape',
  object: 'invoice',
  account_country: 'GB',
  account_name: 'Studio Example',
  amount_due: 480_000,
  amount_paid: 480_000,
  amount_remaining: 0,
  application_fee_amount: null,
  attempt_count: 0,
  attempted: true,
  auto_advance: false,
  billing: 'send_invoice',
  billing_reason: 'manual',
  charge: 'ch_3QxOldCharge',
  collection_method: 'send_invoice',
  currency: 'gbp',
  customer: 'cus_QxNorthwind',
  customer_address: null,
  customer_email: 'ap@client.example',
  customer_tax_ids: [],
  default_tax_rates: [],
  discount: null,
  discounts: [],
  due_date: 1_796_300_000,
  hosted_invoice_url: 'https://invoice.stripe.example/i/acct_1/test_x',
  lines: {
    object: 'list',
    data: [
      {
        id: 'il_1QxLine',
        object: 'line_item',
        amount: 400_000,
        currency: 'gbp',
        description: 'Website – “Design” (Größe L) 🎉\u2028second line',
        discountable: true,
        invoice_item: 'ii_1QxItem',
        livemode: false,
        metadata: {},
        period: { end: 1_795_000_000, start: 1_795_000_000 },
        plan: null,
        price: { id: 'price_1Qx', object: 'price', unit_amount_decimal: '400000', recurring: null },
        proration: false,
        quantity: null,
        tax_amounts: [{ amount: 80_000, inclusive: false, tax_rate: 'txr_1Qx' }],
        type: 'invoiceitem',
      },
      { id: 'sub_1QxOdd', object: 'line_item', amount: -1, plan: { id: 'gold', amount: null }, type: 'subscription' },
      null,
    ],
    has_more: true,
    total_count: 212,
    url: '/v1/invoices/in_1QxOldShape/lines',
  },
  livemode: false,
  metadata: OURS,
  number: 'NW-0001',
  paid: true,
  payment_intent: 'pi_3QxOldIntent',
  status: 'paid',
  status_transitions: { finalized_at: 1_795_000_000, paid_at: 1_795_000_100 },
  subscription: null,
  tax: 80_000,
  total: 480_000,
  ...changes,
});

/** An invoice as of today: payments in a list of their own, what it comes from below `parent`. */
const invoice = (changes: object = {}) => ({
  id: 'in_1QxToday',
  object: 'invoice',
  amount_due: 480_000,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 480_000,
  confirmation_secret: null,
  customer: 'cus_QxNorthwind',
  customer_account: null,
  lines: { object: 'list', data: [], has_more: false, url: '/v1/invoices/in_1QxToday/lines' },
  livemode: false,
  metadata: OURS,
  parent: null,
  status: 'open',
  ...changes,
});

const charge = { id: 'ch_3Qx', object: 'charge', invoice: null, payment_intent: 'pi_3Qx', metadata: {} };

export type StripeSample = { readonly name: string; readonly body: unknown; readonly hint: string | undefined };

const LOOKED_AT = `milestone ${MILESTONE}`;

export const STRIPE_SAMPLES: readonly StripeSample[] = [
  { name: 'a paid invoice of today', body: event('invoice.paid', invoice({ status: 'paid' })), hint: LOOKED_AT },
  {
    name: 'a paid invoice of 2022, which names its payment and its charge',
    body: event('invoice.paid', oldInvoice(), { api_version: '2022-11-15' }),
    hint: LOOKED_AT,
  },
  {
    name: 'an invoice of 2019 that went from draft to paid in one event',
    body: event('invoice.updated', oldInvoice({ collection_method: undefined, charge: null }), {
      api_version: '2019-03-14',
      data: { object: oldInvoice(), previous_attributes: { status: 'draft', paid: false, status_transitions: {} } },
    }),
    hint: LOOKED_AT,
  },
  {
    name: 'an event of before 2017, whose request is only an id',
    body: event('invoice.updated', oldInvoice(), { api_version: '2016-07-06', request: 'req_Ab12Cd34Ef56Gh' }),
    hint: LOOKED_AT,
  },
  {
    name: 'an event that no request caused, in the oldest form',
    body: event('invoice.updated', oldInvoice(), { api_version: '2014-01-31', request: null }),
    hint: LOOKED_AT,
  },
  {
    name: 'an invoice in which the customer is written out',
    body: event(
      'invoice.finalized',
      invoice({ customer: { id: 'cus_QxNorthwind', object: 'customer', metadata: {} } }),
    ),
    hint: LOOKED_AT,
  },
  {
    name: 'an invoice of somebody else’s program',
    body: event('invoice.paid', oldInvoice({ metadata: { order_id: '6735' } })),
    hint: undefined,
  },
  { name: 'an invoice without metadata', body: event('invoice.paid', invoice({ metadata: null })), hint: undefined },
  {
    name: 'an upcoming invoice, which has no id',
    body: event('invoice.upcoming', { ...oldInvoice(), id: undefined }),
    hint: undefined,
  },
  {
    name: 'a line added by hand',
    body: event('invoiceitem.created', { id: 'ii_1Qx', object: 'invoiceitem', invoice: 'in_1QxToday', metadata: {} }),
    hint: undefined,
  },
  {
    name: 'a payment of an invoice',
    body: event('invoice_payment.paid', {
      id: 'inpay_1Qx',
      object: 'invoice_payment',
      amount_paid: 480_000,
      invoice: 'in_1QxToday',
      is_default: true,
      payment: { type: 'payment_intent', payment_intent: 'pi_3Qx' },
      status: 'paid',
    }),
    hint: 'stripe invoice in_1QxToday',
  },
  {
    name: 'a credit note',
    body: event('credit_note.created', {
      id: 'cn_1Qx',
      object: 'credit_note',
      customer: 'cus_QxNorthwind',
      invoice: 'in_1QxToday',
      lines: { object: 'list', data: [{ id: 'cnli_1', type: 'custom_line_item', unit_amount: null }] },
      metadata: {},
      refund: null,
    }),
    hint: 'stripe invoice in_1QxToday',
  },
  {
    name: 'a refund that names its payment',
    body: event('refund.created', { id: 're_3Qx', object: 'refund', charge: 'ch_3Qx', payment_intent: 'pi_3Qx' }),
    hint: 'stripe payment pi_3Qx',
  },
  {
    name: 'a dispute of today',
    body: event('charge.dispute.created', {
      id: 'du_1Qx',
      object: 'dispute',
      charge: 'ch_3Qx',
      evidence_details: { due_by: null },
      metadata: {},
      payment_intent: 'pi_3Qx',
    }),
    hint: 'stripe payment pi_3Qx',
  },
  {
    name: 'a dispute of before payment intents, which no invoice of ours can have',
    body: event('charge.dispute.created', { id: 'dp_1Qx', object: 'dispute', charge: 'ch_1QxOld', metadata: {} }),
    hint: undefined,
  },
  {
    name: 'a failed payment',
    body: event('payment_intent.payment_failed', {
      id: 'pi_3Qx',
      object: 'payment_intent',
      charges: { object: 'list', data: [charge], has_more: false },
      invoice: null,
      last_payment_error: { code: 'card_declined', charge: 'ch_3Qx' },
      metadata: {},
    }),
    hint: 'stripe payment pi_3Qx',
  },
  {
    name: 'a customer of ours that was deleted',
    body: event('customer.deleted', {
      id: 'cus_QxNorthwind',
      object: 'customer',
      metadata: { milepost_client: CLIENT },
      sources: { object: 'list', data: [] },
    }),
    hint: 'stripe customer cus_QxNorthwind',
  },
  {
    name: 'somebody else’s customer',
    body: event('customer.updated', { id: 'cus_QxOther', object: 'customer', metadata: {} }),
    hint: undefined,
  },
  {
    name: 'a bank transfer that came in',
    body: event('cash_balance.funds_available', {
      object: 'cash_balance',
      available: { gbp: 480_000 },
      customer: 'cus_QxNorthwind',
      livemode: false,
    }),
    hint: 'stripe customer cus_QxNorthwind',
  },
  {
    name: 'the echo of our own call',
    body: event('invoice.finalized', invoice(), {
      request: { id: 'req_Own', idempotency_key: `milepost:finalize:in_1QxToday:1` },
    }),
    hint: undefined,
  },
  {
    name: 'a thin event',
    body: {
      id: 'evt_test_65QxThin',
      object: 'v2.core.event',
      context: null,
      created: '2026-11-22T09:15:02.431Z',
      livemode: false,
      reason: null,
      related_object: { id: 'in_1QxToday', type: 'invoice', url: '/v1/invoices/in_1QxToday' },
      type: 'v1.invoice.paid',
    },
    hint: undefined,
  },
  { name: 'a type that nobody knows yet', body: event('invoice.reconsidered', invoice()), hint: undefined },
  { name: 'an event without its object', body: event('invoice.paid', {}, { data: {} }), hint: undefined },
];
