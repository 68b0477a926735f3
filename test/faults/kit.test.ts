import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { createFaults, type Disturbance } from '../../sandbox/kit/faults.ts';
import { listen } from '../../sandbox/kit/listen.ts';

const TEXT = 'one two three four';

/** A server that counts what it carries out. */
async function startServer(disturbance: Disturbance) {
  const faults = createFaults();
  faults.watch(() => disturbance);
  let executed = 0;
  const app = new Hono<{ Bindings: HttpBindings }>().use(faults.delivery, faults.middleware).get('/', (c) => {
    executed += 1;
    return c.text(TEXT);
  });
  const { url, close } = await listen(app);
  onTestFinished(close);
  return { url, executed: () => executed };
}

const ask = (url: string, ms: number) => fetch(url, { signal: AbortSignal.timeout(ms) });

test.each([
  ['no answer before commit', 0],
  ['no answer after commit', 1],
] as const)('%s leaves the caller waiting until it gives up', async (kind, times) => {
  const { url, executed } = await startServer({ fault: { kind } });
  await expect(ask(url, 80)).rejects.toThrow('timeout');
  expect(executed()).toBe(times);
});

test('a slow body arrives whole, after its headers', async () => {
  const { url } = await startServer({ fault: { kind: 'slow body', ms: 60 } });
  const answer = await ask(url, 5_000);
  const headersAt = performance.now();
  expect(await answer.text()).toBe(TEXT);
  expect(performance.now() - headersAt).toBeGreaterThan(30);
});

test('a body without an end begins and never ends', async () => {
  const { url } = await startServer({ fault: { kind: 'slow body', ms: Number.POSITIVE_INFINITY } });
  const answer = await ask(url, 80);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow('timeout');
});

test('a watcher hears of a commit before any of the answer leaves', async () => {
  const heard: string[] = [];
  const { url } = await startServer({ afterCommit: () => void heard.push('committed') });
  expect(await (await ask(url, 5_000)).text()).toBe(TEXT);
  expect(heard).toEqual(['committed']);
});
