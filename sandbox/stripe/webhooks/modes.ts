/** The next deliveries or attempts, or all of them from now on. */
export type Next = number | 'all';

/** The switches for deliveries that go wrong. All are off at first. */
export type WebhookModes = {
  /** Never attempts the next deliveries (an event to an endpoint each). */
  readonly lose: (next?: Next) => void;
  /** Ends all misbehaviour. What was lost stays lost. */
  readonly deliverNormally: () => void;
  /** Every delivery sets out so many seconds later on the sandbox's clock. */
  readonly delay: (seconds: number) => void;
  /** Delivers everything twice. */
  readonly double: (on: boolean) => void;
  /** `invoice_payment.paid` comes so many seconds after the payment on the sandbox's clock. */
  readonly latePayments: (seconds: number) => void;
  /** Signs the next attempts with a secret that is not the endpoint's. */
  readonly missign: (next?: Next) => void;
  /** From now on all events carry this second. */
  readonly sameSecond: (on: boolean) => void;
  /** Holds events together for a moment and delivers the last first. */
  readonly shuffle: (on: boolean) => void;
  /** Dates the signatures of the next attempts so far back that nobody may accept them. */
  readonly stale: (next?: Next) => void;
  /** Lists the events of one second in an order that says nothing. */
  readonly tangle: (on: boolean) => void;
  /** Tells of every change in two events, each with an id of its own. */
  readonly twin: (on: boolean) => void;
};

/** What is wrong with a signature. */
export type Signing = { readonly isForeign: boolean; readonly isStale: boolean };

export type ModeState = {
  /** Whether the delivery at hand is lost; counts it. */
  readonly takeLoss: () => boolean;
  /** What is wrong with the signature of the attempt at hand; counts it. */
  readonly takeSigning: () => Signing;
  readonly delaySeconds: () => number;
  readonly isDoubled: () => boolean;
  readonly isShuffled: () => boolean;
  readonly isTwinned: () => boolean;
  readonly latePaymentSeconds: () => number;
};

/** A count of what is still to go wrong. */
function createCountdown() {
  let left: Next = 0;
  return {
    set: (next: Next = 1): void => {
      left = next;
    },
    take: (): boolean => {
      if (left === 'all') return true;
      if (left === 0) return false;
      left -= 1;
      return true;
    },
  };
}

const NORMAL = { delaySeconds: 0, isDoubled: false, isShuffled: false, isTwinned: false, latePaymentSeconds: 0 };

/** @param account the switches that act on the account's events themselves */
export function createModes(account: Pick<WebhookModes, 'sameSecond' | 'tangle'>): {
  readonly switches: WebhookModes;
  readonly state: ModeState;
} {
  let modes = NORMAL;
  const set = (changed: Partial<typeof NORMAL>): void => {
    modes = { ...modes, ...changed };
  };
  const [losing, foreign, stale] = [createCountdown(), createCountdown(), createCountdown()];
  const switches: WebhookModes = {
    ...account,
    lose: losing.set,
    deliverNormally: () => {
      set(NORMAL);
      for (const countdown of [losing, foreign, stale]) countdown.set(0);
      account.sameSecond(false);
      account.tangle(false);
    },
    delay: (delaySeconds) => set({ delaySeconds }),
    double: (isDoubled) => set({ isDoubled }),
    latePayments: (latePaymentSeconds) => set({ latePaymentSeconds }),
    missign: foreign.set,
    shuffle: (isShuffled) => set({ isShuffled }),
    stale: stale.set,
    twin: (isTwinned) => set({ isTwinned }),
  };
  const state: ModeState = {
    takeLoss: losing.take,
    takeSigning: () => ({ isForeign: foreign.take(), isStale: stale.take() }),
    delaySeconds: () => modes.delaySeconds,
    isDoubled: () => modes.isDoubled,
    isShuffled: () => modes.isShuffled,
    isTwinned: () => modes.isTwinned,
    latePaymentSeconds: () => modes.latePaymentSeconds,
  };
  return { switches, state };
}
