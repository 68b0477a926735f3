import type { UpdatePageParameters } from '@notionhq/client';
import type { RenewalPlan } from '../../src/billing/amounts/renewal.ts';
import type { Client, ShownOnMilestone, ShownOnProject } from '../../src/billing/facts.ts';
import { OWN_ON_MILESTONE, OWN_ON_PROJECT } from '../../src/billing/put-back.ts';
import type { Property, Table } from './schema.ts';

/** Values of the hub's own properties that are to be written; what is absent stays as it is. */
export type MilestoneChanges = Partial<ShownOnMilestone>;
export type ProjectChanges = Partial<ShownOnProject>;

type Value = string | number | null;
export type PropertyWrites = NonNullable<UpdatePageParameters['properties']>;
type PropertyWrite = PropertyWrites[string];

/** Notion's limit for one piece of text, and for the pieces of one property. */
const TEXT_PIECE_MAX = 2000;
const PIECES_MAX = 100;

/** Long text is split into pieces, between whole characters. */
function textPieces(text: string): { text: { content: string } }[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (piece.length + character.length > TEXT_PIECE_MAX) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  if (piece !== '') pieces.push(piece);
  return pieces.slice(0, PIECES_MAX).map((content) => ({ text: { content } }));
}

/** The option of this workspace that stands for ours. */
const ownOption = (property: Property, ours: string): string => {
  for (const [own, name] of property.optionNames) if (name === ours) return own;
  return ours;
};

function propertyWrite(property: Property, value: Value): PropertyWrite {
  const text = value === null ? '' : String(value);
  switch (property.type) {
    case 'title':
      return { title: textPieces(text) };
    case 'rich_text':
      return { rich_text: textPieces(text) };
    case 'number':
      return { number: typeof value === 'number' ? value : null };
    case 'url':
      return { url: text === '' ? null : text };
    case 'date':
      return { date: text === '' ? null : { start: text } };
    case 'select':
      return { select: text === '' ? null : { name: ownOption(property, text) } };
    case 'status':
      return { status: text === '' ? null : { name: ownOption(property, text) } };
    default:
      throw new Error(`No hub-owned property has the type ${property.type}.`);
  }
}

/** Properties are addressed by id: a renamed one is still the same one. */
export function toProperties(
  table: Table,
  names: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, Value | undefined>>,
): PropertyWrites {
  const writes: PropertyWrites = {};
  for (const [key, value] of Object.entries(changes)) {
    const name = names[key];
    if (name === undefined || value === undefined) continue;
    const property = table.property(name);
    writes[property.id] = propertyWrite(property, value);
  }
  return writes;
}

export const milestoneProperties = (table: Table, changes: MilestoneChanges): PropertyWrites =>
  toProperties(table, OWN_ON_MILESTONE, changes);

export const projectProperties = (table: Table, changes: ProjectChanges): PropertyWrites =>
  toProperties(table, OWN_ON_PROJECT, changes);

const OWN_ON_CLIENT = {
  stripeCustomer: 'Stripe customer',
  accountStatus: 'Account status',
} as const satisfies Record<keyof Client['shown'], string>;

export const clientProperties = (table: Table, changes: Partial<Client['shown']>): PropertyWrites =>
  toProperties(table, OWN_ON_CLIENT, changes);

/** The first values of the next period's row; everything else of it is the team's to fill in. */
export function renewalProperties(table: Table, { project, after, name, plannedDate }: RenewalPlan): PropertyWrites {
  const owners = after.billingOwners.map(({ id }) => ({ id }));
  return {
    ...toProperties(table, RENEWAL_NAMES, {
      name,
      trigger: after.trigger,
      amount: after.amount,
      currency: after.currency,
      order: after.order,
      plannedDate,
    }),
    [table.property('Project').id]: { relation: [{ id: project.id }] },
    ...(owners.length === 0 ? {} : { [table.property('Billing owner').id]: { people: owners } }),
  };
}

const RENEWAL_NAMES = {
  name: 'Name',
  trigger: 'Trigger',
  amount: 'Amount',
  currency: 'Currency',
  order: 'Order',
  plannedDate: 'Planned date',
} as const;
