import type { PlainDate } from '../../src/billing/calendar.ts';
import type { PropertyWrites } from '../notion/index.ts';
import type { SeedClient } from './clients.ts';
import type { SeedDeal } from './deals.ts';
import type { SeedMilestone } from './milestone.ts';
import type { PersonKey } from './people.ts';
import { PROJECTS, type SeedProject } from './projects.ts';
import { checkbox, date, email, number, people, relation, select, text, title, url } from './writes.ts';

/** What rows refer to: people and rows that exist already, and the calendar. */
export type Known = {
  readonly person: (key: PersonKey) => string;
  readonly row: (name: string) => string;
  /** Days from today. */
  readonly day: (offset: number) => PlainDate;
};

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z]+/g, '-');

export const clientRow = (client: SeedClient, { person, day }: Known): PropertyWrites => ({
  Name: title(client.name),
  'Billing email': email(client.billingEmail),
  'Finance contact': text(client.financeContact),
  'Copy to': text(client.copyTo ?? ''),
  'PO required': checkbox(client.po !== undefined),
  'PO number': text(client.po?.number ?? ''),
  'PO value': number(client.po?.value ?? null),
  'PO expires': date(client.po === undefined ? null : day(client.po.expiresIn)),
  Submission: select('Email'),
  'Payment terms': number(client.terms),
  Currency: select(client.currency),
  Country: text(client.country),
  'Tax ID': text(client.taxId ?? ''),
  'Time zone': text(client.timeZone),
  'Account owner': people([person(client.accountOwner)]),
});

export const projectRow = (project: SeedProject, { person, row, day }: Known): PropertyWrites => ({
  Name: title(project.name),
  Client: relation([row(project.client)]),
  Status: select(project.status),
  'Paused on': date(project.paused === undefined ? null : day(project.paused.on)),
  'Resume on': date(project.paused === undefined ? null : day(project.paused.resume)),
  Owner: people([person(project.owner)]),
  'Approval owner': email(project.approvalOwner),
  'Agreed channel': select(project.channel),
  'Kickoff waits for': select('Payment'),
  'Partial approval': select('Wait for full'),
  'When paused': select('Bill if earned'),
  'Paused retainer': select('Skip'),
  'Escalation clause': text(project.escalationClause ?? ''),
  'Contract value': number(project.contractValue),
  Agreement: url(`https://files.fieldnote.example/agreements/${slug(project.name)}`),
});

/** The order within the project is the order in the table. */
export const milestoneRow = (milestone: SeedMilestone, order: number, known: Known): PropertyWrites => ({
  Name: title(milestone.name),
  Project: relation([known.row(milestone.project)]),
  Order: number(order),
  Trigger: select(milestone.trigger),
  Amount: number(milestone.amount),
  'Planned date': date(known.day(milestone.planned)),
  Delivery: select(milestone.delivery),
  Deliverable: url(
    milestone.evidence === 'missing' ? null : `https://files.fieldnote.example/work/${slug(milestone.name)}`,
  ),
  Approval: select(milestone.approval),
  ...decisionOf(milestone, known),
  'Follow-up stop': select(milestone.stop?.kind ?? null),
  'Stop until': date(milestone.stop?.until === undefined ? null : known.day(milestone.stop.until)),
  'Stop reason': text(milestone.stop?.reason ?? ''),
});

function decisionOf({ project, name, decision }: SeedMilestone, { day }: Known): PropertyWrites {
  if (decision === undefined) return {};
  const agreed = PROJECTS.find((candidate) => candidate.name === project);
  return {
    'Decided by': email(decision.by ?? agreed?.approvalOwner ?? null),
    'Decided on': date(day(decision.on)),
    'Decision channel': select(decision.channel ?? agreed?.channel ?? null),
    'Decision proof': url(
      decision.proof === 'missing' ? null : `https://mail.fieldnote.example/approvals/${slug(name)}`,
    ),
  };
}

/** What a colleague fills in when the approval owner said yes today, in the agreed way. */
export const approvalOf = (milestone: SeedMilestone, known: Known): PropertyWrites => ({
  Approval: select('Approved'),
  ...decisionOf({ ...milestone, decision: { on: 0 } }, known),
});

export const dealRow = (deal: SeedDeal, { person, row, day }: Known): PropertyWrites => ({
  Name: title(deal.name),
  Stage: select(deal.stage),
  Client: relation(deal.client === undefined ? [] : [row(deal.client)]),
  Owner: people([person(deal.owner)]),
  Value: number(deal.value),
  Currency: select(deal.currency),
  'Next action': text(deal.next?.action ?? ''),
  'Next action on': date(deal.next === undefined ? null : day(deal.next.on)),
  'Expected close': date(day(deal.closesIn)),
  Proposal: url(
    deal.stage === 'Inquiry' || deal.stage === 'Qualified'
      ? null
      : `https://files.fieldnote.example/proposals/${slug(deal.name)}`,
  ),
  Agreement: url(deal.stage === 'Won' ? `https://files.fieldnote.example/agreements/${slug(deal.name)}` : null),
  Project: relation(deal.project === undefined ? [] : [row(deal.project)]),
});
