import type { DatabaseIds, NotionSandbox, PropertySchema, PropertyWrites } from '../../sandbox/notion/index.ts';
import { title } from '../support/world.ts';

const options = (...names: readonly string[]) => ({ options: names.map((name) => ({ name })) });

const CLIENTS: PropertySchema = {
  Company: { title: {} },
  'Invoice email': { email: {} },
  'Account manager': { people: {} },
  Country: { rich_text: {} },
  Industry: { select: options('Retail', 'Media') },
};

const projects = (clients: string): PropertySchema => ({
  Job: { title: {} },
  Customer: { relation: { data_source_id: clients, dual_property: { synced_property_name: 'Jobs' } } },
  State: { status: options('Not started', 'Running', 'On hold', 'Finished') },
  Lead: { people: {} },
  'Approval owner': { email: {} },
  'Agreed channel': { select: options('Email') },
});

const milestones = (jobs: string): PropertySchema => ({
  Deliverable: { title: {} },
  Job: { relation: { data_source_id: jobs, dual_property: { synced_property_name: 'Deliverables' } } },
  Fee: { number: { format: 'pound' } },
  'Billed by': { select: options('Down payment', 'On approval', 'Handover') },
  Progress: { status: options('To do', 'Doing', 'Done') },
  'Sign-off': { status: options('Open', 'In review', 'Signed off', 'Declined') },
  'Approved by': { people: {} },
  'Approved on': { date: {} },
  Link: { url: {} },
});

export type Studio = {
  readonly clients: DatabaseIds;
  readonly projects: DatabaseIds;
  readonly milestones: DatabaseIds;
  /** Names of the properties as the team made them, by data source. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly propertyNames: (dataSourceId: string) => readonly string[];
  /** A row that lacks nothing but what is given. @returns its id */
  readonly milestone: (own: PropertyWrites) => string;
};

/** A team that has worked with Notion for years, with words of its own and without a pipeline. */
export function studio(notion: NotionSandbox, pageId: string): Studio {
  const clients = notion.createDatabase('Customers', CLIENTS, pageId);
  const jobs = notion.createDatabase('Jobs', projects(clients.dataSourceId), pageId);
  const schedule = notion.createDatabase('Deliverables', milestones(jobs.dataSourceId), pageId);
  notion.createDatabase('Reading list', { Name: { title: {} }, Author: { rich_text: {} } }, pageId);
  const probe = (dataSourceId: string): readonly string[] => {
    const { id } = notion.createPage({ dataSourceId, properties: {} });
    const names = Object.keys(notion.page(id).properties);
    notion.trash(notion.people.list()[0]?.id ?? '', id);
    return names;
  };
  const sources = [clients, jobs, schedule].map(({ dataSourceId }) => dataSourceId);
  const lead = notion.people.add({ name: 'Mara Lindqvist', email: 'mara@studio.example' }).id;
  const approver = notion.people.add({ name: 'D. Osei', email: 'd.osei@client.example', guest: true }).id;
  return {
    clients,
    projects: jobs,
    milestones: schedule,
    names: Object.fromEntries(sources.map((id) => [id, probe(id)])),
    propertyNames: probe,
    milestone(own) {
      const client = notion.createPage({
        dataSourceId: clients.dataSourceId,
        properties: {
          Company: title('Northwind'),
          'Invoice email': { email: 'ap@client.example' },
          'Account manager': { people: [{ id: lead }] },
        },
      }).id;
      const job = notion.createPage({
        dataSourceId: jobs.dataSourceId,
        properties: {
          Job: title('Website'),
          Customer: { relation: [{ id: client }] },
          State: { status: { name: 'Running' } },
          Lead: { people: [{ id: lead }] },
          'Approval owner': { email: 'd.osei@client.example' },
          'Agreed channel': { select: { name: 'Email' } },
        },
      }).id;
      return notion.createPage({
        dataSourceId: schedule.dataSourceId,
        properties: {
          Deliverable: title('Design'),
          Job: { relation: [{ id: job }] },
          'Billed by': { select: { name: 'On approval' } },
          Progress: { status: { name: 'Done' } },
          Link: { url: 'https://files.example/design' },
          'Approved by': { people: [{ id: approver }] },
          'Approved on': { date: { start: new Date().toISOString().slice(0, 10) } },
          ...own,
        },
      }).id;
    },
  };
}
