import { Worker } from 'node:worker_threads';
import type { Finding } from './finding.ts';
import type { Task } from './worker.ts';

export type Threads = {
  /**
   * Plays all seeds, several at once. Findings come as they are made.
   * @param until no more are begun after that moment of `performance.now()`
   */
  readonly play: (tasks: readonly Task[], until: number, onFinding: (finding: Finding) => void) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Histories on real parts wait for sockets now and then, so each thread has a few at once. */
const AT_ONCE = 3;

export async function startThreads(count: number): Promise<Threads> {
  const workers = await Promise.all(Array.from({ length: count }, startThread));
  return {
    play: (tasks, until, onFinding) => playAll(workers, { tasks, until }, onFinding),
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

async function startThread(): Promise<Worker> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return worker;
}

async function playAll(
  workers: readonly Worker[],
  { tasks, until }: { readonly tasks: readonly Task[]; readonly until: number },
  onFinding: (finding: Finding) => void,
): Promise<void> {
  const waiting = [...tasks];
  const playing = workers.flatMap((worker) => Array.from({ length: AT_ONCE }, () => playOn(worker)));
  await Promise.all(playing);

  /** One place on a thread: takes the next seed as soon as it has nothing to do. */
  async function playOn(worker: Worker): Promise<void> {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      if (performance.now() > until) return;
      onFinding(await answer(worker, task));
    }
  }
}

function answer(worker: Worker, task: Task): Promise<Finding> {
  return new Promise((resolve, reject) => {
    const onMessage = (finding: Finding): void => {
      if (finding.seed !== task.seed || finding.kind !== task.kind) return;
      worker.off('message', onMessage).off('error', reject);
      resolve(finding);
    };
    worker.on('message', onMessage).on('error', reject);
    worker.postMessage(task);
  });
}
