import { addDays, type PlainDate } from '../../../src/billing/calendar.ts';
import { type Client, HANDOVER_PARTS, type Milestone, type Project } from '../../../src/billing/facts.ts';
import { person } from '../../support/facts.ts';
import { APPROVER, CONTOSO, HANDBOOK, MARA, NORTHWIND, today, WEBSITE } from './setting.ts';
import type { World } from './world.ts';

/** What people of ours do in Notion, by name: what a row says afterwards. */
type Edit<T> = (row: T, world: World) => Partial<T>;

const inDays = (world: World, days: number): PlainDate => addDays(today(world), days);

const WRITTEN = { decidedBy: [APPROVER], decisionChannel: 'Email', decisionProof: 'https://mail.example/1' } as const;

const share = ({ amount }: Milestone, of: number): number => Math.round((amount ?? 4000) * of * 100) / 100;

const whole = (world: World): Partial<Milestone> => ({
  ...WRITTEN,
  approval: 'Approved',
  approvedAmount: null,
  decidedOn: today(world),
});

const inPart =
  (of: number): Edit<Milestone> =>
  (row, world) => ({ ...whole(world), approval: 'Approved in part', approvedAmount: share(row, of) });

/** Decisions that are logged, some of them worth nothing. */
export const DECISIONS = {
  whole: (_row, world) => whole(world),
  'a quarter of it': inPart(0.25),
  'half of it': inPart(0.5),
  'half as much again': inPart(1.5),
  'whole, the day before': (_row, world) => ({ ...whole(world), decidedOn: inDays(world, -1) }),
  'whole, long ago': (_row, world) => ({ ...whole(world), decidedOn: inDays(world, -20) }),
  'whole, to the minute': (_row, world) => ({ ...whole(world), decidedOn: world.now }),
  'whole, by somebody else': (_row, world) => ({ ...whole(world), decidedBy: ['r.lane@client.example'] }),
  'whole, by two': (_row, world) => ({ ...whole(world), decidedBy: [APPROVER, 'r.lane@client.example'] }),
  'whole, without proof': (_row, world) => ({ ...whole(world), decisionProof: null }),
  'whole, in passing': (_row, world) => ({ ...whole(world), decisionChannel: 'Notion' }),
  'whole, dated ahead': (_row, world) => ({ ...whole(world), decidedOn: inDays(world, 3) }),
  'whole, undated': (_row, world) => ({ ...whole(world), decidedOn: null }),
} as const satisfies Record<string, Edit<Milestone>>;

export const MILESTONE_EDITS = {
  requested: () => ({ approval: 'Requested' }),
  'changes requested': () => ({ approval: 'Changes requested' }),
  withdrawn: () => ({ approval: 'Withdrawn' }),
  rejected: () => ({ approval: 'Rejected' }),
  'amount 2000': () => ({ amount: 2000 }),
  'amount 4000': () => ({ amount: 4000 }),
  'amount 6500.75': () => ({ amount: 6500.75 }),
  'amount 1.005': () => ({ amount: 1.005 }),
  'amount 0.10': () => ({ amount: 0.1 }),
  'no amount': () => ({ amount: null }),
  'approved amount gone': () => ({ approvedAmount: null }),
  'in EUR': () => ({ currency: 'EUR' }),
  'in JPY': () => ({ currency: 'JPY' }),
  'in shells': () => ({ currency: 'XXQ' }),
  'currency emptied': () => ({ currency: null }),
  'evidence gone': () => ({ hasEvidence: false }),
  'evidence there': () => ({ hasEvidence: true }),
  'in progress': () => ({ delivery: 'In progress' }),
  delivered: () => ({ delivery: 'Delivered', hasEvidence: true }),
  'handed over': () => ({ handedOver: HANDOVER_PARTS }),
  'access missing': () => ({ handedOver: ['Files', 'Documentation', 'Ownership'] }),
  'planned for today': (_row, world) => ({ plannedDate: today(world) }),
  'planned for last week': (_row, world) => ({ plannedDate: inDays(world, -7) }),
  'planned in ten days': (_row, world) => ({ plannedDate: inDays(world, 10) }),
  'planned for the end of the month': (_row, world) => ({ plannedDate: inDays(world, 31 - dayOf(today(world))) }),
  'planned for no day': () => ({ plannedDate: null }),
  'two approval owners': () => ({ approvalOwners: [APPROVER, 'r.lane@client.example'] }),
  'approval owner is one of ours': () => ({ approvalOwners: ['mara@studio.example'] }),
  'approval owner as in the project': () => ({ approvalOwners: [] }),
  'no billing owner': () => ({ billingOwners: [] }),
  'a billing owner': () => ({ billingOwners: [person('Ada')] }),
  'two billing owners': () => ({ billingOwners: [MARA, person('Ada')] }),
  'a bot as billing owner': () => ({ billingOwners: [person('Robot', { isPerson: false })] }),
  'handed in at the portal': () => ({ portalReference: 'P-77' }),
  'not handed in after all': () => ({ portalReference: '' }),
  'on hold for a week': (_row, world) => ({ followUpStop: 'On hold', stopUntil: inDays(world, 7) }),
  'promised for Friday': (_row, world) => ({ followUpStop: 'Promised', stopUntil: inDays(world, 4) }),
  queried: () => ({ followUpStop: 'Queried', stopReason: 'Which hours?', stopUntil: null }),
  'no stop': () => ({ followUpStop: null, stopUntil: null }),
  renamed: ({ name }) => ({ name: name.startsWith('The ') ? name.slice(4) : `The ${name}` }),
  'trigger gone': () => ({ trigger: null }),
  'billed by approval': () => ({ trigger: 'Milestone approval' }),
  'billed with the handoff': () => ({ trigger: 'Final handoff' }),
} as const satisfies Record<string, Edit<Milestone>>;

export const MILESTONE_MOVES = {
  'in the other project': ({ projectIds }) => ({ projectIds: [projectIds[0] === WEBSITE ? HANDBOOK : WEBSITE] }),
  'in both projects': () => ({ projectIds: [WEBSITE, HANDBOOK] }),
  'in the website project': () => ({ projectIds: [WEBSITE] }),
} as const satisfies Record<string, Edit<Milestone>>;

const dayOf = (date: PlainDate): number => Number(date.slice(8));

export const PROJECT_EDITS = {
  'paused today': (_row, world) => ({ status: 'Paused', pausedOn: today(world), resumeOn: null }),
  'paused for ten days already': (_row, world) => ({ status: 'Paused', pausedOn: inDays(world, -10), resumeOn: null }),
  'paused from tomorrow for three weeks': (_row, world) => ({
    status: 'Paused',
    pausedOn: inDays(world, 1),
    resumeOn: inDays(world, 22),
  }),
  'paused, nobody wrote since when': () => ({ status: 'Paused', pausedOn: null, resumeOn: null }),
  'goes on today': (_row, world) => ({ status: 'Active', resumeOn: today(world) }),
  'goes on, dates cleared': () => ({ status: 'Active', pausedOn: null, resumeOn: null }),
  done: () => ({ status: 'Done' }),
  'no owner': () => ({ owners: [] }),
  'two owners': () => ({ owners: [MARA, person('Jonas')] }),
  'one owner': () => ({ owners: [MARA] }),
  'no approval owner': () => ({ approvalOwners: [] }),
  'an approval owner': () => ({ approvalOwners: [APPROVER] }),
  'any channel': () => ({ agreedChannel: null }),
  'bills parts': () => ({ partialApproval: 'Bill approved part' }),
  'waits for full approval': () => ({ partialApproval: 'Wait for full' }),
  'defers when paused': () => ({ whenPaused: 'Defer until resume' }),
  'retainer in full': () => ({ pausedRetainer: 'Full' }),
  'retainer by days': () => ({ pausedRetainer: 'Prorate' }),
  'contract over 9000': () => ({ contractValue: 9000 }),
  'contract over 20000': () => ({ contractValue: 20_000 }),
  'no contract value': () => ({ contractValue: null }),
  'agreement recorded': () => ({ agreement: 'https://files.example/agreement' }),
  'agreement gone': () => ({ agreement: null }),
} as const satisfies Record<string, Edit<Project>>;

export const PROJECT_MOVES = {
  'for the other client': ({ clientIds }) => ({ clientIds: [clientIds[0] === NORTHWIND ? CONTOSO : NORTHWIND] }),
} as const satisfies Record<string, Edit<Project>>;

export const CLIENT_EDITS = {
  'address changed': () => ({ billingEmail: 'new@client.example' }),
  'address gone': () => ({ billingEmail: null }),
  'address is ours': () => ({ billingEmail: 'mara@studio.example' }),
  'terms 0': () => ({ paymentTermsDays: 0 }),
  'terms 30': () => ({ paymentTermsDays: 30 }),
  'terms nonsense': () => ({ paymentTermsDays: -1 }),
  'order required, none there': () => ({ poRequired: true, poNumber: '', poValue: null }),
  'order over 5000': () => ({ poRequired: true, poNumber: 'PO-1', poValue: 5000 }),
  'order raised to 12000': () => ({ poRequired: true, poNumber: 'PO-1', poValue: 12_000 }),
  'another order': () => ({ poRequired: true, poNumber: 'PO-2', poValue: 5000, poExpires: null }),
  'order expires in a week': (_row, world) => ({ poRequired: true, poNumber: 'PO-1', poExpires: inDays(world, 7) }),
  'no order required': () => ({ poRequired: false }),
  'through a portal': () => ({ submission: 'Portal', submissionNotes: 'As PDF' }),
  'portal, nobody asked how': () => ({ submission: 'Portal', submissionNotes: '' }),
  'by mail': () => ({ submission: 'Email' }),
  'in EUR': () => ({ currency: 'EUR' }),
  'in GBP': () => ({ currency: 'GBP' }),
  'no account owner': () => ({ accountOwners: [] }),
  'an account owner': () => ({ accountOwners: [person('Jonas')] }),
  'in no country': () => ({ country: 'Narnia' }),
  'in Germany': () => ({ country: 'DE' }),
} as const satisfies Record<string, Edit<Client>>;
