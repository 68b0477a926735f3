import fc from 'fast-check';
import { addDays, dueInstant, instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import { parseCurrency } from '../../../src/billing/currency.ts';
import {
  APPROVALS,
  BILLING_STATUSES,
  type Client,
  DEAL_STAGES,
  DELIVERIES,
  type Deal,
  FOLLOW_UP_STOPS,
  type Invoice,
  type Milestone,
  type Person,
  type Policy,
  type Project,
  type ShownOnMilestone,
  TRIGGERS,
} from '../../../src/billing/facts.ts';
import type { ReviewFacts } from '../../../src/billing/review/facts.ts';
import { aDeal, anInvoice, aPolicy, nothingShown } from '../../support/facts.ts';

export const currency = (code: string) => {
  const known = parseCurrency(code);
  if (known === undefined) throw new RangeError(`${code} is no currency.`);
  return known;
};

export const policy: Policy = aPolicy({ quietPeriodSeconds: 120 });

/** Wednesday of 2026-W46: 9 to 15 November. */
export const WEDNESDAY = instantFromIso('2026-11-11T09:00:00Z');
const EDITED = instantFromIso('2026-10-01T09:00:00Z');

export const person = (name: string): Person => ({ id: `person-${name}`, name, email: null, isPerson: true });

export const milestone = (
  name: string,
  { shown, ...given }: Partial<Omit<Milestone, 'shown'>> & { readonly shown?: Partial<ShownOnMilestone> } = {},
): Milestone => ({
  id: `page-${name}`,
  url: `https://notion.example/${name}`,
  name,
  projectIds: ['website'],
  order: null,
  trigger: 'Milestone approval',
  amount: 1000,
  currency: null,
  plannedDate: null,
  delivery: 'Planned',
  hasEvidence: false,
  handedOver: [],
  approval: 'Not requested',
  approvedAmount: null,
  approvalOwners: [],
  decidedBy: [],
  decidedOn: null,
  decisionChannel: null,
  decisionProof: null,
  billingOwners: [],
  followUpStop: null,
  stopUntil: null,
  stopReason: '',
  escalationApprovedOn: null,
  portalReference: '',
  lastEditedAt: EDITED,
  ...given,
  shown: { ...nothingShown, ...shown },
});

/** A milestone whose invoice is out: 14 days of term before `due`. Its status is what Notion was last told. */
export const invoiced = (
  name: string,
  due: string,
  { shown, ...given }: Parameters<typeof milestone>[1] = {},
): Milestone =>
  milestone(name, {
    delivery: 'Delivered',
    approval: 'Approved',
    ...given,
    shown: {
      billingStatus: 'Sent',
      invoiced: 1000,
      remaining: 1000,
      issued: addDays(plainDate(due), -14),
      due: plainDate(due),
      invoiceNumber: `INV-${name}`,
      invoiceUrl: `https://stripe.example/${name}`,
      stripeInvoice: `in_${name}`,
      ...shown,
    },
  });

export const project: Project = {
  id: 'website',
  url: 'https://notion.example/website',
  name: 'Website',
  clientIds: ['acme'],
  status: 'Active',
  pausedOn: null,
  resumeOn: null,
  owners: [person('Priya')],
  approvalOwners: [],
  agreedChannel: null,
  kickoffWaitsFor: null,
  partialApproval: null,
  whenPaused: null,
  pausedRetainer: null,
  escalationClause: '',
  contractValue: null,
  agreement: null,
  lastEditedAt: EDITED,
  shown: { kickoff: null, nextBillingEvent: '', nextBillingDate: null, mismatches: '' },
};

export const client: Client = {
  id: 'acme',
  url: 'https://notion.example/acme',
  name: 'Acme',
  billingEmail: null,
  financeContact: '',
  copyTo: '',
  poRequired: false,
  poNumber: '',
  poValue: null,
  poExpires: null,
  submission: null,
  submissionNotes: '',
  paymentTermsDays: null,
  currency: null,
  country: '',
  taxId: '',
  timeZone: '',
  accountOwners: [],
  followUpHoldUntil: null,
  oldInvoicesFrom: null,
  language: '',
  lastEditedAt: EDITED,
  shown: { stripeCustomer: '', accountStatus: null },
};

export const reviewFacts = (milestones: readonly Milestone[], given: Partial<ReviewFacts> = {}): ReviewFacts => ({
  milestones,
  projects: [project],
  clients: [client],
  deals: [],
  stripe: undefined,
  unreadable: [],
  lastWeek: undefined,
  health: [],
  ...given,
});

const dayAround = fc.integer({ min: -120, max: 60 }).map((days) => addDays(plainDate('2026-11-11'), days));

/** Milestones in any state, in three currencies of which one has no decimals. */
export const anyMilestones: fc.Arbitrary<Milestone[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 10_000 }),
      status: fc.constantFrom(...BILLING_STATUSES),
      currency: fc.constantFrom('GBP', 'EUR', 'JPY'),
      amount: fc.integer({ min: 1, max: 900_000 }),
      paid: fc.integer({ min: 0, max: 100 }),
      issued: dayAround,
      term: fc.integer({ min: 0, max: 60 }),
      planned: fc.option(dayAround),
      approval: fc.constantFrom(...APPROVALS),
      delivery: fc.constantFrom(...DELIVERIES),
      trigger: fc.option(fc.constantFrom(...TRIGGERS)),
      owner: fc.constantFrom('Ana', 'Ben', ''),
      returned: fc.boolean(),
      stop: fc.option(fc.constantFrom(...FOLLOW_UP_STOPS)),
      until: fc.option(dayAround),
    }),
    { selector: ({ id }) => id, maxLength: 20 },
  )
  .map((drawn) =>
    drawn.map((item) => {
      const amount = item.currency === 'JPY' ? item.amount : item.amount / 100;
      const isBilled = item.status !== 'Not yet triggered';
      const isOpen = isBilled && item.status !== 'Paid' && item.status !== 'Closed';
      const paid = Math.round((item.amount * item.paid) / 100);
      const remaining = isOpen ? (item.currency === 'JPY' ? item.amount - paid : (item.amount - paid) / 100) : 0;
      return milestone(String(item.id), {
        amount,
        currency: item.currency,
        plannedDate: item.planned,
        approval: item.approval,
        delivery: item.delivery,
        trigger: item.trigger,
        followUpStop: item.stop,
        stopUntil: item.until,
        billingOwners: item.owner === '' ? [person('Ana'), person('Ben')] : [person(item.owner)],
        shown: {
          billingStatus: item.status,
          billingDetail: isOpen && item.returned ? 'Money returned: the bank took it back.' : '',
          ...(isBilled
            ? { invoiced: amount, remaining, issued: item.issued, due: addDays(item.issued, item.term) }
            : {}),
          paidOn: item.status === 'Paid' ? item.issued : null,
        },
      });
    }),
  );

/** The invoice in Stripe behind an invoiced milestone. */
export const invoiceOf = ({ id, shown, currency: code }: Milestone, changes: Partial<Invoice> = {}): Invoice => {
  const minor = (major: number | null): number => Math.round((major ?? 0) * (code === 'JPY' ? 1 : 100));
  const issuedAt = dueInstant(policy.timeZone, shown.issued ?? plainDate('2026-11-01'));
  const isPaid = shown.billingStatus === 'Paid';
  return anInvoice({
    id: `in_${id}`,
    milestoneId: id,
    status: isPaid ? 'paid' : 'open',
    number: `NW-${id}`,
    currency: currency(code ?? 'GBP'),
    total: minor(shown.invoiced),
    amountDue: minor(shown.invoiced),
    amountPaid: minor(shown.invoiced) - minor(shown.remaining),
    amountRemaining: minor(shown.remaining),
    createdAt: issuedAt,
    finalizedAt: issuedAt,
    dueAt: shown.due === null ? null : dueInstant(policy.timeZone, shown.due),
    paidAt: isPaid && shown.paidOn !== null ? dueInstant(policy.timeZone, shown.paidOn) : null,
    ...changes,
  });
};

const anyDeals: fc.Arbitrary<Deal[]> = fc.uniqueArray(
  fc
    .record({
      id: fc.integer({ min: 0, max: 10_000 }),
      stage: fc.option(fc.constantFrom(...DEAL_STAGES)),
      value: fc.option(fc.integer({ min: 1, max: 90_000 })),
      currency: fc.constantFrom('GBP', 'EUR', null),
      nextActionOn: fc.option(dayAround),
      expectedClose: fc.option(dayAround),
      since: fc.option(dayAround),
      hasOwner: fc.boolean(),
    })
    .map(({ id, since, hasOwner, ...deal }) =>
      aDeal({
        ...deal,
        id: `deal-${id}`,
        name: `Deal ${id}`,
        clientIds: ['acme'],
        owners: hasOwner ? [person('Priya')] : [],
        shown: { stageSince: since, attention: '' },
      }),
    ),
  { selector: ({ id }) => id, maxLength: 8 },
);

/** Facts as Notion and Stripe give them together: an invoice behind each milestone that shows one. */
export const anyFacts: fc.Arbitrary<ReviewFacts> = fc.tuple(anyMilestones, anyDeals).map(([milestones, deals]) =>
  reviewFacts(milestones, {
    deals,
    stripe: {
      invoices: milestones.filter(({ shown }) => shown.invoiced !== null).map((one) => invoiceOf(one)),
      givenUp: [],
    },
  }),
);
