import Stripe from 'stripe';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import type { Sandbox } from '../../sandbox/start.ts';

const CLIENTS = ['Northwind', 'Halden Bank', 'Kestrel Foods', 'Solvay Museum'] as const;
const PROJECTS_PER_CLIENT = 2;
const MILESTONES_PER_PROJECT = 5;

/** How many milestones the agency has. */
export const MILESTONES = CLIENTS.length * PROJECTS_PER_CLIENT * MILESTONES_PER_PROJECT;

const APPROVER = 'd.osei@client.example';

const title = (content: string) => ({ title: [{ text: { content } }] });
const text = (content: string) => ({ rich_text: [{ text: { content } }] });

export type Agency = {
  readonly milestoneIds: readonly string[];
  /** A person writes down that the client approved it, and how. */
  readonly approve: (milestoneId: string, on: string) => void;
};

/**
 * Clients that were billed before, their projects, and milestones that lack nothing but the client's approval: the steady
 * state of an agency, without what only a first invoice to a client costs.
 */
export async function createAgency(sandbox: Sandbox, stripeKey: string): Promise<Agency> {
  const { notion, workspace } = sandbox;
  const mara = notion.people.add({ name: 'Mara Lindqvist', email: 'mara@studio.example' }).id;
  const row = (table: 'clients' | 'projects' | 'milestones', properties: PropertyWrites): string =>
    notion.createPage({ dataSourceId: workspace[table].dataSourceId, properties, personId: mara }).id;
  const milestoneIds: string[] = [];
  for (const name of CLIENTS) {
    const client = row('clients', clientRow(name, mara));
    const customer = await createCustomer(sandbox.stripe.url, stripeKey, { name, client });
    notion.editAs(mara, client, { 'Stripe customer': text(customer) });
    for (let number = 1; number <= PROJECTS_PER_CLIENT; number += 1) {
      const project = row('projects', projectRow(`${name} ${number}`, client, mara));
      for (let order = 1; order <= MILESTONES_PER_PROJECT; order += 1)
        milestoneIds.push(row('milestones', milestoneRow(order, project)));
    }
  }
  return {
    milestoneIds,
    approve: (milestoneId, on) => notion.editAs(mara, milestoneId, approval(on)),
  };
}

const emailOf = (client: string): string => `ap@${client.toLowerCase().replaceAll(' ', '-')}.example`;

async function createCustomer(url: string, key: string, { name, client }: { name: string; client: string }) {
  const { hostname, port } = new URL(url);
  const stripe = new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false });
  const { id } = await stripe.customers.create({ name, email: emailOf(name), metadata: { milepost_client: client } });
  return id;
}

const clientRow = (name: string, owner: string): PropertyWrites => ({
  Name: title(name),
  'Billing email': { email: emailOf(name) },
  'Finance contact': text('Ines Ruiz'),
  'Payment terms': { number: 14 },
  Currency: { select: { name: 'GBP' } },
  'Account owner': { people: [{ id: owner }] },
});

const projectRow = (name: string, client: string, owner: string): PropertyWrites => ({
  Name: title(name),
  Client: { relation: [{ id: client }] },
  Status: { select: { name: 'Active' } },
  Owner: { people: [{ id: owner }] },
  'Approval owner': { email: APPROVER },
  'Agreed channel': { select: { name: 'Email' } },
});

const milestoneRow = (order: number, project: string): PropertyWrites => ({
  Name: title(`Milestone ${order}`),
  Project: { relation: [{ id: project }] },
  Order: { number: order },
  Trigger: { select: { name: 'Milestone approval' } },
  Amount: { number: 1000 * order },
  Delivery: { select: { name: 'Delivered' } },
  Deliverable: { url: 'https://files.example/delivered' },
  Approval: { select: { name: 'Requested' } },
});

const approval = (on: string): PropertyWrites => ({
  Approval: { select: { name: 'Approved' } },
  'Decided by': { email: APPROVER },
  'Decided on': { date: { start: on } },
  'Decision channel': { select: { name: 'Email' } },
  'Decision proof': { url: 'https://mail.example/1' },
});
