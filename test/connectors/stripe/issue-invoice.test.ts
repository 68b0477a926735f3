import { describe, expect, test } from 'vitest';
import { currency, MILESTONE_ID } from '../../support/facts.ts';
import { startDesk } from './support.ts';

const gbp = (minor: number) => ({ minor, currency: currency('GBP') });

const AFTER_A_DEPOSIT = {
  trigger: 'Final handoff',
  lines: [
    { words: 'Website: Handoff', minor: 400_000 },
    { words: 'Deposit, invoice NW-0001', minor: -150_000 },
  ],
  money: gbp(250_000),
  takenOff: 150_000,
} as const;

describe('an issued invoice', () => {
  test('carries what it bills and why', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue({ poNumber: '4711', printed: [{ name: 'Purchase order', value: '4711' }] });
    const stored = desk.sandbox.store.invoice(id);
    expect(stored?.metadata).toEqual({
      milepost_key: `${MILESTONE_ID}:all:r1`,
      milepost_milestone: MILESTONE_ID,
      milepost_project: 'project-1',
      milepost_trigger: 'Milestone approval',
      milepost_revision: '1',
      milepost_decision: expect.stringContaining('Approved'),
      milepost_order: expect.any(String),
      milepost_po: '4711',
    });
    expect(stored?.custom_fields).toEqual([{ name: 'Purchase order', value: '4711' }]);
  });

  test('takes a deposit off in a line of its own, and says how much', async () => {
    const desk = await startDesk();
    const calls = await desk.callsOf(() => desk.issue(AFTER_A_DEPOSIT));
    expect(calls.filter((call) => call.endsWith('add_lines'))).toHaveLength(1);
    const [stored] = desk.sandbox.store.invoices();
    expect(stored?.lines.data.map(({ amount, description }) => [description, amount])).toEqual([
      ['Website: Handoff', 400_000],
      ['Deposit, invoice NW-0001', -150_000],
    ]);
    expect(await desk.read(stored?.id ?? '')).toMatchObject({
      status: 'open',
      total: 250_000,
      amountRemaining: 250_000,
      trigger: 'Final handoff',
      takenOff: 150_000,
    });
  });

  test('of which a deposit takes off everything is settled at once', async () => {
    const desk = await startDesk();
    const [billed, deposit] = AFTER_A_DEPOSIT.lines;
    const lines = [billed, { ...deposit, minor: -400_000 }];
    expect(await desk.issue({ ...AFTER_A_DEPOSIT, lines, money: gbp(0), takenOff: 400_000 })).toMatchObject({
      status: 'paid',
      total: 0,
      amountPaid: 0,
    });
  });

  test('is not sent where Stripe makes another sum of its lines', async () => {
    const desk = await startDesk();
    await expect(desk.issue({ ...AFTER_A_DEPOSIT, money: gbp(260_000) })).rejects.toMatchObject({
      name: 'NeedsPerson',
      who: 'billing owner',
    });
    expect(desk.sandbox.store.invoices()).toMatchObject([{ status: 'draft' }]);
    expect(desk.sandbox.store.mails()).toEqual([]);
  });
});

describe('an invoice for a client’s portal', () => {
  test('is finalised, and nobody is mailed', async () => {
    const desk = await startDesk();
    const issued = await desk.issue({ delivering: 'portal' });
    expect(issued).toMatchObject({ status: 'open', delivering: 'portal', number: expect.any(String) });
    expect(desk.sandbox.store.invoice(issued.id)?.auto_advance).toBe(false);
    expect(desk.sandbox.store.mails()).toEqual([]);
    expect(desk.sandbox.store.events().map(({ type }) => type)).not.toContain('invoice.sent');
  });
});

describe.each([
  { delivering: 'mail', last: '/send', mails: 1 },
  { delivering: 'portal', last: '/finalize', mails: 0 },
] as const)('an attempt to issue by $delivering', ({ delivering, last, mails }) => {
  const order = { ...AFTER_A_DEPOSIT, delivering };

  test.each(['/v1/invoices', '/add_lines', last])('that is cut off after %s is finished by the next', async (step) => {
    const desk = await startDesk();
    // The SDK repeats what is cut on a reused connection.
    const path = new RegExp(`${step}$`);
    desk.sandbox.faults.add({ method: 'POST', path, times: 2, fault: { kind: 'cut after commit' } });
    await expect(desk.issue(order)).rejects.toMatchObject({ name: 'TryAgain' });
    desk.sandbox.faults.clear();
    const found = await desk.stripe.invoicesOfCustomer(desk.customerId);
    const issued = await desk.issue(
      order,
      found.filter(({ status }) => status === 'draft'),
    );
    expect(issued).toMatchObject({ status: 'open', total: 250_000 });
    expect(desk.sandbox.store.invoices()).toMatchObject([{ id: issued.id, lines: { total_count: 2 } }]);
    expect(desk.sandbox.store.mails()).toHaveLength(mails);
  });

  test.each(['/add_lines', last])('whose %s is remembered as a failure looks before it asks again', async (step) => {
    const desk = await startDesk();
    const body = JSON.stringify({ error: { type: 'api_error', message: 'broken' } });
    const fault = { kind: 'answer after commit', status: 500, body } as const;
    desk.sandbox.faults.add({ method: 'POST', path: step, fault });
    await expect(desk.issue(order)).rejects.toMatchObject({ name: 'TryAgain' });
    const issued = await desk.issue(order);
    expect(issued).toMatchObject({ status: 'open', total: 250_000 });
    expect(desk.sandbox.store.invoices()).toMatchObject([{ id: issued.id, lines: { total_count: 2 } }]);
    expect(desk.sandbox.store.mails()).toHaveLength(mails);
  });

  test('after Stripe has forgotten its keys adds no line twice, though the lines cancel each other out', async () => {
    const desk = await startDesk();
    const lines = [
      { words: 'Website: Handoff', minor: 400_000 },
      { words: 'Deposit', minor: -400_000 },
    ];
    const empty = { ...order, lines, money: gbp(0), takenOff: 400_000 };
    desk.sandbox.faults.add({ method: 'POST', path: last, times: 2, fault: { kind: 'cut before commit' } });
    await expect(desk.issue(empty)).rejects.toMatchObject({ name: 'TryAgain' });
    desk.sandbox.faults.clear();
    desk.sandbox.expireIdempotencyKeys();
    const issued = await desk.issue(empty, await desk.stripe.invoicesOfCustomer(desk.customerId));
    expect(desk.sandbox.store.invoices()).toMatchObject([{ id: issued.id, lines: { total_count: 2 } }]);
  });
});
