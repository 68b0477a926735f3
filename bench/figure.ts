/** What a measured value must reach; absent: reported for comparison only. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: 'per second' | 'times' | 'requests' | 'MB' | 's';
  readonly target?: Target;
  /** The single measurements behind a median, in the order in which they were made. */
  readonly samples?: readonly number[];
};

export type Benchmark = {
  /** As given to `--only`. */
  readonly name: string;
  readonly about: string;
  /** @throws when the run broke, so that no figure can be believed */
  readonly run: (around: Surroundings) => Promise<readonly Figure[]>;
};

/** What main gives every benchmark. */
export type Surroundings = {
  /** Tells people how far the run has come. */
  readonly say: (line: string) => void;
  /** Remembers how to end something that was started; whatever happens, the latest is ended first. */
  readonly atEnd: (end: () => unknown) => void;
};

/** Undefined where nothing is aimed at. */
export function isMet({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

/** The middle of the sorted values: one disturbed round does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('There is no median of nothing.');
  return (upper + lower) / 2;
}
