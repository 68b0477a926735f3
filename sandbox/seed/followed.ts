import { instantFromMillis, type PlainDate } from '../../src/billing/calendar.ts';
import type { Client, Invoice, Milestone, Person, Project } from '../../src/billing/facts.ts';
import type { Followed } from '../../src/billing/follow-up/followed.ts';
import type { StopNote } from '../../src/billing/follow-up/record.ts';
import { CLIENTS, type SeedClient } from './clients.ts';
import type { SeedMilestone, SeedStop } from './milestone.ts';
import { PEOPLE, type PersonKey } from './people.ts';
import { PROJECTS, type SeedProject } from './projects.ts';
import type { Known } from './rows.ts';

const NEVER = instantFromMillis(0);

const personOf = (key: PersonKey, { person }: Known): Person => ({ ...PEOPLE[key], id: person(key), isPerson: true });

/** A seeded invoice with the rows around it, as far as its follow-up rests on them. */
export function followedOf(milestone: SeedMilestone, invoice: Invoice, known: Known): Followed {
  const project = PROJECTS.find(({ name }) => name === milestone.project);
  const client = CLIENTS.find(({ name }) => name === project?.client);
  return {
    invoice,
    milestone: milestoneOf(milestone, known),
    project: project === undefined ? undefined : projectOf(project, known),
    client: client === undefined ? undefined : clientOf(client, known),
  };
}

/** Somebody set the stops of today so many days ago. */
const STOPPED_AGO = 3;

/** The stops that people have set beside a milestone, with the days on which they did. */
export function stopsOf({ stop, stopBefore }: SeedMilestone, { day }: Known): readonly StopNote[] {
  const until = (set: SeedStop): PlainDate | null => (set.until === undefined ? null : day(set.until));
  const before: readonly StopNote[] =
    stopBefore === undefined
      ? []
      : [
          {
            kind: stopBefore.kind,
            placedOn: day(stopBefore.placed),
            until: until(stopBefore),
            endedOn: day(stopBefore.ended),
          },
        ];
  const present: readonly StopNote[] =
    stop === undefined ? [] : [{ kind: stop.kind, placedOn: day(-STOPPED_AGO), until: until(stop), endedOn: null }];
  return [...before, ...present];
}

const milestoneOf = ({ name, approval, stop }: SeedMilestone, { row, day }: Known): Milestone => ({
  id: row(name),
  url: '',
  name,
  projectIds: [],
  order: null,
  trigger: null,
  amount: null,
  currency: null,
  plannedDate: null,
  delivery: null,
  hasEvidence: true,
  handedOver: [],
  approval,
  approvedAmount: null,
  approvalOwners: [],
  decidedBy: [],
  decidedOn: null,
  decisionChannel: null,
  decisionProof: null,
  billingOwners: [],
  followUpStop: stop?.kind ?? null,
  stopUntil: stop?.until === undefined ? null : day(stop.until),
  stopReason: stop?.reason ?? '',
  escalationApprovedOn: null,
  portalReference: '',
  lastEditedAt: NEVER,
  shown: {
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
  },
});

const projectOf = (
  { name, client, status, paused, owner, contractValue, escalationClause }: SeedProject,
  known: Known,
): Project => ({
  id: known.row(name),
  url: '',
  name,
  clientIds: [known.row(client)],
  status,
  pausedOn: paused === undefined ? null : known.day(paused.on),
  resumeOn: paused === undefined ? null : known.day(paused.resume),
  owners: [personOf(owner, known)],
  approvalOwners: [],
  agreedChannel: null,
  kickoffWaitsFor: null,
  partialApproval: null,
  whenPaused: null,
  pausedRetainer: null,
  escalationClause: escalationClause ?? '',
  contractValue,
  agreement: null,
  lastEditedAt: NEVER,
  shown: { kickoff: null, nextBillingEvent: '', nextBillingDate: null, mismatches: '' },
});

const clientOf = (client: SeedClient, known: Known): Client => ({
  id: known.row(client.name),
  url: '',
  name: client.name,
  billingEmail: client.billingEmail,
  financeContact: client.financeContact,
  copyTo: client.copyTo ?? '',
  poRequired: client.po !== undefined,
  poNumber: client.po?.number ?? '',
  poValue: client.po?.value ?? null,
  poExpires: null,
  submission: 'Email',
  submissionNotes: '',
  paymentTermsDays: client.terms,
  currency: client.currency,
  country: client.country,
  taxId: client.taxId ?? '',
  timeZone: client.timeZone,
  accountOwners: [personOf(client.accountOwner, known)],
  followUpHoldUntil: null,
  oldInvoicesFrom: null,
  language: '',
  lastEditedAt: NEVER,
  shown: { stripeCustomer: '', accountStatus: null },
});
