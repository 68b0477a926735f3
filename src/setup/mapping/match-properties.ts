import { DATABASES, type DatabaseName, OPTIONAL } from '../../../connectors/notion/names.ts';
import { DEFINITIONS } from '../../../connectors/notion/setup/databases.ts';
import type { PropertyDefinition } from '../../../connectors/notion/setup/definition.ts';
import type { Targets } from '../../../connectors/notion/setup/property-requests.ts';
import type { SeenProperty, SeenSource } from '../../../connectors/notion/setup/seen.ts';
import { matchOptions, type OptionMatch, sharedOptions } from './match-options.ts';
import { CLEAR_BY, likeness, NEAR, SURE, similarity } from './similar.ts';
import { SYNONYMS } from './synonyms.ts';

/** Which of their properties is one of ours. */
export type PropertyMatch = { readonly name: string; readonly isHub: boolean } & (
  | {
      readonly kind: 'found';
      readonly property: SeenProperty;
      /** `guessed`: by its name, its type, its options, or where it leads. */
      readonly how: 'configured' | 'same' | 'guessed';
      readonly options: OptionMatch | undefined;
    }
  /** It is added, under this name. */
  | { readonly kind: 'missing'; readonly as: string }
  /** A workspace may lack it. */
  | { readonly kind: 'left out' }
  /** It may be one of these, or none. */
  | { readonly kind: 'unclear'; readonly candidates: readonly SeenProperty[] }
  /** It bears the name and cannot serve. */
  | { readonly kind: 'unfit'; readonly why: string }
);

type OwnNames = {
  readonly properties: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export type MatchGiven = {
  readonly database: DatabaseName;
  readonly source: SeenSource;
  /** As configured, or answered. A property whose own name is its usual one and is not there is added. */
  readonly own: OwnNames;
  /** The tables that relations lead to; one that is still to be made is not among them. */
  readonly targets: Targets;
};

/** Without these nothing can be billed, so nobody guesses that they are missing. */
export const CORE: Readonly<Record<DatabaseName, readonly string[]>> = {
  milestones: ['Project', 'Trigger', 'Amount', 'Delivery', 'Approval', 'Decided by', 'Decided on'],
  projects: ['Client', 'Status', 'Owner'],
  clients: ['Billing email'],
  deals: ['Stage', 'Client', 'Owner', 'Value'],
};

type Ours = {
  readonly name: string;
  readonly types: readonly string[];
  readonly definition: PropertyDefinition;
  readonly synonyms: readonly string[];
};

/** Our properties of a database, with all that is known of each. */
export function oursIn(database: DatabaseName): readonly Ours[] {
  const definitions = new Map(Object.entries<PropertyDefinition>(DEFINITIONS[database].properties));
  return Object.entries<readonly string[]>(DATABASES[database]).flatMap(([name, types]) => {
    const definition = definitions.get(name);
    return definition === undefined
      ? []
      : [{ name, types, definition, synonyms: SYNONYMS[database].properties[name] ?? [] }];
  });
}

/** Why a property cannot serve as one of ours; undefined when it can. */
function unfit({ types, definition }: Ours, property: SeenProperty, targets: Targets): string | undefined {
  if (!types.includes(property.type)) return `is a ${property.type} property, wanted is ${types.join(' or ')}`;
  if (definition.type === 'relation' && property.leadsTo !== targets[definition.to])
    return `leads to another database than ${DEFINITIONS[definition.to].title}`;
  return undefined;
}

const optionNames = ({ options }: SeenProperty): readonly string[] => options.map(({ name }) => name);

const SAME_NAME = 0.98;
const BY_OPTIONS = 0.8;
const BY_TARGET = 0.9;

/** How likely one of their properties is one of ours. What Milepost alone writes is never put onto another name. */
function scoreOf(our: Ours, their: SeenProperty, given: MatchGiven): number {
  const { definition, name, synonyms } = our;
  if (unfit(our, their, given.targets) !== undefined) return 0;
  if (definition.type === 'title') return 1;
  const score = likeness(name, synonyms, their.name);
  if (definition.hub) return similarity(name, their.name) >= SAME_NAME ? 1 : 0;
  if (definition.type === 'relation') return Math.max(score, BY_TARGET);
  if (definition.type !== 'select' && definition.type !== 'multi_select') return score;
  if (definition.isOpen) return score;
  const options = {
    ours: definition.options,
    theirs: optionNames(their),
    synonyms: SYNONYMS[given.database].options[name] ?? {},
  };
  return sharedOptions(options) >= 0.5 ? Math.max(score, BY_OPTIONS) : score;
}

type Pair = { readonly our: Ours; readonly their: SeenProperty; readonly score: number };

/** Takes the likeliest pairs first; what has a rival that is about as likely is taken by nobody. */
function taken(pairs: readonly Pair[], fixed: ReadonlyMap<string, SeenProperty>): ReadonlyMap<string, SeenProperty> {
  const found = new Map(fixed);
  const isFree = ({ our, their }: Pair): boolean =>
    !found.has(our.name) && ![...found.values()].some(({ id }) => id === their.id);
  for (const pair of [...pairs].sort((a, b) => b.score - a.score)) {
    if (pair.score < SURE || !isFree(pair)) continue;
    const isRival = (other: Pair): boolean =>
      (other.our.name === pair.our.name) !== (other.their.id === pair.their.id) &&
      isFree(other) &&
      other.score > pair.score - CLEAR_BY;
    if (!pairs.some(isRival)) found.set(pair.our.name, pair.their);
  }
  return found;
}

/** Under this name one of ours is added where theirs has taken its own. */
const besideTheirs = (name: string): string => `${name} (Milepost)`;

/** Which of the properties of a database are ours, by what is configured, by their names, types and options. */
export function matchProperties(given: MatchGiven): readonly PropertyMatch[] {
  const { database, source, own, targets } = given;
  const ours = oursIn(database);
  const named = (name: string): SeenProperty | undefined =>
    source.properties.find((property) => property.name === (own.properties[name] ?? name));
  const fixed = new Map(
    ours.flatMap((our) => {
      const property = named(our.name);
      return property !== undefined && unfit(our, property, targets) === undefined
        ? [[our.name, property] as const]
        : [];
    }),
  );
  const open = ours.filter(({ name }) => own.properties[name] === undefined && !fixed.has(name));
  const free = source.properties.filter(({ id }) => ![...fixed.values()].some((property) => property.id === id));
  const pairs = open.flatMap((our) =>
    free.map((their) => ({ our, their, score: scoreOf(our, their, given) })).filter(({ score }) => score >= NEAR),
  );
  const found = taken(pairs, fixed);
  const left = free.filter(({ id }) => ![...found.values()].some((property) => property.id === id));
  return ours.map((our) => {
    const property = found.get(our.name);
    return property === undefined
      ? absent(our, { given, pairs, left, clash: named(our.name) })
      : present(our, property, given);
  });
}

function present(our: Ours, property: SeenProperty, given: MatchGiven): PropertyMatch {
  const { name, definition } = our;
  const how = property.name === name ? 'same' : given.own.properties[name] === undefined ? 'guessed' : 'configured';
  return { name, isHub: definition.hub, kind: 'found', property, how, options: optionsOf(our, property, given) };
}

/** What becomes of one of ours that none of theirs is. */
function absent(our: Ours, rest: Rest & { readonly clash: SeenProperty | undefined }): PropertyMatch {
  const { given, clash } = rest;
  const { name, definition } = our;
  const base = { name, isHub: definition.hub };
  const ownName = given.own.properties[name];
  const isCore = CORE[given.database].includes(name);
  if (ownName !== undefined && ownName !== name && ownName !== besideTheirs(name)) {
    const why = clash === undefined ? 'is configured and is not there' : unfit(our, clash, given.targets);
    return { ...base, kind: 'unfit', why: `"${ownName}" ${why}` };
  }
  const candidates = ownName === undefined ? candidatesFor(our, rest) : [];
  if (candidates.length > 0) return { ...base, kind: 'unclear', candidates };
  if (clash !== undefined && (isCore || ownName !== undefined))
    return { ...base, kind: 'unfit', why: `"${clash.name}" ${unfit(our, clash, given.targets)}` };
  if (OPTIONAL[given.database]?.includes(name) === true) return { ...base, kind: 'left out' };
  return { ...base, kind: 'missing', as: ownName ?? (clash === undefined ? name : besideTheirs(name)) };
}

type Rest = { readonly given: MatchGiven; readonly pairs: readonly Pair[]; readonly left: readonly SeenProperty[] };

/** What one of ours may be: names that come near; for what billing rests on, whatever is left and could serve. */
function candidatesFor(our: Ours, { given, pairs, left }: Rest): readonly SeenProperty[] {
  if (our.definition.hub) return [];
  const near = pairs.filter(({ our: { name }, their }) => name === our.name && left.includes(their));
  if (near.length > 0) return near.sort((a, b) => b.score - a.score).map(({ their }) => their);
  if (!CORE[given.database].includes(our.name)) return [];
  return left.filter((their) => unfit(our, their, given.targets) === undefined);
}

function optionsOf({ name, definition }: Ours, property: SeenProperty, given: MatchGiven): OptionMatch | undefined {
  if ((definition.type !== 'select' && definition.type !== 'multi_select') || definition.isOpen) return undefined;
  return matchOptions({
    ours: definition.options,
    theirs: optionNames(property),
    synonyms: SYNONYMS[given.database].options[name] ?? {},
    configured: given.own.options[name] ?? {},
  });
}
