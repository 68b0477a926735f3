/** Leave to send requests, shared by every process that uses the same account. */
export type Budget = {
  /** Resolves when exactly one request may be sent now. */
  readonly spend: () => Promise<void>;
  /** The service asked for a pause: nobody sends anything for so many milliseconds. */
  readonly holdFor: (ms: number) => Promise<void>;
  /** Told how each request ended, whoever sent it: the HTTP status, or undefined where no answer came. */
  readonly onAnswer?: ((status: number | undefined) => void) | undefined;
};

export type MeterOptions = {
  readonly budget: Budget;
  /** From sending to the last byte of the answer. SDK timeouts neither abort the request nor cover the body. */
  readonly timeoutMs: number;
  /** Told about every request that was sent; the benchmark counts them. */
  readonly onRequest?: ((method: string, url: string) => void) | undefined;
};

const DEFAULT_HOLD_MS = 5_000;

const MUST_PAUSE = new Set([429, 529]);

/** The pause that a response asks for in milliseconds; undefined when it asks for none. */
export function retryAfterMs(status: number, retryAfter: string | null): number | undefined {
  if (!MUST_PAUSE.has(status)) return undefined;
  const seconds = Number(retryAfter);
  return retryAfter !== null && Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : DEFAULT_HOLD_MS;
}

/** A request that was never sent. */
export class NoLeaveToSend extends TypeError {}

/**
 * A `fetch` for an SDK: every request, whoever repeats it, spends from the shared budget, ends in time, and makes
 * everybody pause when the service says so.
 */
export function meteredFetch({ budget, timeoutMs, onRequest }: MeterOptions): typeof fetch {
  return async (input, init) => {
    const asked = performance.now();
    await budget.spend();
    // Whoever asked has given up by now: sending it all the same would be a write that nobody knows of.
    if (performance.now() - asked > timeoutMs) throw new NoLeaveToSend('waited too long for leave to send');
    onRequest?.(init?.method ?? 'GET', String(input instanceof Request ? input.url : input));
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
      budget.onAnswer?.(undefined);
      throw error;
    });
    budget.onAnswer?.(response.status);
    const pause = retryAfterMs(response.status, response.headers.get('retry-after'));
    if (pause !== undefined) await budget.holdFor(pause);
    return response;
  };
}
