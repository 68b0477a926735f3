import type { CreateDataSourceParameters } from '@notionhq/client';
import type { Admin, DatabaseIds } from './admin.ts';
import type { Color } from './model.ts';

type Schema = CreateDataSourceParameters['properties'];

/** A select with its options in order, each with the colour that it shows. */
const select = (options: Readonly<Record<string, Color>>) => ({
  select: { options: Object.entries(options).map(([name, color]) => ({ name, color })) },
});

const text = { rich_text: {} };
const date = { date: {} };
const email = { email: {} };
const url = { url: {} };
const people = { people: {} };
const number = { number: {} };
const money = { number: { format: 'number_with_commas' } };

const channel = select({ Email: 'blue', 'Client portal': 'purple', 'Signed document': 'green', Notion: 'gray' });
const currency = select({ EUR: 'blue', USD: 'green', GBP: 'purple', CHF: 'red', JPY: 'orange' });

export const clientsSchema = {
  Name: { title: {} },
  'Billing email': email,
  'Finance contact': text,
  'Copy to': text,
  'PO required': { checkbox: {} },
  'PO number': text,
  'PO value': money,
  'PO expires': date,
  Submission: select({ Email: 'blue', Portal: 'purple' }),
  'Submission notes': text,
  'Payment terms': number,
  Currency: currency,
  Country: text,
  'Tax ID': text,
  'Time zone': text,
  'Account owner': people,
  'Follow-up hold until': date,
  'Stripe customer': text,
  'Account status': select({ Current: 'green', 'Due soon': 'yellow', Overdue: 'red' }),
} satisfies Schema;

export const projectsSchema = (clients: string) =>
  ({
    Name: { title: {} },
    Client: { relation: { data_source_id: clients, dual_property: { synced_property_name: 'Projects' } } },
    Status: select({ Planned: 'gray', Active: 'green', Paused: 'yellow', Done: 'blue' }),
    'Paused on': date,
    'Resume on': date,
    Owner: people,
    'Approval owner': email,
    'Agreed channel': channel,
    'Kickoff waits for': select({ Payment: 'orange', Invoice: 'yellow', Nothing: 'gray' }),
    'Partial approval': select({ 'Wait for full': 'orange', 'Bill approved part': 'blue' }),
    'When paused': select({ 'Bill if earned': 'blue', 'Defer until resume': 'orange' }),
    'Paused retainer': select({ Skip: 'gray', Full: 'blue', Prorate: 'purple' }),
    'Escalation clause': text,
    'Contract value': money,
    Agreement: url,
    Kickoff: select({ Waiting: 'yellow', Clear: 'green' }),
    'Next billing event': text,
    'Next billing date': date,
    Mismatches: text,
  }) satisfies Schema;

export const milestonesSchema = (projects: string) =>
  ({
    Name: { title: {} },
    Project: { relation: { data_source_id: projects, dual_property: { synced_property_name: 'Milestones' } } },
    Order: number,
    Trigger: select({
      Deposit: 'purple',
      'Milestone approval': 'blue',
      'Final handoff': 'green',
      'Retainer renewal': 'orange',
    }),
    Amount: money,
    Currency: currency,
    'Planned date': date,
    Delivery: select({ Planned: 'gray', 'In progress': 'blue', Delivered: 'green' }),
    Deliverable: url,
    Evidence: { files: {} },
    'Handed over': {
      multi_select: {
        options: [
          { name: 'Files', color: 'blue' },
          { name: 'Documentation', color: 'purple' },
          { name: 'Access', color: 'orange' },
          { name: 'Ownership', color: 'green' },
        ],
      },
    },
    Approval: select({
      'Not requested': 'gray',
      Requested: 'yellow',
      'Changes requested': 'orange',
      Approved: 'green',
      'Approved in part': 'blue',
      Rejected: 'red',
      Withdrawn: 'brown',
    }),
    'Approved amount': money,
    'Approval owner': email,
    'Decided by': email,
    'Decided on': date,
    'Decision channel': channel,
    'Decision proof': url,
    'Billing owner': people,
    'Follow-up stop': select({ 'On hold': 'yellow', Promised: 'blue', Queried: 'orange' }),
    'Stop until': date,
    'Stop reason': text,
    'Escalation approved on': date,
    'Portal reference': text,
    'Billing status': select({
      'Not yet triggered': 'gray',
      Sent: 'blue',
      'Due soon': 'yellow',
      Overdue: 'red',
      Paid: 'green',
      Closed: 'brown',
    }),
    'Billing detail': text,
    'Missing for billing': text,
    Invoice: url,
    'Invoice number': text,
    'Stripe invoice': text,
    Invoiced: money,
    Remaining: money,
    Issued: date,
    Due: date,
    'Paid on': date,
    'Follow-up step': select({ Light: 'yellow', Firm: 'orange', Formal: 'red' }),
    'Last follow-up': date,
    'Next follow-up': date,
  }) satisfies Schema;

export const dealsSchema = (clients: string, projects: string) =>
  ({
    Name: { title: {} },
    Stage: select({
      Inquiry: 'gray',
      Qualified: 'blue',
      'Proposal sent': 'yellow',
      Agreed: 'purple',
      Won: 'green',
      Lost: 'red',
    }),
    Client: { relation: { data_source_id: clients, single_property: {} } },
    Owner: people,
    Value: money,
    Currency: currency,
    'Next action': text,
    'Next action on': date,
    'Expected close': date,
    Proposal: url,
    Agreement: url,
    'Payment plan': select({}),
    Project: { relation: { data_source_id: projects, single_property: {} } },
    'Stage since': date,
    Attention: text,
  }) satisfies Schema;

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
  const clients = notion.createDatabase('Clients', clientsSchema, root);
  const projects = notion.createDatabase('Projects', projectsSchema(clients.dataSourceId), root);
  const milestones = notion.createDatabase('Milestones', milestonesSchema(projects.dataSourceId), root);
  const deals = notion.createDatabase('Deals', dealsSchema(clients.dataSourceId, projects.dataSourceId), root);
  return { rootPageId: root, milestones, projects, clients, deals };
}
