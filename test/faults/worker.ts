/** One thread of `npm run test:faults`: plays the cases that it is given, a few at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { Case } from './cases.ts';
import type { End } from './end.ts';
import { openLane } from './lane.ts';
import { type Finding, play } from './play.ts';

export type Task = { readonly number: number; readonly case: Case; readonly expected: End };
export type Answer = { readonly number: number; readonly finding: Finding };

const { redisUrl, databases } = z.object({ redisUrl: z.string(), databases: z.array(z.number()) }).parse(workerData);
const lanes = await Promise.all(databases.map((database) => openLane(redisUrl, database)));
const port = parentPort;
if (port === null) throw new Error('This file is a thread of test/faults/main.ts.');

port.on('message', (task: Task) => void answer(task));
port.postMessage('ready');

async function answer({ number, case: one, expected }: Task): Promise<void> {
  const lane = lanes.pop();
  if (lane === undefined) throw new Error('More cases at once than lanes.');
  const finding = await play(lane, one, expected).catch((error: unknown) => ({
    case: one,
    broken: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    isMet: true,
    isRepeated: false,
  }));
  lanes.push(lane);
  port?.postMessage({ number, finding } satisfies Answer);
}
