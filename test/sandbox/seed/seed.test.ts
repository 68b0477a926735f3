import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStripe } from '../../../connectors/stripe/client.ts';
import { lookAtMilestone } from '../../../jobs/milestone.ts';
import { lookAtRow } from '../../../sandbox/demo/look.ts';
import type { Seeded } from '../../../sandbox/seed/index.ts';
import { MILESTONES } from '../../../sandbox/seed/milestones.ts';
import { type Sandbox, startSeededSandbox } from '../../../sandbox/start.ts';
import { addDays, dateIn, instantFromMillis } from '../../../src/billing/calendar.ts';
import { APPROVALS, BILLING_STATUSES } from '../../../src/billing/facts.ts';
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

/** Looks at a milestone as the hub does, with the policy that the seed was made under. */
async function look(id: string) {
  const environment = sandbox.environment();
  const notion = connectTo(sandbox.notion, sandbox.workspace);
  const stripe = createStripe({
    secretKey: environment.STRIPE_SECRET_KEY ?? '',
    apiUrl: sandbox.stripe.url,
    budget: slowly,
  });
  return await lookAtMilestone(
    {
      clock: () => instantFromMillis(sandbox.clock.now()),
      policy: aPolicy({ quietPeriodSeconds: 0, holidayCountry: undefined }),
      memory: mapMemory(),
      addWork: async () => {},
      exclusively: (_name, run) => run(),
      lookAgain: async () => {},
      alarm: async () => {},
      mayAct: new AbortController().signal,
      notion,
      stripe,
    },
    id,
  );
}

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
      const { outcome } = await look(sandbox.seeded.row(name));
      expect([name, outcome]).toEqual([name, 'unchanged']);
    }
  });

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
