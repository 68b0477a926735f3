import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { z } from 'zod';
import type { Surroundings } from './figure.ts';

const ANSWER_WITHIN_MS = 30_000;

/** Starts a file of the benchmarks in a process of its own, so that it takes no time from what is measured. */
export function startHelper(file: string, atEnd: Surroundings['atEnd']): ChildProcess {
  const child = fork(path.join(import.meta.dirname, file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  atEnd(() => child.kill());
  return child;
}

/** The next message of a helper. @throws when it ends or says nothing in time */
export function nextMessage<T>(child: ChildProcess, schema: z.ZodType<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => settle(() => reject(new Error('A helper process did not answer.'))),
      ANSWER_WITHIN_MS,
    );
    const onMessage = (message: unknown) => settle(() => resolve(schema.parse(message)));
    const onExit = () => settle(() => reject(new Error('A helper process ended early.')));
    function settle(how: () => void): void {
      clearTimeout(late);
      child.off('message', onMessage);
      child.off('exit', onExit);
      try {
        how();
      } catch (error) {
        reject(error);
      }
    }
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}
