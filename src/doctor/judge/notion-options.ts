import type { DatabaseName } from '../../../connectors/notion/names.ts';
import type { PropertyDefinition } from '../../../connectors/notion/setup/definition.ts';
import type { SeenProperty } from '../../../connectors/notion/setup/look.ts';
import { type Finding, red, type Subject, yellow } from '../finding.ts';
import type { SchemaFacts } from './schema-facts.ts';

export type OptionSubject = {
  readonly name: string;
  readonly found: SeenProperty;
  readonly definition: PropertyDefinition;
};

/** Options of the team's without which something is never billed. */
const NEEDED: Readonly<Partial<Record<DatabaseName, Readonly<Record<string, readonly string[]>>>>> = {
  milestones: {
    Trigger: ['Deposit', 'Milestone approval', 'Final handoff', 'Retainer renewal'],
    Approval: ['Approved'],
    Delivery: ['Delivered'],
    'Handed over': ['Files', 'Documentation', 'Access', 'Ownership'],
  },
  projects: { Status: ['Active'] },
  deals: { Stage: ['Agreed', 'Won'] },
};

/** Options that are missing, and options that Milepost does not know. */
export function optionFindings(about: Subject, facts: SchemaFacts, subject: OptionSubject): readonly Finding[] {
  const { definition, found, name } = subject;
  if (name === 'Payment plan') return planFindings(about, facts, found);
  if (!('options' in definition) || definition.isOpen) return [];
  const ours = facts.own.options[facts.database]?.[name] ?? {};
  const wanted = Object.keys(definition.options).map((option) => ({ option, called: ours[option] ?? option }));
  const present = new Set(found.options.map((option) => option.name));
  const missing = wanted.filter(({ called }) => !present.has(called));
  const known = new Set(wanted.map(({ called }) => called));
  const strange = found.options.filter((option) => !known.has(option.name));
  const findings: Finding[] = [];
  if (missing.length > 0) findings.push(missingOptions(about, facts, subject, missing));
  // A multi-select may hold what nobody asks for; elsewhere a row that says it cannot be read.
  if (strange.length > 0 && missing.length === 0 && definition.type === 'select')
    findings.push(
      yellow(
        about,
        `has options that Milepost does not know: ${quoted(strange.map((option) => option.name))}. A row that says one of them is not billed`,
        `Remove them, or say what they mean: notion: { options: { ${facts.database}: { ${name}: … } } } in ${facts.policyFile}.`,
      ),
    );
  return findings;
}

type Wanted = { readonly option: string; readonly called: string };

function missingOptions(
  about: Subject,
  facts: SchemaFacts,
  { name, found, definition }: OptionSubject,
  missing: readonly Wanted[],
): Finding {
  const { database, policyFile, known } = facts;
  const ids = known?.properties[name]?.options ?? {};
  const renamed = missing.flatMap(({ option, called }) => {
    const now = found.options.find(({ id }) => ids[id] === called);
    return now === undefined ? [] : [{ option, now: now.name, called }];
  });
  const [first] = renamed;
  const why =
    first === undefined
      ? `lacks the ${missing.length === 1 ? 'option' : 'options'} ${quoted(missing.map(({ called }) => called))}`
      : `its option "${first.called}" is called "${first.now}" now`;
  const mend =
    first === undefined
      ? `Add ${missing.length === 1 ? 'it' : 'them'} to "${found.name}" in Notion.`
      : `Rename it to "${first.called}" again, or write notion: { options: { ${database}: { "${name}": { "${first.option}": "${first.now}" } } } } into ${policyFile}.`;
  const needed = NEEDED[database]?.[name] ?? [];
  // Notion makes a select's option when it is first written; a status property takes only those that it has.
  const stops = definition.hub ? found.type === 'status' : missing.some(({ option }) => needed.includes(option));
  return stops ? red(about, why, mend) : yellow(about, why, mend);
}

/** Options of deals that name no plan of the configuration: such a deal cannot be won. */
function planFindings(
  about: Subject,
  { plans, policyFile }: SchemaFacts,
  { options }: SeenProperty,
): readonly Finding[] {
  const strange = options.map(({ name }) => name).filter((name) => !plans.includes(name));
  if (strange.length === 0) return [];
  return [
    yellow(
      about,
      `offers plans that the configuration does not have: ${quoted(strange)}`,
      `Remove them in Notion, or add them under paymentPlans in ${policyFile}.`,
    ),
  ];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
