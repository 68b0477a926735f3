import { pino } from 'pino';
import { createKeys } from '../../src/queue/keys.ts';
import { openPatient } from '../../src/queue/redis.ts';
import { startWorker } from '../../src/queue/worker.ts';

/** A worker that takes work and never ends it; its parent kills it. */
const [url = '', space = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
startWorker({
  redis: openPatient({ url, name: 'child', log }),
  keys: createKeys(space),
  concurrency: 1,
  add: async () => {},
  log,
  handlers: {
    milestone: async () => {
      process.stdout.write('started\n');
      return await new Promise<never>(() => {});
    },
  },
});
