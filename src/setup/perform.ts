import type { DatabaseName } from '../../connectors/notion/names.ts';
import type { MoreOptions } from '../../connectors/notion/setup/build.ts';
import { definitionOf, propertyRequest, type Targets } from '../../connectors/notion/setup/property-requests.ts';
import type { SeenProperty, SeenSource } from '../../connectors/notion/setup/seen.ts';
import { TryAgain } from '../billing/failure.ts';
import type { SetupConfig } from '../config/config.ts';
import type { NotionFacts } from './facts.ts';
import type { Place } from './load.ts';
import type { NotionPlan } from './plan/notion.ts';
import type { Step } from './plan/step.ts';
import type { SetupServices } from './services.ts';
import { closeEnv, setPolicy, setVariables } from './write-files.ts';

type Built = { readonly databaseId: string; readonly source: SeenSource; readonly propertyOf: PropertyOf };
type PropertyOf = (name: string) => SeenProperty | undefined;

/** What steps stand on, and what earlier ones have made. */
export type Building = {
  readonly services: SetupServices;
  readonly place: Place;
  readonly config: SetupConfig;
  readonly parentId: string | undefined;
  readonly built: Map<DatabaseName, Built>;
};

/** Begins with what is there already. */
export function beginBuilding(
  given: Pick<Building, 'services' | 'place' | 'config'>,
  facts: NotionFacts,
  databases: NotionPlan['databases'],
): Building {
  const built = new Map<DatabaseName, Built>();
  for (const { chosen, matches } of Object.values(databases)) {
    const propertyOf: PropertyOf = (name) => {
      const match = matches.find((one) => one.name === name);
      return match?.kind === 'found' ? match.property : undefined;
    };
    const { source } = chosen;
    built.set(chosen.database, { databaseId: source.databaseId ?? source.dataSourceId, source, propertyOf });
  }
  const { parent } = facts;
  return { ...given, built, parentId: parent === 'hidden' ? undefined : parent?.id };
}

/** Does one step. @throws TryAgain when a service had a bad moment: look again, and plan again */
export async function perform(step: Step, building: Building): Promise<void> {
  const { services, place } = building;
  switch (step.kind) {
    case 'set variables':
      return setVariables(place, step.variables);
    case 'close .env':
      return closeEnv(place);
    case 'set policy':
      return setPolicy(place, step.changes, step.comments);
    case 'create database':
      return await createDatabase(step.database, building);
    case 'extend database':
      return await extendDatabase(step, building);
    case 'create view': {
      const { databaseId, source, propertyOf } = builtOf(step.view.database, building);
      const required = (name: string): SeenProperty => {
        const property = propertyOf(name);
        if (property === undefined) throw new Error(`The view "${step.view.name}" needs the property "${name}".`);
        return property;
      };
      return await services.notion.createView(step.view, { databaseId, dataSourceId: source.dataSourceId }, required);
    }
    case 'create page': {
      const id = await services.notion.createPage(step.page, parentOf(building));
      if (step.page === 'proposalTemplate') setPolicy(place, [{ path: ['proposal', 'template'], value: id }]);
      return;
    }
    case 'create endpoint':
      return await createEndpoint(step, building);
    case 'mend endpoint':
      return await services.stripe.mendEndpoint(step.id);
    case 'prepare sheet':
      return await services.sheet.prepare();
  }
}

function parentOf({ parentId }: Building): string {
  if (parentId === undefined) throw new Error('There is no page to build on.');
  return parentId;
}

function builtOf(database: DatabaseName, { built }: Building): Built {
  const one = built.get(database);
  if (one === undefined) throw new Error(`The ${database} database is not there yet.`);
  return one;
}

const targetsOf = ({ built }: Building): Targets =>
  Object.fromEntries([...built].map(([name, { source }]) => [name, source.dataSourceId]));

async function createDatabase(database: DatabaseName, building: Building): Promise<void> {
  const { services, place } = building;
  const id = await services.notion.createDatabase(database, parentOf(building), targetsOf(building));
  setVariables(place, { [`NOTION_${database.toUpperCase()}_DB`]: id });
  await lookAtBuilt(database, id, building);
}

/** Ids of properties are known only once they are there. */
async function lookAtBuilt(database: DatabaseName, id: string, { services, built }: Building): Promise<void> {
  const seen = await services.notion.lookAtDatabase(id);
  const source = seen?.sources[0];
  if (seen === undefined || source === undefined) throw new TryAgain(`The new ${database} database does not show yet`);
  const propertyOf: PropertyOf = (name) => source.properties.find((property) => property.name === name);
  built.set(database, { databaseId: seen.databaseId, source, propertyOf });
}

type Extension = Step & { readonly kind: 'extend database' };

async function extendDatabase(step: Extension, building: Building): Promise<void> {
  const { notion } = building.services;
  const { source } = builtOf(step.database, building);
  if (step.options.length > 0) await notion.addOptions(source.dataSourceId, optionsToAdd(step, building));
  if (step.properties.length > 0)
    await notion.addProperties(
      source.dataSourceId,
      Object.fromEntries(step.properties.map(({ our, as }) => [as, requestFor(step.database, our, building)])),
    );
}

function requestFor(database: DatabaseName, name: string, building: Building) {
  const definition = definitionOf(database, name);
  if (definition === undefined) throw new Error(`Nobody knows the property "${name}" of ${database}.`);
  if (definition.type !== 'relation') return propertyRequest(definition, {});
  const { mirror, to } = definition;
  // What the other side calls its own stays its own.
  const isFree = !builtOf(to, building).source.properties.some((property) => property.name === mirror);
  return propertyRequest(definition, targetsOf(building), isFree ? mirror : null);
}

function optionsToAdd({ database, options }: Extension, building: Building): readonly MoreOptions[] {
  const { propertyOf } = builtOf(database, building);
  return options.flatMap(({ name, options: added }) => {
    const definition = definitionOf(database, name);
    const property = propertyOf(name);
    if (property === undefined || definition === undefined || !('options' in definition)) return [];
    return [
      { property, options: added.map(({ our, as }) => ({ name: as, color: definition.options[our] ?? 'default' })) },
    ];
  });
}

/**
 * Creates the webhook endpoint and keeps its secret, which Stripe tells only in this one answer. Where the answer was lost,
 * the endpoint that was made is replaced.
 */
async function createEndpoint(
  { url, replaces }: Step & { readonly kind: 'create endpoint' },
  { services: { stripe }, place, config }: Building,
): Promise<void> {
  for (const id of replaces) await stripe.removeEndpoint(id);
  const { secret } = await stripe.createEndpoint(url);
  setVariables(place, { STRIPE_WEBHOOK_SECRET: [secret, ...config.stripe.webhookSecrets].join(',') });
}
