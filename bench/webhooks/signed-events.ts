import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';

export type SignedEvent = { readonly body: Buffer; readonly signature: string };

/**
 * Stripe events about invoices of ours, signed with Stripe's own scheme, each about another milestone. Made before anything
 * is timed: signing costs more than sending.
 */
export function signEvents(count: number, secret: string): readonly SignedEvent[] {
  const timestamp = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, () => {
    const payload = JSON.stringify(invoicePaid(randomUUID(), timestamp));
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return { body: Buffer.from(payload), signature };
  });
}

/** About 1.5 KB: the fields that matter here, and enough of the others for a realistic size. */
function invoicePaid(milestoneId: string, created: number) {
  const id = milestoneId.replaceAll('-', '').slice(0, 24);
  return {
    id: `evt_${id}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    data: {
      object: {
        id: `in_${id}`,
        object: 'invoice',
        account_country: 'GB',
        account_name: 'Fieldnote Studio',
        amount_due: 400_000,
        amount_paid: 400_000,
        amount_remaining: 0,
        attempt_count: 1,
        auto_advance: false,
        billing_reason: 'manual',
        collection_method: 'send_invoice',
        created,
        currency: 'gbp',
        customer: `cus_${id.slice(0, 14)}`,
        customer_email: 'ap@client.example',
        customer_name: 'Northwind',
        custom_fields: [
          { name: 'Project', value: 'Website relaunch' },
          { name: 'PO number', value: 'PO-2026-0117' },
        ],
        due_date: created + 14 * 86_400,
        hosted_invoice_url: `https://invoice.stripe.example/i/acct_1/test_${id}?s=ap`,
        invoice_pdf: `https://pay.stripe.example/invoice/acct_1/test_${id}/pdf?s=ap`,
        metadata: {
          milepost_key: `${milestoneId}:all:r1`,
          milepost_milestone: milestoneId,
          milepost_revision: '1',
          milepost_decision: '2026-11-03 4,000.00 GBP',
        },
        number: 'NW-0001',
        status: 'paid',
        status_transitions: { finalized_at: created, marked_uncollectible_at: null, paid_at: created, voided_at: null },
        subtotal: 400_000,
        total: 400_000,
      },
    },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'invoice.paid',
  };
}
