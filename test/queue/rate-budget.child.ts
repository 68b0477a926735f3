import { pino } from 'pino';
import { createKeys } from '../../src/queue/keys.ts';
import { createRateBudget } from '../../src/queue/rate-budget.ts';
import { openPrompt, whenReady } from '../../src/queue/redis.ts';

/** Spends from a shared budget as fast as it may, and tells its parent at which instants it was allowed to. */
const [url = '', space = '', requests = '', seconds = '', count = ''] = process.argv.slice(2);
const redis = openPrompt({ url, name: 'child', log: pino({ level: 'silent' }) });
await whenReady(redis, 5_000);
const budget = createRateBudget(redis, createKeys(space), 'notion', {
  requests: Number(requests),
  seconds: Number(seconds),
});
const spendOne = async (): Promise<void> => {
  await budget.spend();
  process.stdout.write(`${performance.timeOrigin + performance.now()}\n`);
};
// Several askers at once, as a worker with several jobs has.
await Promise.all(Array.from({ length: Number(count) }, spendOne));
redis.disconnect();
