/** The switches for deliveries that go wrong. */
export type WebhookModes = {
  /** Never attempts the next deliveries (an event to an endpoint each), or all of them from now on. */
  readonly lose: (next?: number | 'all') => void;
  /** Ends all misbehaviour. What was lost stays lost. */
  readonly deliverNormally: () => void;
  /** Delivers everything twice. */
  readonly double: (on: boolean) => void;
  /** Holds events together for a moment and delivers the last first. */
  readonly shuffle: (on: boolean) => void;
};

export type ModeState = {
  /** Whether the delivery at hand is lost; counts it. */
  readonly takeLoss: () => boolean;
  readonly isDoubled: () => boolean;
  readonly isShuffled: () => boolean;
};

export function createModes(): { readonly switches: WebhookModes; readonly state: ModeState } {
  let losing: number | 'all' = 0;
  let isDoubled = false;
  let isShuffled = false;
  const switches: WebhookModes = {
    lose: (next = 1) => {
      losing = next;
    },
    deliverNormally: () => {
      losing = 0;
      isDoubled = false;
      isShuffled = false;
    },
    double: (on) => {
      isDoubled = on;
    },
    shuffle: (on) => {
      isShuffled = on;
    },
  };
  const takeLoss = (): boolean => {
    if (losing === 'all') return true;
    if (losing === 0) return false;
    losing -= 1;
    return true;
  };
  return { switches, state: { takeLoss, isDoubled: () => isDoubled, isShuffled: () => isShuffled } };
}
