import { DEFINITIONS } from '../../connectors/notion/setup/databases.ts';
import { databaseRequests } from '../../connectors/notion/setup/property-requests.ts';
import type { Admin, DatabaseIds, PropertySchema } from './admin.ts';

export const clientsSchema: PropertySchema = databaseRequests('clients', {});
export const projectsSchema = (clients: string): PropertySchema => databaseRequests('projects', { clients });
export const milestonesSchema = (projects: string): PropertySchema => databaseRequests('milestones', { projects });
export const dealsSchema = (clients: string, projects: string): PropertySchema =>
  databaseRequests('deals', { clients, projects });

export type Workspace = {
  readonly rootPageId: string;
  readonly milestones: DatabaseIds;
  readonly projects: DatabaseIds;
  readonly clients: DatabaseIds;
  readonly deals: DatabaseIds;
};

/** Builds the four databases below one page, as a team that already works with them has them. */
export function createWorkspace(notion: Pick<Admin, 'createDatabase' | 'createPage'>): Workspace {
  const root = notion.createPage({ properties: { title: { title: [{ text: { content: 'Milepost' } }] } } }).id;
  const clients = notion.createDatabase(DEFINITIONS.clients.title, clientsSchema, root);
  const projects = notion.createDatabase(DEFINITIONS.projects.title, projectsSchema(clients.dataSourceId), root);
  const milestones = notion.createDatabase(DEFINITIONS.milestones.title, milestonesSchema(projects.dataSourceId), root);
  const deals = notion.createDatabase(
    DEFINITIONS.deals.title,
    dealsSchema(clients.dataSourceId, projects.dataSourceId),
    root,
  );
  return { rootPageId: root, milestones, projects, clients, deals };
}
