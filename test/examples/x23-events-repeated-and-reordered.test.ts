import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hintsOfEvent } from '../../connectors/stripe/event-hints.ts';
import { route } from '../../jobs/route.ts';
import { type Example, startExample } from '../support/example.ts';
import { aReadyMilestone } from '../support/world.ts';

/** In the order in which they happen; the last two share a second. */
const EVENTS = [
  'invoice.finalized',
  'invoice.sent',
  'invoice.payment_failed',
  'invoice.paid',
  'invoice_payment.paid',
] as const;
type EventType = (typeof EVENTS)[number];

/** All 120 orders with all repetitions are too many: a part of them, the same on every machine. */
const SEED = 23;
const RUNS = 12;

/** Each event one to three times, in any order. */
const deliveries = fc
  .tuple(...EVENTS.map((type) => fc.integer({ min: 1, max: 3 }).map((times) => Array<EventType>(times).fill(type))))
  .map((lists) => lists.flat())
  .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));

/** A milestone of its own client, approved on 3 November at 10:00. */
function approvedIn({ world, hub, invoicesOf }: Example) {
  const rows = aReadyMilestone(world.notionSandbox, world.workspace);
  rows.approve('2026-11-03');
  const { store, pay, webhooks } = world.stripeSandbox;
  const invoiceId = (): string => invoicesOf(rows.milestone)[0]?.id ?? '';
  const eventOf = (wanted: EventType) =>
    store
      .events()
      .find(({ type, object }) => type === wanted && (object.id === invoiceId() || object.invoice === invoiceId()));
  return {
    ...rows,
    cardIsDeclined: () => pay(invoiceId(), { method: 'declined' }),
    /** The event about the payment itself comes a little later. */
    async isPaid() {
      await pay(invoiceId());
      await webhooks.idle();
    },
    /** Stripe delivers an event; whoever caused it, the hub takes it for news. */
    async deliver(type: EventType) {
      const event = eventOf(type);
      const { hints } = hintsOfEvent({ type, request: null, data: { object: event?.object } }, `stripe:${event?.id}`);
      expect(hints, type).toHaveLength(1);
      const works = await Promise.all(hints.map((hint) => route(hint, world.notion.databaseOf)));
      await hub.work(...works.flat());
    },
  };
}

function expectOneOfEach({ invoicesOf, look, mails, comments }: Example, milestone: string, words: string): void {
  const [invoice, ...others] = invoicesOf(milestone);
  const shows = look(milestone);
  expect(others, words).toEqual([]);
  expect(invoice, words).toMatchObject({ status: 'paid', total: 400_000, amount_paid: 400_000 });
  expect([shows('Billing status'), shows('Remaining'), shows('Paid on')], words).toEqual(['Paid', '0', '2026-11-03']);
  const about = mails().filter((mail) => mail.invoice === invoice?.id);
  expect(about, words).toHaveLength(1);
  expect(comments(milestone), words).toEqual([expect.stringMatching(`^Paid: invoice ${invoice?.number} `)]);
}

test('X23 Events repeated and reordered: in any order, each one to three times, after all of it happened', async () => {
  const example = await startExample('2026-11-03T10:00:00Z', { quietPeriodSeconds: 0 });
  for (const order of fc.sample(deliveries, { seed: SEED, numRuns: RUNS })) {
    const { milestone, cardIsDeclined, isPaid, deliver } = approvedIn(example);
    await example.hears(milestone);
    await cardIsDeclined();
    await isPaid();
    for (const type of order) await deliver(type);
    expectOneOfEach(example, milestone, order.join(', '));
  }
}, 60_000);

/** Each event comes as late as it may; the hub may crash after sending, and Redis be lost in between. */
const unrest = fc.record({
  order: deliveries,
  delays: fc.array(fc.nat({ max: 2 }), { minLength: 15, maxLength: 15 }),
  answerIsLost: fc.boolean(),
  redisIsLost: fc.nat({ max: 3 }),
});

const HAPPENS_AT: Readonly<Record<EventType, number>> = {
  'invoice.finalized': 0,
  'invoice.sent': 0,
  'invoice.payment_failed': 1,
  'invoice.paid': 2,
  'invoice_payment.paid': 2,
};

test('X23 Events repeated and reordered: delivered while things go on happening, crashes and lost memory in between', async () => {
  const example = await startExample('2026-11-03T10:00:00Z', { quietPeriodSeconds: 0 });
  const { hub, world, hears } = example;
  for (const history of fc.sample(unrest, { seed: SEED, numRuns: RUNS })) {
    const { order, delays, answerIsLost, redisIsLost } = history;
    const { milestone, cardIsDeclined, isPaid, deliver } = approvedIn(example);
    if (answerIsLost)
      world.stripeSandbox.faults.add({ method: 'POST', path: '/send', fault: { kind: 'cut after commit' } });
    const happenings = [() => hears(milestone), cardIsDeclined, isPaid];
    for (const [moment, happen] of happenings.entries()) {
      await happen();
      if (redisIsLost === moment) hub.forget();
      const now = order.filter((type, at) => Math.min(2, HAPPENS_AT[type] + (delays[at] ?? 0)) === moment);
      for (const type of now) await deliver(type);
    }
    expectOneOfEach(example, milestone, JSON.stringify(history));
  }
}, 60_000);
