import type { NotionSandbox, PropertyWrites, Workspace } from '../notion/index.ts';
import { CLIENTS } from './clients.ts';
import { DEALS } from './deals.ts';
import type { History } from './history.ts';
import { MILESTONES } from './milestones.ts';
import { PEOPLE, type PersonKey } from './people.ts';
import { PROJECTS } from './projects.ts';
import { clientRow, dealRow, type Known, milestoneRow, projectRow } from './rows.ts';

/** Types everything that the team writes itself into an empty workspace; nothing of the hub's. */
export function createRows(notion: NotionSandbox, workspace: Workspace, { day }: Pick<History, 'day'>): Known {
  const personIds = new Map(Object.entries(PEOPLE).map(([key, person]) => [key, notion.people.add(person).id]));
  const rowIds = new Map<string, string>();
  const lookUp = (ids: ReadonlyMap<string, string>, name: string): string => {
    const id = ids.get(name);
    if (id === undefined) throw new RangeError(`The seed has no "${name}".`);
    return id;
  };
  const known: Known = { person: (key) => lookUp(personIds, key), row: (name) => lookUp(rowIds, name), day };
  const create = (
    table: keyof Omit<Workspace, 'rootPageId'>,
    owner: PersonKey,
    name: string,
    properties: PropertyWrites,
  ) => {
    if (rowIds.has(name)) throw new RangeError(`The seed names two rows "${name}".`);
    const { dataSourceId } = workspace[table];
    rowIds.set(name, notion.createPage({ dataSourceId, properties, personId: known.person(owner) }).id);
  };

  for (const client of CLIENTS) create('clients', client.accountOwner, client.name, clientRow(client, known));
  for (const project of PROJECTS) create('projects', project.owner, project.name, projectRow(project, known));
  for (const milestone of MILESTONES) {
    const siblings = MILESTONES.filter(({ project }) => project === milestone.project);
    create('milestones', 'priya', milestone.name, milestoneRow(milestone, siblings.indexOf(milestone) + 1, known));
  }
  for (const deal of DEALS) create('deals', deal.owner, deal.name, dealRow(deal, known));
  return known;
}
