import type Stripe from 'stripe';
import { z } from 'zod';
import { type Instant, instantFromSeconds } from '../../src/billing/calendar.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import type { Hint } from '../../src/billing/hint.ts';
import { parseAnswer } from '../answer.ts';
import { calling } from './errors.ts';
import { hintsOfEvent } from './event-hints.ts';
import { toInvoice } from './invoice.ts';
import { listed } from './list.ts';

const EventObject = z.looseObject({ id: z.string(), created: z.number() });

const NewestEvent = z.looseObject({ data: z.array(EventObject) });

/** An event as the sweep sees it. */
export type SeenEvent = { readonly id: string; readonly createdAt: Instant; readonly hints: readonly Hint[] };

const since = (instant: Instant) => ({ created: { gte: Math.floor(instant / 1000) } });

/**
 * Events created at or after an instant, newest first, with what each hints at. Stripe keeps events for 30 days. All types
 * are listed: a list takes 20 of them at most, and two lists cost every sweep another read of a budget that is counted.
 */
export async function eventsSince(stripe: Stripe, instant: Instant): Promise<readonly SeenEvent[]> {
  const list = listed('list events', (page) => stripe.events.list({ ...since(instant), ...page }));
  return await Array.fromAsync(list, (listedEvent) => {
    const event = parseAnswer(EventObject, listedEvent, 'a Stripe event');
    return {
      id: event.id,
      createdAt: instantFromSeconds(event.created),
      hints: hintsOfEvent(event, `stripe:${event.id}`).hints,
    };
  });
}

/** When the newest event was created, by Stripe's own clock; undefined where there is none. */
export async function newestEventAt(stripe: Stripe): Promise<Instant | undefined> {
  const answer = await calling('list events', () => stripe.events.list({ limit: 1 }));
  const [newest] = parseAnswer(NewestEvent, answer, 'a Stripe list').data;
  return newest === undefined ? undefined : instantFromSeconds(newest.created);
}

/** Every invoice that was created at or after an instant, whatever became of it; `moves` stays at `NO_MOVES`. */
export async function invoicesCreatedSince(stripe: Stripe, instant: Instant): Promise<readonly Invoice[]> {
  const list = listed('list new invoices', (page) => stripe.invoices.list({ ...since(instant), ...page }));
  return await Array.fromAsync(list, toInvoice);
}

/**
 * Every invoice that asks for money, was given up, or is a draft that somebody may send; `moves` stays at `NO_MOVES`. One read
 * for each hundred of a kind.
 */
export async function unsettledInvoices(stripe: Stripe): Promise<readonly Invoice[]> {
  const found: Invoice[] = [];
  for (const status of ['draft', 'open', 'uncollectible'] as const) {
    const list = listed('list unsettled invoices', (page) => stripe.invoices.list({ status, ...page }));
    found.push(...(await Array.fromAsync(list, toInvoice)));
  }
  return found;
}

const MoneyBack = z.looseObject({ payment_intent: z.string().nullish(), invoice: z.string().nullish() });

/**
 * What hints at money that went back since an instant. Refunds and disputes leave their invoice as it was, so after a time of
 * which Stripe keeps no events they are found by their own lists alone.
 */
export async function moneyBackSince(stripe: Stripe, instant: Instant): Promise<readonly Hint[]> {
  const lists = [
    listed('list refunds', (page) => stripe.refunds.list({ ...since(instant), ...page })),
    listed('list disputes', (page) => stripe.disputes.list({ ...since(instant), ...page })),
    listed('list credit notes', (page) => stripe.creditNotes.list({ ...since(instant), ...page })),
  ];
  const hints: Hint[] = [];
  for (const list of lists) {
    for await (const item of list) {
      const { payment_intent: payment, invoice } = parseAnswer(MoneyBack, item, 'money that went back');
      if (typeof invoice === 'string') hints.push({ about: 'stripe invoice', id: invoice, origin: 'sweep' });
      else if (typeof payment === 'string') hints.push({ about: 'stripe payment', id: payment, origin: 'sweep' });
    }
  }
  return hints;
}
