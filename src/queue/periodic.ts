import type { Logger } from 'pino';

export type Periodic = { readonly stop: () => Promise<void> };

export type PeriodicOptions = {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
  readonly log: Logger;
};

/** Runs something now and then every so often, never beside itself; a failed run is logged once until it works again. */
export function startPeriodic({ name, everyMs, run, log }: PeriodicOptions): Periodic {
  let stopped = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;

  const round = async (): Promise<void> => {
    try {
      await run();
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ periodic: name, err: error }, 'periodic run failed');
      failing = true;
    }
    if (stopped) return;
    timer = setTimeout(() => {
      running = round();
    }, everyMs);
  };
  let running = round();

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
