import fc from 'fast-check';
import type { Finding } from './finding.ts';
import { shorten } from './shorten.ts';

/** One way to simulate: what is random, how it is played, and how it is told. */
export type Kind<H> = {
  readonly name: string;
  readonly about: string;
  readonly history: fc.Arbitrary<H>;
  /** Plays a history. @returns what does not hold, in words */
  readonly play: (history: H) => Promise<readonly string[]>;
  readonly story: (history: H) => readonly string[];
  /** What may be left out of a history that fails, the boldest first. Without it fast-check tries every smaller value. */
  readonly smaller?: (history: H) => Iterable<H>;
  /** How long a failing history may be shortened. */
  readonly shrinkMs: number;
};

/** A kind whose histories nobody needs to know. */
export type Simulation = {
  readonly name: string;
  readonly about: string;
  readonly check: (seed: number) => Promise<Finding>;
};

type Failing<H> = { readonly history: H; readonly failure: readonly string[]; readonly shrinks: number };

/** Neighbouring seeds are to have nothing in common: fast-check's generator begins with the seed as it is. */
function spread(seed: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

export const simulation = <H>(kind: Kind<H>): Simulation => ({
  name: kind.name,
  about: kind.about,
  async check(seed) {
    const begun = performance.now();
    const failing = await findFailing(kind, seed);
    return {
      kind: kind.name,
      seed,
      broken: failing?.failure ?? [],
      story: failing === undefined ? [] : kind.story(failing.history),
      shrinks: failing?.shrinks ?? 0,
      ms: Math.round(performance.now() - begun),
    };
  },
});

async function findFailing<H>(kind: Kind<H>, seed: number): Promise<Failing<H> | undefined> {
  const { history, smaller, shrinkMs } = kind;
  let failure: readonly string[] = [];
  const holds = fc.asyncProperty(history, async (one) => {
    const broken = await playSafely(kind, one);
    if (broken.length > 0) failure = broken;
    return broken.length === 0;
  });
  const endOnFailure = smaller !== undefined;
  const details = await fc.check(holds, {
    seed: spread(seed),
    numRuns: 1,
    endOnFailure,
    ...(endOnFailure ? {} : { interruptAfterTimeLimit: shrinkMs }),
  });
  const [found] = details.counterexample ?? [];
  if (!details.failed || found === undefined) return undefined;
  if (smaller === undefined) return { history: found, failure, shrinks: details.numShrinks };
  const fails = async (one: H): Promise<readonly string[] | undefined> => {
    const broken = await playSafely(kind, one);
    return broken.length > 0 ? broken : undefined;
  };
  return await shorten({ history: found, failure }, smaller, { fails, until: performance.now() + shrinkMs });
}

/** What breaks while it is played is told as everything else that does not hold. */
async function playSafely<H>({ play }: Kind<H>, history: H): Promise<readonly string[]> {
  try {
    return await play(history);
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
