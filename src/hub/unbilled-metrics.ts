import { Gauge, type Registry } from 'prom-client';
import { unbilledSums } from '../../jobs/unbilled.ts';
import { type Currency, decimalsOf } from '../billing/currency.ts';
import type { Storage } from './foundation.ts';

/** Reading all of it takes a moment where there are thousands of milestones, and it changes by the minute at most. */
const KNOWN_FOR_MS = 60_000;

export type UnbilledMetricsOptions = {
  readonly storage: Pick<Storage, 'memory'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** What is approved and not billed, by currency: what the looks at milestones have noted, so it costs no call to anybody. */
export function gaugeUnbilled(registry: Registry, { storage, now }: UnbilledMetricsOptions): void {
  let known: { readonly sums: ReadonlyMap<Currency, number>; readonly at: number } | undefined;
  new Gauge({
    name: 'milepost_unbilled_approved_amount',
    help: 'Sum of what is approved and not billed yet, in major units of its currency',
    labelNames: ['currency'] as const,
    registers: [registry],
    async collect() {
      if (known === undefined || now() - known.at > KNOWN_FOR_MS) {
        const sums = await unbilledSums(storage).catch(() => undefined);
        known = sums === undefined ? undefined : { sums, at: now() };
      }
      this.reset();
      for (const [currency, minor] of known?.sums ?? [])
        this.set({ currency }, minor / 10 ** (decimalsOf(currency) ?? 2));
    },
  });
}
