import { dateIn, type PlainDate } from '../calendar.ts';
import type { Client, Invoice, Policy } from '../facts.ts';
import { SLOTS, type StopNote } from '../follow-up/record.ts';
import { businessCalendar, isTooFar, lastDayOf } from '../standing/stops.ts';
import type { ReviewDay } from './day.ts';
import type { FigureFacts } from './figure-facts.ts';

/** Messages that asked for a payment. Nobody knows whether an unconfirmed one arrived; it counts. */
const messagesOf = ({ followUps: { messages } }: Invoice): number =>
  SLOTS.filter((slot) => slot !== 'thanks' && messages[slot] !== undefined && messages[slot].state !== 'claimed')
    .length;

/** What follow-up costs and brings, as far as Stripe keeps it beside the invoices (Rule 16.4). */
export function followUpFigures({ currency, items, stripe, day, policy }: FigureFacts) {
  if (stripe === undefined) return { messages: null, promisesKept: null };
  const own = stripe.invoices.filter((invoice) => invoice.currency === currency);
  const paid = own.filter(({ paidAt }) => {
    const on = paidAt === null ? undefined : dateIn(day.zone, paidAt);
    return on !== undefined && day.periodFrom <= on && on <= day.today;
  });
  const sent = paid.reduce((sum, invoice) => sum + messagesOf(invoice), 0);
  const clients = new Map(items.map(({ milestone, client }) => [milestone.id, client]));
  const promises = own.flatMap((invoice) =>
    outcomes(invoice, { client: clients.get(invoice.milestoneId), day, policy }),
  );
  const kept = promises.filter((outcome) => outcome === 'kept').length;
  return {
    messages: paid.length === 0 ? null : Math.round((sent / paid.length) * 10) / 10,
    promisesKept: promises.length === 0 ? null : kept / promises.length,
  };
}

type Around = { readonly client: Client | undefined; readonly day: ReviewDay; readonly policy: Policy };

/** How the promises for days of the period ended. One that was taken back, or still holds, has not ended. */
function outcomes(invoice: Invoice, around: Around): readonly ('kept' | 'broken')[] {
  const { day } = around;
  const paidOn = invoice.paidAt === null ? undefined : dateIn(day.zone, invoice.paidAt);
  return invoice.followUps.stops.flatMap((note) => {
    const last = lastDayOfPromise(note, around);
    if (last === undefined) return [];
    if (paidOn !== undefined && note.placedOn <= paidOn && paidOn <= last) return ['kept' as const];
    const wasTakenBack = note.endedOn !== null && note.endedOn < last;
    return last < day.today && !wasTakenBack ? ['broken' as const] : [];
  });
}

function lastDayOfPromise(note: StopNote, { client, day, policy }: Around): PlainDate | undefined {
  const { kind, until, placedOn } = note;
  if (kind !== 'Promised' || until === null || until < placedOn || isTooFar(placedOn, until)) return undefined;
  if (until < day.periodFrom || until > day.today) return undefined;
  return lastDayOf(note, businessCalendar(policy, client));
}
