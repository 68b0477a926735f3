/** What became of the history that a seed stands for. */
export type Finding = {
  readonly kind: string;
  readonly seed: number;
  /** What does not hold, in words, for the shortest history that was found; empty when all does. */
  readonly broken: readonly string[];
  /** That history, one line per step. */
  readonly story: readonly string[];
  readonly shrinks: number;
  readonly ms: number;
};

export const commandFor = ({ kind, seed }: Pick<Finding, 'kind' | 'seed'>): string =>
  `npm run simulate -- --${kind} --seed ${seed}`;
