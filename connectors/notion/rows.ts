import {
  APPROVALS,
  BILLING_STATUSES,
  CHANNELS,
  type Client,
  DEAL_STAGES,
  DELIVERIES,
  type Deal,
  FOLLOW_UP_STEPS,
  FOLLOW_UP_STOPS,
  type Milestone,
  PROJECT_STATUSES,
  type Project,
  TRIGGERS,
} from '../../src/billing/facts.ts';
import { dayOnly, type Row } from './page.ts';

/** One row of Milestones as billing reads it. */
export function toMilestone(row: Row): Milestone {
  return {
    id: row.id,
    url: row.url,
    lastEditedAt: row.lastEditedAt,
    name: row.text('Name'),
    projectIds: row.relation('Project'),
    order: row.number('Order'),
    trigger: row.option('Trigger', TRIGGERS),
    amount: row.number('Amount'),
    currency: row.anyOption('Currency'),
    plannedDate: row.date('Planned date'),
    delivery: row.option('Delivery', DELIVERIES),
    hasEvidence: row.link('Deliverable') !== null || row.fileCount('Evidence') > 0,
    handedOver: row.options('Handed over'),
    approval: row.option('Approval', APPROVALS),
    approvedAmount: row.number('Approved amount'),
    approvalOwners: row.addresses('Approval owner'),
    decidedBy: row.addresses('Decided by'),
    decidedOn: row.date('Decided on'),
    decisionChannel: row.option('Decision channel', CHANNELS),
    decisionProof: row.link('Decision proof'),
    billingOwners: row.people('Billing owner'),
    followUpStop: row.option('Follow-up stop', FOLLOW_UP_STOPS),
    stopUntil: row.date('Stop until'),
    stopReason: row.text('Stop reason'),
    escalationApprovedOn: row.date('Escalation approved on'),
    portalReference: row.optionalText('Portal reference'),
    shown: {
      billingStatus: row.option('Billing status', BILLING_STATUSES),
      billingDetail: row.text('Billing detail'),
      missingForBilling: row.text('Missing for billing'),
      invoiceUrl: row.link('Invoice'),
      invoiceNumber: row.text('Invoice number'),
      stripeInvoice: row.text('Stripe invoice').trim(),
      invoiced: row.number('Invoiced'),
      remaining: row.number('Remaining'),
      issued: dayOnly(row.date('Issued')),
      due: dayOnly(row.date('Due')),
      paidOn: dayOnly(row.date('Paid on')),
      followUpStep: row.option('Follow-up step', FOLLOW_UP_STEPS),
      lastFollowUp: dayOnly(row.date('Last follow-up')),
      nextFollowUp: dayOnly(row.date('Next follow-up')),
    },
  };
}

/** One row of Projects. */
export function toProject(row: Row): Project {
  return {
    id: row.id,
    url: row.url,
    lastEditedAt: row.lastEditedAt,
    name: row.text('Name'),
    clientIds: row.relation('Client'),
    status: row.option('Status', PROJECT_STATUSES),
    pausedOn: row.date('Paused on'),
    resumeOn: row.date('Resume on'),
    owners: row.people('Owner'),
    approvalOwners: row.addresses('Approval owner'),
    agreedChannel: row.option('Agreed channel', CHANNELS),
    kickoffWaitsFor: row.option('Kickoff waits for', ['Payment', 'Invoice', 'Nothing']),
    partialApproval: row.option('Partial approval', ['Wait for full', 'Bill approved part']),
    whenPaused: row.option('When paused', ['Bill if earned', 'Defer until resume']),
    pausedRetainer: row.option('Paused retainer', ['Skip', 'Full', 'Prorate']),
    escalationClause: row.text('Escalation clause'),
    contractValue: row.number('Contract value'),
    agreement: row.link('Agreement'),
    shown: {
      kickoff: row.option('Kickoff', ['Waiting', 'Clear']),
      nextBillingEvent: row.text('Next billing event'),
      nextBillingDate: dayOnly(row.date('Next billing date')),
      mismatches: row.text('Mismatches'),
    },
  };
}

/** One row of Clients. */
export function toClient(row: Row): Client {
  return {
    id: row.id,
    url: row.url,
    lastEditedAt: row.lastEditedAt,
    name: row.text('Name'),
    billingEmail: row.addresses('Billing email')[0] ?? null,
    financeContact: row.text('Finance contact'),
    copyTo: row.text('Copy to'),
    poRequired: row.checkbox('PO required'),
    poNumber: row.text('PO number').trim(),
    poValue: row.number('PO value'),
    poExpires: row.date('PO expires'),
    submission: row.option('Submission', ['Email', 'Portal']),
    submissionNotes: row.text('Submission notes'),
    paymentTermsDays: row.number('Payment terms'),
    currency: row.anyOption('Currency'),
    country: row.text('Country'),
    taxId: row.text('Tax ID'),
    timeZone: row.text('Time zone'),
    accountOwners: row.people('Account owner'),
    followUpHoldUntil: row.date('Follow-up hold until'),
    oldInvoicesFrom: row.optionalDate('Follow up old invoices from'),
    language: row.optionalText('Message language').trim().toLowerCase(),
    shown: {
      stripeCustomer: row.text('Stripe customer').trim(),
      accountStatus: row.option('Account status', ['Current', 'Due soon', 'Overdue']),
    },
  };
}

/** One row of Deals, as far as billing rests on it. */
export const toDeal = (row: Row): Deal => ({
  id: row.id,
  name: row.text('Name'),
  stage: row.option('Stage', DEAL_STAGES),
});
