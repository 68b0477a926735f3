import type { DatabaseName } from '../../../connectors/notion/names.ts';
import { DEFINITIONS } from '../../../connectors/notion/setup/databases.ts';
import type { SeenSource } from '../../../connectors/notion/setup/seen.ts';
import { CORE, oursIn } from './match-properties.ts';
import { likeness, SURE } from './similar.ts';
import { SYNONYMS } from './synonyms.ts';

export type Candidate = { readonly source: SeenSource; readonly score: number };

/** From here on a table is taken for one of ours. */
const RECOGNISED = 0.6;
/** From here on it may be. */
const POSSIBLE = 0.4;
const CLEAR_BY = 0.1;

/** How much of what billing rests on a table has, by names and types. */
function coreShare(database: DatabaseName, source: SeenSource): number {
  const core = oursIn(database).filter(({ name }) => CORE[database].includes(name));
  const has = core.filter(({ name, types, synonyms }) =>
    source.properties.some((their) => types.includes(their.type) && likeness(name, synonyms, their.name) >= SURE),
  );
  return has.length / core.length;
}

/** Tables that may be one of ours, the likeliest first. */
export const candidatesFor = (database: DatabaseName, sources: readonly SeenSource[]): readonly Candidate[] =>
  sources
    .map((source) => ({
      source,
      score:
        0.5 * likeness(DEFINITIONS[database].title, SYNONYMS[database].titles, source.title) +
        0.5 * coreShare(database, source),
    }))
    .filter(({ score }) => score >= POSSIBLE)
    .sort((a, b) => b.score - a.score);

/** The one table that is meant; `unclear` when it may be one of several, or only may be. */
export function recognised(candidates: readonly Candidate[]): Candidate | 'none' | 'unclear' {
  const [best, next] = candidates;
  if (best === undefined) return 'none';
  return best.score >= RECOGNISED && (next === undefined || next.score < best.score - CLEAR_BY) ? best : 'unclear';
}
