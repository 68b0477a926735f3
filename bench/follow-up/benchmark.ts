import { addDays, dueInstant, instantFromIso, plainDate } from '../../src/billing/calendar.ts';
import type { Invoice, Milestone } from '../../src/billing/facts.ts';
import type { Followed } from '../../src/billing/follow-up/followed.ts';
import { type ClientFacts, planClient } from '../../src/billing/follow-up/plan.ts';
import { NO_FOLLOW_UPS } from '../../src/billing/follow-up/record.ts';
import { aClient, aMilestone, anInvoice, aPolicy, aProject } from '../../test/support/facts.ts';
import { type Benchmark, median } from '../figure.ts';

const CLIENTS = 2_500;
const INVOICES_EACH = 4;
const ROUNDS = 7;
const SECONDS_MAX = 2;

const TODAY = plainDate('2026-11-25');
const NOW = instantFromIso('2026-11-25T10:00:00Z');
const policy = aPolicy();
const COUNTRIES = ['GB', 'DE', 'US', 'NZ', ''];

/** Not due, due for each step, promised, in flight, disputed: what an owner's open book holds. */
function situationOf(n: number): { readonly invoice: Partial<Invoice>; readonly milestone: Partial<Milestone> } {
  const due = addDays(TODAY, -(n % 40) + 10);
  const sent = { state: 'sent', at: dueInstant(policy.timeZone, addDays(due, 2)) } as const;
  const late = n % 3 === 0 ? { ...NO_FOLLOW_UPS, messages: { light: sent } } : NO_FOLLOW_UPS;
  return {
    invoice: {
      id: `in_${n}`,
      number: `NW-${n}`,
      dueAt: dueInstant(policy.timeZone, due),
      followUps: late,
      ...(n % 11 === 0 ? { amountPaid: 100_000, amountRemaining: 300_000 } : {}),
    },
    milestone: n % 7 === 0 ? { followUpStop: 'Promised', stopUntil: addDays(TODAY, 5) } : {},
  };
}

function bookOf(): readonly ClientFacts[] {
  return Array.from({ length: CLIENTS }, (_, c): ClientFacts => {
    const client = aClient({ id: `client-${c}`, country: COUNTRIES[c % COUNTRIES.length] ?? '' });
    const followed = Array.from({ length: INVOICES_EACH }, (_, i): Followed => {
      const { invoice, milestone } = situationOf(c * INVOICES_EACH + i);
      return { invoice: anInvoice(invoice), milestone: aMilestone(milestone), project: aProject(), client };
    });
    return { client, followed, lastMessageAt: undefined };
  });
}

type Round = { readonly seconds: number; readonly beside: number; readonly passes: number };

function oneRound(book: readonly ClientFacts[]): Round {
  let read = 0;
  const facts = book.map(({ followed, ...client }) => ({
    ...client,
    get followed() {
      read += followed.length;
      return followed;
    },
  }));
  const startedAt = performance.now();
  for (const client of facts) planClient(client, policy, NOW);
  const seconds = (performance.now() - startedAt) / 1000;
  const passes = read / (CLIENTS * INVOICES_EACH);
  const writingAt = performance.now();
  for (const client of book) JSON.stringify(client);
  return { seconds, beside: (performance.now() - writingAt) / 1000, passes };
}

export const followUps: Benchmark = {
  name: 'follow-up',
  about: 'what is planned for 10,000 open invoices on one core, beside writing the same facts as JSON',
  async run({ say }) {
    const book = bookOf();
    say(`${ROUNDS} rounds over ${CLIENTS} clients with ${INVOICES_EACH} open invoices each`);
    oneRound(book); // once for the compiler, and for the holidays
    const rounds = Array.from({ length: ROUNDS }, () => oneRound(book));
    const seconds = rounds.map((round) => round.seconds);
    return [
      {
        name: 'Follow-up of 10,000 open invoices planned',
        value: median(seconds),
        unit: 's',
        target: { atMost: SECONDS_MAX },
        samples: seconds,
      },
      {
        name: 'Follow-up plan beside JSON.stringify of its facts',
        value: median(rounds.map((round) => round.seconds / round.beside)),
        unit: 'times',
      },
      {
        name: 'Passes over the facts of a follow-up plan',
        value: median(rounds.map(({ passes }) => passes)),
        unit: 'times',
        target: { atMost: 1 },
      },
    ];
  },
};
