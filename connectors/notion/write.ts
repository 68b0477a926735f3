import type { UpdatePageParameters } from '@notionhq/client';
import type { ShownOnMilestone, ShownOnProject } from '../../src/billing/facts.ts';
import type { Property, Table } from './schema.ts';

/** Values of the hub's own properties that are to be written; what is absent stays as it is. */
export type MilestoneChanges = Partial<ShownOnMilestone>;
export type ProjectChanges = Partial<ShownOnProject>;

const MILESTONE_NAMES = {
  billingStatus: 'Billing status',
  billingDetail: 'Billing detail',
  missingForBilling: 'Missing for billing',
  invoiceUrl: 'Invoice',
  invoiceNumber: 'Invoice number',
  stripeInvoice: 'Stripe invoice',
  invoiced: 'Invoiced',
  remaining: 'Remaining',
  issued: 'Issued',
  due: 'Due',
  paidOn: 'Paid on',
  followUpStep: 'Follow-up step',
  lastFollowUp: 'Last follow-up',
  nextFollowUp: 'Next follow-up',
} as const satisfies Record<keyof ShownOnMilestone, string>;

const PROJECT_NAMES = {
  kickoff: 'Kickoff',
  nextBillingEvent: 'Next billing event',
  nextBillingDate: 'Next billing date',
  mismatches: 'Mismatches',
} as const satisfies Record<keyof ShownOnProject, string>;

type Value = string | number | null;
type PropertyWrites = NonNullable<UpdatePageParameters['properties']>;
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
function toProperties(
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
  toProperties(table, MILESTONE_NAMES, changes);

export const projectProperties = (table: Table, changes: ProjectChanges): PropertyWrites =>
  toProperties(table, PROJECT_NAMES, changes);

export const stripeCustomerProperty = (table: Table, customerId: string): PropertyWrites =>
  toProperties(table, { customer: 'Stripe customer' }, { customer: customerId });
