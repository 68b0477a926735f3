import { describe, expect, test } from 'vitest';
import { NO_MOVES } from '../../../connectors/stripe/no-moves.ts';
import { billingKey } from '../../../src/billing/billing-key.ts';
import { currency } from '../../support/facts.ts';
import { type Desk, startDesk } from './support.ts';

const movesOf = async (desk: Desk, id: string) => (await desk.read(id)).moves;

/** An invoice over GBP 4,000.00 that was paid. */
async function paidInvoice() {
  const desk = await startDesk();
  const { id } = await desk.issue();
  await desk.sandbox.pay(id);
  return { desk, id };
}

describe('money that is on its way', () => {
  test('is in flight until the bank answers, and then is paid', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    const began = Math.floor(desk.clock.now() / 1000) * 1000;
    await desk.sandbox.pay(id, { amount: 150_000, method: 'debit processing' });
    const moves = await movesOf(desk, id);
    expect(moves).toEqual({ ...NO_MOVES, inFlight: 150_000, inFlightSince: expect.any(Number) });
    expect(moves.inFlightSince).toBeGreaterThanOrEqual(began);
    expect(moves.inFlightSince).toBeLessThanOrEqual(desk.clock.now());
    desk.sandbox.settle(id, 'succeeds');
    expect(await desk.read(id)).toMatchObject({ amountPaid: 150_000, moves: NO_MOVES });
  });

  test('that the bank refuses has failed, until the next attempt', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id, { method: 'debit processing' });
    desk.sandbox.settle(id, 'fails');
    expect(await movesOf(desk, id)).toEqual({ ...NO_MOVES, failedAt: expect.any(Number), lastAttempt: 'failed' });
    await desk.sandbox.pay(id, { amount: 100_000, method: 'debit processing' });
    expect(await movesOf(desk, id)).toMatchObject({ inFlight: 100_000, lastAttempt: null });
  });

  test('failed with a declined card, until another card pays', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id, { method: 'declined' });
    expect((await movesOf(desk, id)).lastAttempt).toBe('failed');
    await desk.sandbox.pay(id);
    expect(await desk.read(id)).toMatchObject({ status: 'paid', moves: NO_MOVES });
  });

  test('waits for the client where the card has to be confirmed', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id, { method: 'needs action' });
    expect(await movesOf(desk, id)).toEqual({ ...NO_MOVES, lastAttempt: 'action needed' });
  });

  test('of an invoice that was written off says nothing of its attempts', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id, { method: 'declined' });
    await desk.dashboard.invoices.markUncollectible(id);
    expect((await movesOf(desk, id)).lastAttempt).toBeNull();
  });
});

describe('money that went back', () => {
  test('at the client’s request is refunded as agreed; for other reasons or none it is unexplained', async () => {
    const { desk, id } = await paidInvoice();
    desk.sandbox.refund(id, { amount: 100_000, reason: 'requested_by_customer' });
    desk.sandbox.refund(id, { amount: 20_000, reason: 'duplicate' });
    desk.sandbox.refund(id, { amount: 3_000 });
    expect(await movesOf(desk, id)).toEqual({
      ...NO_MOVES,
      refundedAsAgreed: 100_000,
      refundedUnexplained: 23_000,
    });
  });

  test('but came back in turn counts as received', async () => {
    const { desk, id } = await paidInvoice();
    desk.sandbox.failRefund(desk.sandbox.refund(id));
    expect(await movesOf(desk, id)).toEqual(NO_MOVES);
  });

  test('through a credit note stands beside what the invoice says was credited', async () => {
    const { desk, id } = await paidInvoice();
    await desk.dashboard.creditNotes.create({ invoice: id, amount: 50_000, refund_amount: 50_000 });
    expect(await desk.read(id)).toMatchObject({ creditedAfterPayment: 50_000, moves: { refundedUnexplained: 50_000 } });
  });

  test('in more refunds than a page of Stripe’s holds is counted whole', async () => {
    const { desk, id } = await paidInvoice();
    for (let count = 0; count < 104; count += 1) desk.sandbox.refund(id, { amount: 100 });
    expect(await movesOf(desk, id)).toEqual({ ...NO_MOVES, refundedUnexplained: 10_400 });
  });

  test('of an invoice paid in more parts than it names is counted whole', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    for (let count = 0; count < 12; count += 1) {
      await desk.sandbox.pay(id, { amount: 10_000 });
      desk.sandbox.refund(id, { reason: 'requested_by_customer' });
    }
    expect(await desk.read(id)).toMatchObject({ status: 'open', moves: { refundedAsAgreed: 120_000 } });
  });

  test('reaches what was paid too much, where one payment brought it all', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id, { amount: 500_000 });
    desk.sandbox.refund(id, { reason: 'requested_by_customer' });
    expect(await desk.read(id)).toMatchObject({ amountOverpaid: 100_000, moves: { refundedAsAgreed: 500_000 } });
  });

  test('of one payment for two invoices is no more than that payment had brought the one', async () => {
    const desk = await startDesk();
    const [first, second] = [
      await desk.issue(),
      await desk.issue({
        key: billingKey('22222222-2222-4222-8222-222222222222', 'all', 1),
        money: { minor: 100_000, currency: currency('GBP') },
        lines: [{ words: 'Website: Copy', minor: 100_000 }],
      }),
    ];
    desk.sandbox.payTogether([first.id, second.id]);
    desk.sandbox.refund(first.id, { amount: 350_000, reason: 'requested_by_customer' });
    desk.sandbox.refund(first.id, { amount: 70_000 });
    expect(await movesOf(desk, first.id)).toMatchObject({ refundedAsAgreed: 330_000, refundedUnexplained: 70_000 });
    expect(await movesOf(desk, second.id)).toMatchObject({ refundedAsAgreed: 30_000, refundedUnexplained: 70_000 });
  });
});

describe('money that a client’s bank wants back', () => {
  test.each([
    { outcome: 'lost', moves: { disputesLost: 400_000 } },
    { outcome: 'won', moves: {} },
    { outcome: 'warning_closed', moves: {} },
    { outcome: 'prevented', moves: {} },
  ] as const)('is disputed until the bank decides: $outcome', async ({ outcome, moves }) => {
    const { desk, id } = await paidInvoice();
    const dispute = desk.sandbox.dispute(id);
    expect(await desk.read(id)).toMatchObject({ status: 'paid', moves: { ...NO_MOVES, disputed: 400_000 } });
    desk.sandbox.closeDispute(dispute, outcome);
    expect(await movesOf(desk, id)).toEqual({ ...NO_MOVES, ...moves });
  });
});

describe('reading what became of the money', () => {
  test('costs no call of its own as long as nothing was paid', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    const read = () => desk.stripe.readInvoice(id);
    expect(await desk.callsOf(read)).toEqual(['GET /v1/invoices/:id']);
    await desk.dashboard.invoices.voidInvoice(id);
    expect(await desk.callsOf(read)).toEqual(['GET /v1/invoices/:id']);
  });

  test('costs one call for each charge, and one more where it is disputed', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id, { amount: 100_000 });
    await desk.sandbox.pay(id);
    const read = () => desk.stripe.readInvoice(id);
    expect(await desk.callsOf(read)).toEqual(['GET /v1/invoices/:id', 'GET /v1/charges/:id', 'GET /v1/charges/:id']);
    desk.sandbox.dispute(id);
    expect((await desk.callsOf(read)).filter((call) => call === 'GET /v1/disputes')).toHaveLength(1);
  });

  test('asks about no charge where the money came in outside Stripe', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.dashboard.invoices.pay(id, { paid_out_of_band: true });
    expect(await desk.callsOf(() => desk.stripe.readInvoice(id))).toEqual(['GET /v1/invoices/:id']);
    expect(await desk.read(id)).toMatchObject({
      status: 'paid',
      amountPaid: 400_000,
      moves: { ...NO_MOVES, outsideStripe: 400_000 },
    });
  });
});
