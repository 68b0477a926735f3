/** Words of a name in lower case, without accents, plurals and what stands between them. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word));
}

const pairsOf = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));

/** The share of pairs of letters that two texts have in common (Dice). */
function sharedPairs(one: string, other: string): number {
  const left = pairsOf(one);
  const right = [...pairsOf(other)];
  if (left.length + right.length === 0) return 0;
  let common = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at < 0) continue;
    right.splice(at, 1);
    common += 1;
  }
  return (2 * common) / (left.length + pairsOf(other).length);
}

/** How much all words of one name are among those of another. */
function contained(one: readonly string[], other: readonly string[]): number {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one];
  return few.length > 0 && few.every((word) => many.includes(word)) ? 0.5 + 0.3 * (few.length / many.length) : 0;
}

/** From 0 for names that have nothing in common to 1 for the same name, however it is written. */
export function similarity(one: string, other: string): number {
  const left = wordsOf(one);
  const right = wordsOf(other);
  if (left.join(' ') === right.join(' ')) return left.length === 0 ? 0 : 1;
  if (left.join('') === right.join('')) return 0.98;
  return Math.max(contained(left, right), 0.9 * sharedPairs(left.join(''), right.join('')));
}

/** The best of several names for one thing; a synonym counts a little less than the name itself. */
export const likeness = (name: string, synonyms: readonly string[], theirs: string): number =>
  Math.max(similarity(name, theirs), ...synonyms.map((synonym) => 0.95 * similarity(synonym, theirs)));

/** From here on two names mean the same. */
export const SURE = 0.75;
/** From here on they may. */
export const NEAR = 0.55;
/** The best has to be so much better than the next. */
export const CLEAR_BY = 0.08;
