import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStripe } from '../../../connectors/stripe/client.ts';
import { followUp } from '../../../jobs/follow-up.ts';
import { lookAtMilestone } from '../../../jobs/milestone.ts';
import { lookAtRow } from '../../../sandbox/demo/look.ts';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { historyStart, type Seeded, seedAgency, sendingTime } from '../../../sandbox/seed/index.ts';
import { FOLLOW_UP, MILESTONES } from '../../../sandbox/seed/milestones.ts';
import { type Sandbox, startSandbox, startSeededSandbox } from '../../../sandbox/start.ts';
import { addDays, dateIn, type Instant, instantFromMillis } from '../../../src/billing/calendar.ts';
import { APPROVALS, BILLING_STATUSES } from '../../../src/billing/facts.ts';
import type { ClientPlan } from '../../../src/billing/follow-up/plan.ts';
import { aPolicy } from '../../support/facts.ts';
import { connectTo, freely, mapMemory } from '../../support/world.ts';

let sandbox: Sandbox & { readonly seeded: Seeded };
beforeAll(async () => {
  sandbox = await startSeededSandbox({ rateLimit: { requests: 10_000, seconds: 60 } });
}, 30_000);
afterAll(() => sandbox.close());

/** Below Stripe's rate limit. */
const slowly = { ...freely, spend: () => delay(45) };

const idsOfMilestones = () => MILESTONES.map(({ name }) => sandbox.seeded.row(name));
const read = (id: string, property: string) => lookAtRow(sandbox.notion, id)(property);

/** What the hub's work on a sandbox rests on, with the policy that the seed was made under. */
function workOn({ notion, workspace, stripe, environment }: Sandbox, now: () => Instant) {
  return {
    clock: now,
    policy: aPolicy({ quietPeriodSeconds: 0, holidayCountry: undefined }),
    memory: mapMemory(),
    addWork: async () => {},
    exclusively: <T>(_name: string, run: () => Promise<T>) => run(),
    lookAgain: async () => {},
    alarm: async () => {},
    mayAct: new AbortController().signal,
    notion: connectTo(notion, workspace),
    stripe: createStripe({
      secretKey: environment().STRIPE_SECRET_KEY ?? '',
      apiUrl: stripe.url,
      budget: slowly,
    }),
  };
}

/** Looks at a milestone as the hub does. */
const look = (id: string) =>
  lookAtMilestone(
    workOn(sandbox, () => instantFromMillis(sandbox.clock.now())),
    id,
  );

/** What the hub would send at a moment, and why not more. */
async function plansAt(where: Sandbox, at: Instant): Promise<readonly ClientPlan[]> {
  const plans: ClientPlan[] = [];
  await followUp({
    ...workOn(where, () => at),
    sendList: undefined,
    isAsked: true,
    onPlan: (plan) => void plans.push(plan),
  });
  return plans;
}

/** Names of the milestones whose invoices are in a message, by whom it goes to; with what kind of message it is. */
const inMessages = (plans: readonly ClientPlan[]) =>
  Object.fromEntries(
    plans.flatMap(({ planned }) =>
      planned === undefined
        ? []
        : [
            [
              planned.message.to,
              [planned.message.kind, ...planned.message.about.map(({ milestone }) => milestone).toSorted()],
            ],
          ],
    ),
  );

const DUE = {
  'accounts@alderfinch.example': ['Light', FOLLOW_UP.light],
  'invoices@pennine.example': ['Firm', FOLLOW_UP.firm],
  'office@harbourlane.example': ['Light', ...FOLLOW_UP.together],
  'rechnung@nordlicht.example': ['Failure notice', FOLLOW_UP.declined],
};

describe('the agency of the sandbox', () => {
  test('stands at the real time when its story is told', () => {
    expect(Math.abs(sandbox.clock.now() - Date.now())).toBeLessThan(1_000);
    expect(sandbox.seeded.today).toBe(dateIn('Europe/London', instantFromMillis(Date.now())));
  });

  test('has a milestone in every billing status and every state of approval that is not a partial one', () => {
    const statuses = idsOfMilestones().map((id) => read(id, 'Billing status'));
    expect(new Set(statuses)).toEqual(new Set(['', ...BILLING_STATUSES]));
    const approvals = new Set<string>(MILESTONES.map(({ approval }) => approval));
    expect(APPROVALS.filter((approval) => !approvals.has(approval))).toEqual(['Approved in part', 'Rejected']);
  });

  test('has one invoice for each milestone that names one, and no other invoice', () => {
    const named = idsOfMilestones().flatMap((id) => {
      const invoice = read(id, 'Stripe invoice');
      return invoice === '' ? [] : [`${invoice} ${id}`];
    });
    const inStripe = sandbox.stripe.store
      .invoices()
      .map((invoice) => `${invoice.id} ${invoice.metadata?.milepost_milestone}`);
    expect(named.toSorted()).toEqual(inStripe.toSorted());
    expect(named).toHaveLength(MILESTONES.filter(({ sent }) => sent !== undefined).length);
  });

  test('has invoices in three currencies, partly paid and overdue ones among them', () => {
    const invoices = sandbox.stripe.store.invoices();
    expect(new Set(invoices.map(({ currency }) => currency))).toEqual(new Set(['gbp', 'eur', 'jpy']));
    const details = idsOfMilestones().map((id) => read(id, 'Billing detail'));
    for (const words of ['Partially paid:', 'Overdue since', 'Written off:', 'Voided:', 'Due on', 'Paid on'])
      expect(
        details.some((detail) => detail.startsWith(words)),
        words,
      ).toBe(true);
  });

  test('shows on what is billed just what the hub shows: looking at it changes nothing', async () => {
    const billed = MILESTONES.filter(({ sent, afterwards = [] }) => {
      return sent !== undefined && afterwards.every(({ what }) => what !== 'voided');
    });
    for (const { name } of billed) {
      const said = sandbox.notion.comments(sandbox.seeded.row(name));
      const { outcome } = await look(sandbox.seeded.row(name));
      expect([name, outcome]).toEqual([name, 'unchanged']);
      expect(sandbox.notion.comments(sandbox.seeded.row(name))).toEqual(said);
    }
  });

  test('has late invoices that have been followed up as far as their age goes', () => {
    const stepOf = (name: string) => read(sandbox.seeded.row(name), 'Follow-up step');
    expect([FOLLOW_UP.byHand, FOLLOW_UP.awaitsYes].map(stepOf)).toEqual(['Firm', 'Firm']);
    expect([FOLLOW_UP.light, ...FOLLOW_UP.together].map(stepOf)).toEqual(['', '', '']);
    const sent = sandbox.notion.comments(sandbox.seeded.row(FOLLOW_UP.awaitsYes));
    expect(sent.map((text) => text.split(' of ')[0])).toEqual([
      'Light follow-up',
      'Firm follow-up',
      expect.any(String),
    ]);
    expect(sent[2]).toContain('To decide');
    expect(read(sandbox.seeded.row(FOLLOW_UP.byHand), 'Billing detail')).toContain('Priya Raman decides by hand');
  });

  test('has a message of each kind to send, and says of everything else why not', async () => {
    const plans = await plansAt(sandbox, sendingTime(instantFromMillis(sandbox.clock.now())));
    expect(inMessages(plans)).toEqual(DUE);
    const why = new Map(plans.flatMap(({ notNow }) => notNow.map((one) => [one.followed.milestone.name, one.why])));
    expect(why.get(FOLLOW_UP.promised)).toMatch(/^Promised until/);
    expect(why.get(FOLLOW_UP.queried)).toMatch(/^Queried: Tom asks/);
    expect(why.get(FOLLOW_UP.onHold)).toMatch(/^On hold until/);
    expect(why.get(FOLLOW_UP.awaitsYes)).toContain('Escalation approved on');
    expect(why.get(FOLLOW_UP.byHand)).toContain('no escalation clause');
  });

  test.each([
    { day: '2026-11-28', what: 'a Saturday', until: '2026-11-30' },
    { day: '2026-12-25', what: 'Christmas', until: '2026-12-29' },
  ])(
    'has the same to send on the first business day after $what',
    async ({ day, until }) => {
      const today = Date.parse(`${day}T23:30:00Z`);
      const other = await startSandbox({
        clock: createClock(historyStart(today)),
        rateLimit: { requests: 10_000, seconds: 60 },
      });
      try {
        const { today: seenAs } = await seedAgency({
          ...other,
          stripeKey: other.environment().STRIPE_SECRET_KEY ?? '',
        });
        expect(seenAs).toBe(day);
        const at = sendingTime(instantFromMillis(other.clock.now()));
        expect(dateIn('Europe/London', at)).toBe(until);
        expect(inMessages(await plansAt(other, at))).toEqual(DUE);
      } finally {
        await other.close();
      }
    },
    30_000,
  );

  test('keeps voided invoices void: looking at them bills nothing', async () => {
    const before = sandbox.stripe.store.invoices().length;
    for (const name of ['Member sign-in', 'Gift membership pilot']) await look(sandbox.seeded.row(name));
    expect(sandbox.stripe.store.invoices()).toHaveLength(before);
    expect(read(sandbox.seeded.row('Member sign-in'), 'Billing status')).toBe('Not yet triggered');
    expect(read(sandbox.seeded.row('Gift membership pilot'), 'Billing status')).toBe('Closed');
  });

  test('bills its hero after the approval, and not before', async () => {
    const { heroId, approve, today } = sandbox.seeded;
    await look(heroId);
    expect(read(heroId, 'Billing status')).toBe('Not yet triggered');
    approve('Catalogue templates');
    await look(heroId);
    expect([read(heroId, 'Billing status'), read(heroId, 'Due')]).toEqual(['Sent', addDays(today, 14)]);
  });

  test('holds back every approval that something speaks against', async () => {
    for (const name of ['Event calendar', 'Fabrication drawings', 'Rollout and training']) {
      await look(sandbox.seeded.row(name));
      expect([name, read(sandbox.seeded.row(name), 'Billing status')]).toEqual([name, 'Not yet triggered']);
      expect(read(sandbox.seeded.row(name), 'Missing for billing')).not.toBe('');
    }
  });
});
