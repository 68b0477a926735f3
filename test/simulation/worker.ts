/** One thread of `npm run simulate`: plays the seeds that it is given. */
import { parentPort } from 'node:worker_threads';
import type { Finding } from './finding.ts';
import { type KindName, SIMULATIONS } from './simulations.ts';

export type Task = { readonly kind: KindName; readonly seed: number };

const port = parentPort;
if (port === null) throw new Error('This file is a thread of test/simulation/main.ts.');

port.on('message', async ({ kind, seed }: Task) =>
  port.postMessage((await SIMULATIONS[kind].check(seed)) satisfies Finding),
);
port.postMessage('ready');
