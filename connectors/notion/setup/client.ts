import { type NotionAccess, openNotion } from '../client.ts';
import type { DatabaseName } from '../names.ts';
import { addOptions, addProperties, createDatabase, createPage, createView, type MoreOptions } from './build.ts';
import { lookAtDatabase, viewNames, visibleSources } from './look.ts';
import { childrenOf, lookAtPage, sharedPages, whoWeAre } from './look-at-pages.ts';
import type { PageName } from './pages.ts';
import type { PropertyRequests, Targets } from './property-requests.ts';
import type { SeenProperty } from './seen.ts';
import type { ViewDefinition } from './views.ts';

export type NotionSetup = ReturnType<typeof createNotionSetup>;

type Place = { readonly databaseId: string; readonly dataSourceId: string };

/** What `milepost init` reads in a workspace and builds there. Whoever creates something has looked first. */
export function createNotionSetup(access: NotionAccess) {
  const notion = openNotion(access);
  return {
    whoWeAre: () => whoWeAre(notion),
    sharedPages: () => sharedPages(notion),
    lookAtPage: (id: string) => lookAtPage(notion, id),
    childrenOf: (pageId: string) => childrenOf(notion, pageId),
    visibleSources: () => visibleSources(notion),
    lookAtDatabase: (id: string) => lookAtDatabase(notion, id),
    viewNames: (databaseId: string) => viewNames(notion, databaseId),
    createDatabase: (database: DatabaseName, pageId: string, targets: Targets) =>
      createDatabase(notion, database, { pageId, targets }),
    createPage: (page: PageName, pageId: string) => createPage(notion, page, pageId),
    addProperties: (dataSourceId: string, properties: PropertyRequests) =>
      addProperties(notion, dataSourceId, properties),
    addOptions: (dataSourceId: string, options: readonly MoreOptions[]) => addOptions(notion, dataSourceId, options),
    createView: (view: ViewDefinition, place: Place, propertyOf: (name: string) => SeenProperty) =>
      createView(notion, view, place, propertyOf),
  };
}
