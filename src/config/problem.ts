/** One thing wrong with the configuration, for the person who sets the hub up. */
export interface Problem {
  /** The variable, or the key of the policy file with its path. */
  readonly where: string;
  /** What is wrong. Never holds the value: it may be a secret, or a secret put into the wrong variable. */
  readonly what: string;
  /** How to put it right. */
  readonly mend: string;
}

/** Everything that is wrong with the configuration, together. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ where, what, mend }) => `  ${where}: ${what}\n    ${mend}`);
    super(`Milepost cannot start with this configuration:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/** A value, or why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** The problems of several results, in their order. */
export function problemsOf(...results: readonly Parsed<unknown>[]): Problem[] {
  return results.flatMap((result) => ('problems' in result ? result.problems : []));
}
