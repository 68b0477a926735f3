import type { Options } from '../../../connectors/notion/setup/definition.ts';
import { CLEAR_BY, likeness, SURE } from './similar.ts';

export type MissingOption = { readonly our: string; readonly as: string };

export type OptionMatch = {
  /** Our option → theirs, where the names differ. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Ours that they do not have, each with the name under which it is wanted. */
  readonly missing: readonly MissingOption[];
  /** Theirs that mean nothing to us. */
  readonly unknown: readonly string[];
};

type Given = {
  readonly ours: Options;
  readonly theirs: readonly string[];
  readonly synonyms: Readonly<Record<string, readonly string[]>>;
  /** As configured: our option → theirs. */
  readonly configured: Readonly<Record<string, string>>;
};

type Pair = { readonly our: string; readonly their: string; readonly score: number };

/** Which of their options is which of ours. Each stands for one at most; what is not clear stands for none. */
export function matchOptions({ ours, theirs, synonyms, configured }: Given): OptionMatch {
  const found = new Map<string, string>();
  const isTaken = (their: string): boolean => [...found.values()].includes(their);
  for (const our of Object.keys(ours)) {
    const own = configured[our] ?? (theirs.includes(our) ? our : undefined);
    if (own !== undefined) found.set(our, own);
  }
  const pairs: readonly Pair[] = Object.keys(ours)
    .flatMap((our) => theirs.map((their) => ({ our, their, score: likeness(our, synonyms[our] ?? [], their) })))
    .filter(({ score }) => score >= SURE)
    .sort((a, b) => b.score - a.score);
  for (const pair of pairs) {
    const { our, their, score } = pair;
    if (found.has(our) || isTaken(their)) continue;
    const isRival = (other: Pair): boolean =>
      other !== pair &&
      (other.our === our) !== (other.their === their) &&
      !found.has(other.our) &&
      !isTaken(other.their) &&
      other.score > score - CLEAR_BY;
    if (!pairs.some(isRival)) found.set(our, their);
  }
  return {
    renamed: Object.fromEntries([...found].filter(([our, their]) => our !== their)),
    missing: Object.keys(ours)
      .map((our) => ({ our, as: found.get(our) ?? our }))
      .filter(({ as }) => !theirs.includes(as)),
    unknown: theirs.filter((their) => !isTaken(their)),
  };
}

/** How much of our options are among theirs, from 0 to 1. */
export function sharedOptions(given: Omit<Given, 'configured'>): number {
  const count = Object.keys(given.ours).length;
  return count === 0 ? 0 : 1 - matchOptions({ ...given, configured: {} }).missing.length / count;
}
