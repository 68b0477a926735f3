import { expect, test } from 'vitest';
import { type Instant, instantFromIso, instantFromMillis, toIso } from '../../src/billing/calendar.ts';
import { silentWebhooks, type WebhookSource, watchWebhooks } from '../../src/hub/watch-webhooks.ts';
import { collectingLog } from '../queue/kit.ts';
import { mapMemory } from '../support/world.ts';

const HALF_HOUR_MS = 30 * 60_000;
const NINE = instantFromIso('2026-11-23T09:00:00Z');
const halfHours = (after: number): Instant => instantFromMillis(NINE + after * HALF_HOUR_MS);

function hub() {
  const seen = new Map<string, Instant>();
  const deps = { memory: mapMemory(), lastSeen: { all: async () => seen } };
  const { log, lines } = collectingLog();
  return {
    lines,
    hears: (source: WebhookSource, at: Instant) => void seen.set(`webhook ${source}`, at),
    async sweepFinds(source: WebhookSource, ...instants: readonly Instant[]) {
      const watch = watchWebhooks(deps, log);
      for (const at of instants) watch.found(source, at);
      await watch.settle();
    },
    silent: async () =>
      Object.fromEntries([...(await silentWebhooks(deps))].map(([source, at]) => [source, toIso(at)])),
  };
}

test('a source that sweeps alone hear of for more than an hour is called silent, and the log says so once', async () => {
  const { lines, hears, sweepFinds, silent } = hub();
  hears('notion', halfHours(0));
  hears('stripe', halfHours(0));
  for (let n = 1; n <= 6; n += 1) await sweepFinds('notion', halfHours(n), halfHours(n - 1));
  expect(await silent()).toEqual({ notion: '2026-11-23T09:30:00.000Z' });
  expect(lines.filter(({ level }) => level === 50)).toEqual([
    expect.objectContaining({ source: 'notion', silent_since: '2026-11-23T09:30:00.000Z' }),
  ]);
  hears('notion', halfHours(7));
  expect(await silent()).toEqual({});
});

test('a source that fell silent, spoke and fell silent again is said twice', async () => {
  const { lines, hears, sweepFinds } = hub();
  hears('stripe', halfHours(0));
  for (let n = 1; n <= 4; n += 1) await sweepFinds('stripe', halfHours(n));
  hears('stripe', halfHours(5));
  await sweepFinds('stripe');
  for (let n = 6; n <= 9; n += 1) await sweepFinds('stripe', halfHours(n));
  expect(lines.filter(({ level }) => level === 50)).toHaveLength(2);
});
