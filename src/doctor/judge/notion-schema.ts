import { DATABASES, OPTIONAL } from '../../../connectors/notion/names.ts';
import type { PropertyDefinition } from '../../../connectors/notion/setup/definition.ts';
import type { SeenProperty } from '../../../connectors/notion/setup/look.ts';
import { definitionOf } from '../../../connectors/notion/setup/property-requests.ts';
import { type Finding, green, red, type Subject, yellow } from '../finding.ts';
import { aboutDatabase, TITLES } from './notion-access.ts';
import { optionFindings } from './notion-options.ts';
import { aboutProperty, propertyFor, type SchemaFacts } from './schema-facts.ts';

/** A line for each property that does not fit or has changed, else one for the whole database. */
export function judgeSchema(facts: SchemaFacts): readonly Finding[] {
  const { database } = facts;
  const names = Object.entries<readonly string[]>(DATABASES[database]);
  const findings = [...unknownNames(facts), ...names.flatMap(([name, types]) => judgeProperty(facts, name, types))];
  if (findings.length > 0) return findings;
  const present = names.filter(([name]) => propertyFor(facts, name) !== undefined).length;
  const since = facts.known === undefined ? 'remembered for next time' : `as on ${facts.known.on}`;
  return [green(aboutDatabase(database), `${present} properties with their options, ${since}`)];
}

function judgeProperty(facts: SchemaFacts, name: string, types: readonly string[]): readonly Finding[] {
  const { database, source, known } = facts;
  const about = aboutProperty(database, name);
  const definition = definitionOf(database, name);
  const found = propertyFor(facts, name);
  if (definition === undefined) return [];
  if (found === undefined) {
    if (OPTIONAL[database]?.includes(name) === true) return [];
    const renamed = source.properties.find(({ id }) => known?.properties[name]?.ids.includes(id));
    return [renamed === undefined ? missing(about, facts, name) : renamedTo(about, facts, name, renamed)];
  }
  if (!types.includes(found.type)) {
    const wanted = types.map(typeName).join(' or ');
    return [
      red(
        about,
        `is a ${typeName(found.type)} property, wanted is ${wanted}`,
        `In Notion change the type of "${found.name}" to ${wanted}.`,
      ),
    ];
  }
  const wrongTarget = relationFinding(about, facts, found, definition);
  return [
    ...wrongTarget,
    ...optionFindings(about, facts, { name, found, definition }),
    ...drift(about, facts, name, found),
  ];
}

const missing = (about: Subject, { database, own }: SchemaFacts, name: string): Finding => {
  const called = own.properties[database]?.[name] ?? name;
  const type = typeName(definitionOf(database, name)?.type ?? '');
  return red(
    about,
    'is missing',
    `Bring it back (••• → Properties → Deleted properties), or add a ${type} property called "${called}".`,
  );
};

const renamedTo = (
  about: Subject,
  { database, policyFile, own }: SchemaFacts,
  name: string,
  now: SeenProperty,
): Finding =>
  red(
    about,
    `is called "${now.name}" now`,
    `Rename it to "${own.properties[database]?.[name] ?? name}" again, or write notion: { properties: { ${database}: { ${name}: ${now.name} } } } into ${policyFile}.`,
  );

function relationFinding(
  about: Subject,
  { sources }: SchemaFacts,
  found: SeenProperty,
  definition: PropertyDefinition,
): readonly Finding[] {
  if (definition.type !== 'relation') return [];
  const wanted = sources[definition.to];
  if (wanted === undefined || found.leadsTo === undefined || found.leadsTo === wanted) return [];
  const to = TITLES[definition.to];
  return [red(about, `leads to another database than ${to}`, `Edit the relation so that it leads to ${to}.`)];
}

/** What is right as it stands, but is not what it was. */
function drift(about: Subject, { known }: SchemaFacts, name: string, found: SeenProperty): readonly Finding[] {
  const before = known?.properties[name];
  if (known === undefined || before === undefined) return [];
  if (!before.ids.includes(found.id))
    return [
      yellow(
        about,
        `is another property than on ${known.on}: it was deleted and made anew, and what rows held in it is gone`,
        'If that was a mistake, bring the old one back (••• → Properties → Deleted properties). This is said once.',
      ),
    ];
  if (before.type !== found.type)
    return [
      yellow(
        about,
        `was a ${typeName(before.type)} property on ${known.on} and is a ${typeName(found.type)} property now`,
        'Nothing has to be done if that was meant. This is said once.',
      ),
    ];
  return [];
}

/** A misspelt name in the configuration would else be without effect and without a word. */
function unknownNames({ database, own, policyFile }: SchemaFacts): readonly Finding[] {
  const configured = [...Object.keys(own.properties[database] ?? {}), ...Object.keys(own.options[database] ?? {})];
  return [...new Set(configured)]
    .filter((name) => !(name in DATABASES[database]))
    .map((name) =>
      red(
        aboutProperty(database, name),
        'stands in the configuration, and Milepost knows no such property',
        `Correct the name under notion in ${policyFile}.`,
      ),
    );
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  rich_text: 'text',
  title: 'title',
  multi_select: 'multi-select',
  email: 'e-mail',
  people: 'person',
  url: 'URL',
  files: 'files & media',
};

/** As Notion's own menu calls it. */
export const typeName = (type: string): string => TYPE_NAMES[type] ?? type;
