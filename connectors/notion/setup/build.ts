import { APIErrorCode, type Client, isHTTPResponseError } from '@notionhq/client';
import { z } from 'zod';
import { NeedsPerson } from '../../../src/billing/failure.ts';
import { parseAnswer } from '../../answer.ts';
import { toFailure } from '../errors.ts';
import type { DatabaseName } from '../names.ts';
import { toBlocks } from '../page-text.ts';
import { DEFINITIONS } from './databases.ts';
import type { Colour } from './definition.ts';
import { PAGES, type PageName } from './pages.ts';
import { databaseRequests, type PropertyRequests, type Targets } from './property-requests.ts';
import type { SeenProperty } from './seen.ts';
import { type ViewDefinition, viewRequest } from './views.ts';

const Created = z.looseObject({ id: z.string() });

const CAPABILITIES = 'In the Developer portal give the connection the capabilities to read, update and insert content.';
const PLAN = 'The workspace is on the free plan and has used up its blocks: change the plan, or use another workspace.';

/** A connection may see a page and not be allowed to build on it. */
function refusal(error: unknown, doing: string): Error {
  if (!isHTTPResponseError(error) || error.code !== APIErrorCode.RestrictedResource) return toFailure(error, doing);
  return new NeedsPerson(`Notion does not let the connection ${doing}`, {
    mend: error.additional_data?.block_limit === undefined ? CAPABILITIES : PLAN,
    who: 'admin',
    cause: error,
  });
}

/** Notion makes two of two requests: whoever asks has looked first. What was saved although the answer was an error is taken. */
async function creating(doing: string, call: () => Promise<unknown>): Promise<string> {
  try {
    return parseAnswer(Created, await call(), 'what was created').id;
  } catch (error) {
    const saved = isHTTPResponseError(error) ? error.additional_data?.committed_resource_id : undefined;
    if (typeof saved === 'string') return saved;
    throw refusal(error, doing);
  }
}

async function changing(doing: string, call: () => Promise<unknown>): Promise<void> {
  try {
    parseAnswer(Created, await call(), 'what was changed');
  } catch (error) {
    throw refusal(error, doing);
  }
}

const words = (content: string) => [{ text: { content } }];

/** Creates one of the four databases below a page, with all its properties. @returns its id */
export const createDatabase = (
  notion: Client,
  database: DatabaseName,
  where: { readonly pageId: string; readonly targets: Targets },
): Promise<string> =>
  creating(`create the ${database} database`, () =>
    notion.databases.create({
      parent: { type: 'page_id', page_id: where.pageId },
      title: words(DEFINITIONS[database].title),
      description: words(DEFINITIONS[database].says),
      initial_data_source: { properties: databaseRequests(database, where.targets) },
    }),
  );

/** Creates one of our pages below a page. @returns its id */
export const createPage = (notion: Client, page: PageName, pageId: string): Promise<string> =>
  creating(`create the page "${PAGES[page].title}"`, () =>
    notion.pages.create({
      parent: { page_id: pageId },
      properties: { title: { title: words(PAGES[page].title) } },
      children: toBlocks(PAGES[page].lines),
    }),
  );

/** Adds properties to a table. What is there is left as it is. */
export const addProperties = (notion: Client, dataSourceId: string, properties: PropertyRequests): Promise<void> =>
  changing('add properties to a database', () =>
    notion.dataSources.update({ data_source_id: dataSourceId, properties }),
  );

export type NewOption = { readonly name: string; readonly color: Colour };
export type MoreOptions = { readonly property: SeenProperty; readonly options: readonly NewOption[] };

/** Notion drops options that a request leaves out, so those that are there are named with their ids, and come first. */
const allOptions = ({ property, options }: MoreOptions) => ({
  options: [...property.options.map(({ id }) => ({ id })), ...options],
});

function optionsRequest(more: MoreOptions) {
  switch (more.property.type) {
    case 'status':
      return { status: allOptions(more) };
    case 'multi_select':
      return { multi_select: allOptions(more) };
    default:
      return { select: allOptions(more) };
  }
}

/** Adds options to properties of a table; those that are there keep their names, colours and places. */
export const addOptions = (notion: Client, dataSourceId: string, all: readonly MoreOptions[]): Promise<void> =>
  changing('add options to a database', () =>
    notion.dataSources.update({
      data_source_id: dataSourceId,
      properties: Object.fromEntries(all.map((more) => [more.property.id, optionsRequest(more)])),
    }),
  );

/** Adds a tab to a database. */
export const createView = (
  notion: Client,
  view: ViewDefinition,
  place: { readonly databaseId: string; readonly dataSourceId: string },
  propertyOf: (name: string) => SeenProperty,
): Promise<void> =>
  changing(`create the view "${view.name}"`, () =>
    notion.request({ path: 'views', method: 'post', body: viewRequest(view, place, propertyOf) }),
  );
