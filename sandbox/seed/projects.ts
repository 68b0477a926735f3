import type { Channel } from '../../src/billing/facts.ts';
import type { ClientName } from './clients.ts';
import type { PersonKey } from './people.ts';

export type SeedProject = {
  readonly name: string;
  readonly client: ClientName;
  readonly status: 'Active' | 'Paused';
  /** Days from today. */
  readonly paused?: { readonly on: number; readonly resume: number };
  readonly owner: PersonKey;
  readonly approvalOwner: string;
  readonly channel: Channel;
  readonly contractValue: number;
  /** The contract's own words that allow a formal step. */
  readonly escalationClause?: string;
};

export const PROJECTS = [
  {
    name: 'Spring catalogue website',
    client: 'Alder & Finch Publishing',
    status: 'Active',
    owner: 'mara',
    approvalOwner: 'eleanor.finch@alderfinch.example',
    channel: 'Email',
    contractValue: 18_000,
  },
  {
    name: 'Author tour microsite',
    client: 'Alder & Finch Publishing',
    status: 'Active',
    owner: 'priya',
    approvalOwner: 'eleanor.finch@alderfinch.example',
    channel: 'Email',
    contractValue: 7_280,
  },
  {
    name: 'Gallery wayfinding',
    client: 'Brightwater Museum Trust',
    status: 'Active',
    owner: 'priya',
    approvalOwner: 'd.osei@brightwater.example',
    channel: 'Signed document',
    contractValue: 27_100,
  },
  {
    name: 'Membership portal',
    client: 'Brightwater Museum Trust',
    status: 'Paused',
    paused: { on: -15, resume: 30 },
    owner: 'mara',
    approvalOwner: 'd.osei@brightwater.example',
    channel: 'Signed document',
    contractValue: 15_150,
  },
  {
    name: 'Customer energy dashboard',
    client: 'Nordlicht Energie GmbH',
    status: 'Active',
    owner: 'mara',
    approvalOwner: 'm.brandt@nordlicht.example',
    channel: 'Client portal',
    contractValue: 42_000,
  },
  {
    name: 'Online shop refresh',
    client: 'Kumo Tea House',
    status: 'Active',
    owner: 'priya',
    approvalOwner: 's.tanaka@kumo.example',
    channel: 'Email',
    contractValue: 2_050_000,
  },
  {
    name: 'Bakery online orders',
    client: 'Harbour Lane Bakery',
    status: 'Active',
    owner: 'mara',
    approvalOwner: 'ruth@harbourlane.example',
    channel: 'Email',
    contractValue: 2_900,
  },
  {
    name: 'Workshop bookings',
    client: 'Pennine Cycle Works',
    status: 'Active',
    owner: 'priya',
    approvalOwner: 'h.bell@pennine.example',
    channel: 'Email',
    contractValue: 4_200,
  },
  {
    name: 'Timetable redesign',
    client: 'Tidewater Ferries',
    status: 'Active',
    owner: 'mara',
    approvalOwner: 'c.reyes@tidewater.example',
    channel: 'Client portal',
    contractValue: 5_250,
    escalationClause: '7.3 If an invoice is 14 days overdue, the Studio may suspend work until it is paid.',
  },
] as const satisfies readonly SeedProject[];

export type ProjectName = (typeof PROJECTS)[number]['name'];
