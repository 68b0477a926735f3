import type { MoneyMoves } from '../../src/billing/facts.ts';

/** Of an invoice whose payments were not looked at. */
export const NO_MOVES: MoneyMoves = {
  inFlight: 0,
  inFlightSince: null,
  lastAttempt: null,
  failedAt: null,
  refundedAsAgreed: 0,
  refundedUnexplained: 0,
  disputed: 0,
  disputesLost: 0,
  outsideStripe: 0,
  onCashBalance: 0,
};
