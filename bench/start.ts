import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, type HubProcess, startHubProcess } from '../sandbox/demo/hub-process.ts';
import { startSandbox } from '../sandbox/start.ts';
import { type Benchmark, median, type Surroundings } from './figure.ts';

const STARTS = 5;
const IDLE_MS = 6_000;
const SECONDS_MAX = 1.5;
const MEGABYTES_MAX = 150;

export const start: Benchmark = {
  name: 'start',
  about: 'time until the hub is ready, and memory while it has nothing to do',
  async run(around) {
    const { say } = around;
    const startOnce = await prepare(around);
    say('first start, which fills the compile cache');
    await (await startOnce()).hub.stop();
    const seconds: number[] = [];
    const megabytes: number[] = [];
    for (let round = 1; round <= STARTS; round += 1) {
      const { hub, tookSeconds } = await startOnce();
      seconds.push(tookSeconds);
      say(`start ${round} of ${STARTS}: ready after ${tookSeconds.toFixed(2)} s`);
      // Once is enough: the waiting would take longer than all the rest.
      if (round === STARTS) {
        await delay(IDLE_MS);
        megabytes.push(await residentMegabytes(hub));
      }
      await hub.stop();
    }
    return [
      {
        name: 'From spawn to ready',
        value: median(seconds),
        unit: 's',
        target: { atMost: SECONDS_MAX },
        samples: seconds,
      },
      { name: 'Memory of an idle hub', value: median(megabytes), unit: 'MB', target: { atMost: MEGABYTES_MAX } },
    ];
  },
};

/** Everything that a hub in all its roles needs, with the private Redis that it starts by itself. */
async function prepare({ atEnd }: Surroundings) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-bench-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const sandbox = await startSandbox();
  atEnd(sandbox.close);
  // PATH: the hub looks for a Redis there.
  const environment = { ...sandbox.environment(), PATH: process.env.PATH ?? '' };
  return async (): Promise<{ hub: HubProcess; tookSeconds: number }> => {
    const port = await freePort();
    const startedAt = performance.now();
    // Without REDIS_URL, as on a fresh machine.
    const hub = await startHubProcess({ folder, environment, redisUrl: '', port, config: {} });
    atEnd(hub.stop);
    return { hub, tookSeconds: (performance.now() - startedAt) / 1000 };
  };
}

/** What the operating system counts as the process's resident memory, as the hub reports it to Prometheus. */
async function residentMegabytes({ url }: HubProcess): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
  if (!Number.isFinite(bytes)) throw new Error('The hub does not report its memory.');
  return bytes / 1024 / 1024;
}
