import { Worker } from 'node:worker_threads';
import type { Case } from './cases.ts';
import type { End } from './end.ts';
import type { Finding } from './play.ts';
import type { Answer, Task } from './worker.ts';

export type Threads = {
  /** Plays all cases, several at once. Findings come as they are made. */
  readonly play: (
    cases: readonly Case[],
    expected: ReadonlyMap<string, End>,
    onFinding: (finding: Finding) => void,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Runs wait for sockets and timeouts now and then, so each thread has a few at once. */
const LANES_EACH = 3;
/** Of a Redis as it is configured by default; the first is for what is recorded. */
const DATABASES = 16;

/** @param count how many threads, at most as many as there are databases for */
export async function startThreads(redisUrl: string, count: number): Promise<Threads> {
  const most = Math.floor((DATABASES - 1) / LANES_EACH);
  const workers = await Promise.all(
    Array.from({ length: Math.min(count, most) }, (_, at) => startThread(redisUrl, 1 + at * LANES_EACH)),
  );
  return {
    play: (cases, expected, onFinding) => playAll(workers, cases, expected, onFinding),
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

async function startThread(redisUrl: string, firstDatabase: number): Promise<Worker> {
  const databases = Array.from({ length: LANES_EACH }, (_, at) => firstDatabase + at);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { redisUrl, databases } });
  await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return worker;
}

async function playAll(
  workers: readonly Worker[],
  cases: readonly Case[],
  expected: ReadonlyMap<string, End>,
  onFinding: (finding: Finding) => void,
): Promise<void> {
  let next = 0;
  let left = cases.length;
  const done = Promise.withResolvers<void>();
  if (left === 0) done.resolve();
  const give = (worker: Worker): void => {
    const one = cases[next];
    if (one === undefined) return;
    worker.postMessage({ number: next, case: one, expected: expected.get(one.flow) ?? {} } satisfies Task);
    next += 1;
  };
  const listen = (worker: Worker) => {
    const onMessage = ({ finding }: Answer): void => {
      onFinding(finding);
      left -= 1;
      if (left === 0) done.resolve();
      else give(worker);
    };
    worker.on('message', onMessage).once('error', done.reject);
    return () => void worker.off('message', onMessage).off('error', done.reject);
  };
  const endings = workers.map(listen);
  for (let lane = 0; lane < LANES_EACH; lane += 1) for (const worker of workers) give(worker);
  await done.promise;
  for (const end of endings) end();
}
