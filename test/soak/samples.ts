import type { Redis } from 'ioredis';

/** What must stay flat while the hub runs, at one moment. */
export type Sample = {
  readonly minute: number;
  readonly residentMb: number;
  readonly heapMb: number;
  readonly handles: number;
  readonly redisKeys: number;
};

const MB = 1024 * 1024;

const metricIn = (text: string, name: string): number =>
  Number(new RegExp(`^${name} ([\\d.e+]+)$`, 'm').exec(text)?.[1] ?? Number.NaN);

/** Asks the hub and its Redis. */
export async function takeSample(hubUrl: string, redis: Redis, minute: number): Promise<Sample> {
  const text = await (await fetch(`${hubUrl}/metrics`)).text();
  return {
    minute,
    residentMb: metricIn(text, 'process_resident_memory_bytes') / MB,
    heapMb: metricIn(text, 'nodejs_heap_size_used_bytes') / MB,
    handles: metricIn(text, 'nodejs_active_handles_total'),
    redisKeys: await redis.dbsize(),
  };
}

/** How many keys of each kind there are; what tells one from another of its kind is left out. */
export async function keysByKind(redis: Redis): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const key of await redis.keys('*')) {
    const kind = key.replace(/[\da-f]{8}-[\da-f-]{27}|(?:in|cus|pi)_\w+|\d+/g, '…');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const FIGURES = ['residentMb', 'heapMb', 'handles', 'redisKeys'] as const;
export type Figure = (typeof FIGURES)[number];

const meanOf = (samples: readonly Sample[], figure: Figure): number =>
  samples.reduce((sum, sample) => sum + sample[figure], 0) / samples.length;

/** The last third beside the middle one: what leaks goes on growing, and what warms up has done so by then. */
export const growthOf = (
  samples: readonly Sample[],
): readonly { readonly figure: Figure; readonly middle: number; readonly last: number; readonly ratio: number }[] => {
  const third = Math.floor(samples.length / 3);
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(-third)];
  return FIGURES.map((figure) => {
    const [before, after] = [meanOf(middle, figure), meanOf(last, figure)];
    return { figure, middle: before, last: after, ratio: after / before };
  });
};
