import { NO_MOVES } from '../../connectors/stripe/no-moves.ts';
import { instantFromIso, plainDate } from '../../src/billing/calendar.ts';
import { type Currency, parseCurrency } from '../../src/billing/currency.ts';
import type {
  Client,
  FollowUpPolicy,
  Invoice,
  Milestone,
  MilestoneFacts,
  Person,
  Policy,
  Project,
} from '../../src/billing/facts.ts';

/** Builders of facts: an approved milestone that is ready to bill, to be spoiled in one place per test. */
export const currency = (code: string): Currency => {
  const known = parseCurrency(code);
  if (known === undefined) throw new RangeError(`${code} is not a currency.`);
  return known;
};

export const MILESTONE_ID = '11111111-1111-4111-8111-111111111111';

export const person = (name: string, changes: Partial<Person> = {}): Person => ({
  id: `user-${name.toLowerCase()}`,
  name,
  email: `${name.toLowerCase()}@studio.example`,
  isPerson: true,
  ...changes,
});

export const nothingShown: Milestone['shown'] = {
  billingStatus: null,
  billingDetail: '',
  missingForBilling: '',
  invoiceUrl: null,
  invoiceNumber: '',
  stripeInvoice: '',
  invoiced: null,
  remaining: null,
  issued: null,
  due: null,
  paidOn: null,
  followUpStep: null,
  lastFollowUp: null,
  nextFollowUp: null,
};

export const aMilestone = (changes: Partial<Milestone> = {}): Milestone => ({
  id: MILESTONE_ID,
  url: `https://www.notion.so/${MILESTONE_ID}`,
  name: 'Design',
  projectIds: ['project-1'],
  order: 1,
  trigger: 'Milestone approval',
  amount: 4000,
  currency: null,
  plannedDate: null,
  delivery: 'Delivered',
  hasEvidence: true,
  handedOver: [],
  approval: 'Approved',
  approvedAmount: null,
  approvalOwners: [],
  decidedBy: ['d.osei@client.example'],
  decidedOn: plainDate('2026-11-03'),
  decisionChannel: 'Email',
  decisionProof: 'https://mail.example/1',
  billingOwners: [],
  followUpStop: null,
  stopUntil: null,
  stopReason: '',
  escalationApprovedOn: null,
  portalReference: '',
  lastEditedAt: instantFromIso('2026-11-03T14:10:00Z'),
  shown: nothingShown,
  ...changes,
});

export const aProject = (changes: Partial<Project> = {}): Project => ({
  id: 'project-1',
  url: 'https://www.notion.so/project-1',
  name: 'Website',
  clientIds: ['client-1'],
  status: 'Active',
  pausedOn: null,
  resumeOn: null,
  owners: [person('Mara')],
  approvalOwners: ['d.osei@client.example'],
  agreedChannel: 'Email',
  kickoffWaitsFor: null,
  partialApproval: null,
  whenPaused: null,
  pausedRetainer: null,
  escalationClause: '',
  contractValue: null,
  agreement: null,
  lastEditedAt: instantFromIso('2026-11-01T09:00:00Z'),
  shown: { kickoff: null, nextBillingEvent: '', nextBillingDate: null, mismatches: '' },
  ...changes,
});

export const aClient = (changes: Partial<Client> = {}): Client => ({
  id: 'client-1',
  url: 'https://www.notion.so/client-1',
  name: 'Northwind',
  billingEmail: 'ap@client.example',
  financeContact: 'Ines Ruiz',
  copyTo: '',
  poRequired: false,
  poNumber: '',
  poValue: null,
  poExpires: null,
  submission: null,
  submissionNotes: '',
  paymentTermsDays: 14,
  currency: 'GBP',
  country: 'GB',
  taxId: '',
  timeZone: '',
  accountOwners: [person('Jonas')],
  followUpHoldUntil: null,
  lastEditedAt: instantFromIso('2026-11-01T09:00:00Z'),
  shown: { stripeCustomer: 'cus_1', accountStatus: null },
  ...changes,
});

export { NO_MOVES as noMoves };

export const anInvoice = (changes: Partial<Invoice> = {}): Invoice => ({
  id: 'in_1',
  status: 'open',
  mode: 'test',
  customerId: 'cus_1',
  customerClient: '',
  customerEmail: 'ap@client.example',
  billingKey: `${MILESTONE_ID}:all:r1`,
  milestoneId: MILESTONE_ID,
  projectId: 'project-1',
  trigger: 'Milestone approval',
  takenOff: 0,
  delivering: 'mail',
  mailReturned: false,
  revision: 1,
  decision: 'Approved 2026-11-03',
  order: '',
  poNumber: '',
  number: 'NW-0001',
  revises: '',
  revisedBy: '',
  hostedUrl: 'https://invoice.example/i/1',
  currency: currency('GBP'),
  total: 400_000,
  amountDue: 400_000,
  amountPaid: 0,
  amountRemaining: 400_000,
  amountOverpaid: 0,
  credited: 0,
  creditedAfterPayment: 0,
  moves: NO_MOVES,
  dueAt: instantFromIso('2026-11-17T23:59:59Z'),
  createdAt: instantFromIso('2026-11-03T14:20:00Z'),
  finalizedAt: instantFromIso('2026-11-03T14:20:05Z'),
  paidAt: null,
  ...changes,
});

export const aFollowUpPolicy = (changes: Partial<FollowUpPolicy> = {}): FollowUpPolicy => ({
  held: false,
  sendingHours: { from: 9, to: 16 },
  formalAfterDays: 14,
  formalFrom: 50,
  smallBalance: 0,
  whilePaused: 'continue',
  repeats: 0,
  thankYou: false,
  comments: true,
  channel: 'mail',
  ...changes,
});

export const aPolicy = (changes: Partial<Policy> = {}): Policy => ({
  timeZone: 'Europe/London',
  currency: currency('GBP'),
  paymentTermsDays: 14,
  dueSoonDays: 7,
  quietPeriodSeconds: 600,
  defaultBillingOwner: undefined,
  shadow: false,
  holidays: [],
  holidayCountry: 'GB-ENG',
  confirmAfterDays: 30,
  reviewWindowDays: 5,
  depositCreditedTo: 'final',
  retainerMonths: 1,
  taxIdRequiredIn: [],
  closeoutComment: true,
  followUp: aFollowUpPolicy(),
  sweepSeconds: 600,
  ...changes,
});

export const theFacts = (changes: Partial<MilestoneFacts> = {}): MilestoneFacts => ({
  milestone: aMilestone(),
  project: aProject(),
  client: aClient(),
  siblings: [],
  deals: [],
  invoices: [],
  stranger: undefined,
  clientInvoices: [],
  approvedSince: instantFromIso('2026-11-03T14:10:00Z'),
  unapprovedAt: undefined,
  mode: 'test',
  namedInOtherMode: false,
  ...changes,
});
