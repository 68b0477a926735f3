import fc from 'fast-check';
import type { Finding } from './finding.ts';

/** One way to simulate: what is random, how it is played, and how it is told. */
export type Kind<H> = {
  readonly name: string;
  readonly about: string;
  readonly history: fc.Arbitrary<H>;
  /** Plays a history. @returns what does not hold, in words */
  readonly play: (history: H) => Promise<readonly string[]>;
  readonly story: (history: H) => readonly string[];
  /** How long a failing history may be shortened. */
  readonly shrinkMs: number;
};

/** A kind whose histories nobody needs to know. */
export type Simulation = {
  readonly name: string;
  readonly about: string;
  readonly check: (seed: number) => Promise<Finding>;
};

class Broken extends Error {
  readonly broken: readonly string[];

  constructor(broken: readonly string[]) {
    super(broken.join('\n'));
    this.broken = broken;
  }
}

/** Neighbouring seeds are to have nothing in common: fast-check's generator begins with the seed as it is. */
function spread(seed: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

export const simulation = <H>({ name, about, history, play, story, shrinkMs }: Kind<H>): Simulation => ({
  name,
  about,
  async check(seed) {
    const begun = performance.now();
    const holds = fc.asyncProperty(history, async (one) => {
      const broken = await play(one);
      if (broken.length > 0) throw new Broken(broken);
    });
    const details = await fc.check(holds, { seed: spread(seed), numRuns: 1, interruptAfterTimeLimit: shrinkMs });
    const [shortest] = details.counterexample ?? [];
    const ms = Math.round(performance.now() - begun);
    const found = { kind: name, seed, shrinks: details.numShrinks, ms };
    if (!details.failed || shortest === undefined) return { ...found, broken: [], story: [] };
    const { errorInstance: error } = details;
    return { ...found, broken: error instanceof Broken ? error.broken : [wordsOf(error)], story: story(shortest) };
  },
});

const wordsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
