import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HINT_TYPES, hintsOfEvent } from '../../connectors/stripe/event-hints.ts';
import { lookForCustomer } from '../../jobs/fan-out.ts';
import { route } from '../../jobs/route.ts';
import { dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import { aReadyMilestone, startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const today = () => dateIn('Europe/London', instantFromMillis(world.clock.now()));

async function billed() {
  const made = aReadyMilestone(world.notionSandbox, world.workspace);
  made.approve(today());
  await world.look(made.milestone);
  const { invoices } = world.stripeSandbox.store;
  const invoice = invoices().find(({ metadata }) => metadata?.milepost_milestone === made.milestone);
  return { ...made, invoice: invoice?.id ?? '', customer: String(invoice?.customer) };
}

/** What a look for a customer asks for. */
async function askedFor(customer: string): Promise<string[]> {
  world.asked.length = 0;
  await lookForCustomer({ addWork: world.context.addWork, stripe: world.stripe }, customer, 'test');
  return world.asked.map(({ name, id }) => `${name} ${id}`);
}

describe('news about a customer', () => {
  test('leads to the milestones with an open invoice of that customer, and to the client', async () => {
    const { milestone, client, customer } = await billed();
    await billed();
    expect(await askedFor(customer)).toEqual([`milestone ${milestone}`, `client ${client}`]);
  });

  test('leads to the client alone once everything is paid', async () => {
    const { client, customer, invoice } = await billed();
    await world.stripeSandbox.pay(invoice);
    expect(await askedFor(customer)).toEqual([`client ${client}`]);
  });

  test('leads nowhere when it is no client of ours', async () => {
    expect(await askedFor('cus_unknown')).toEqual([]);
  });
});

describe('an event of Stripe', () => {
  const worksOf = async (type: string, object: object) => {
    const { hints } = hintsOfEvent({ type, data: { object } }, 'test');
    const works = await Promise.all(hints.map((hint) => route(hint, async () => undefined)));
    return works.flat().map(({ name, id }) => `${name} ${id}`);
  };
  const ours = { id: 'cus_1', object: 'customer', metadata: { milepost_client: 'client-1' } };
  const intent = { id: 'pi_1', object: 'payment_intent' };
  const dispute = { id: 'dp_1', object: 'dispute', payment_intent: 'pi_1' };

  test.each([
    ['customer.updated', ours, ['stripe customer cus_1']],
    ['customer.deleted', ours, ['stripe customer cus_1']],
    ['customer.updated', { id: 'cus_2', object: 'customer', metadata: {} }, []],
    ['cash_balance.funds_available', { object: 'cash_balance', customer: 'cus_1' }, ['stripe customer cus_1']],
    [
      'customer_cash_balance_transaction.created',
      { id: 'ccsbtxn_1', object: 'customer_cash_balance_transaction', customer: 'cus_1' },
      ['stripe customer cus_1'],
    ],
    ['payment_intent.payment_failed', intent, ['stripe payment pi_1']],
    ['payment_intent.partially_funded', intent, ['stripe payment pi_1']],
    ['payment_intent.canceled', intent, ['stripe payment pi_1']],
    ['charge.dispute.updated', dispute, ['stripe payment pi_1']],
    ['charge.dispute.funds_withdrawn', dispute, ['stripe payment pi_1']],
    ['charge.dispute.funds_reinstated', dispute, ['stripe payment pi_1']],
    ['charge.succeeded', { id: 'ch_1', object: 'charge', payment_intent: 'pi_1' }, []],
  ])('%s about %j asks for %j', async (type, object, works) => {
    expect(await worksOf(type, object)).toEqual(works);
  });

  test('is asked for once by name', () => {
    expect(new Set(HINT_TYPES).size).toBe(HINT_TYPES.length);
  });
});
