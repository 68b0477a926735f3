import { type PageLine, PROPOSAL_FIELDS } from '../../../src/billing/deals/proposal.ts';

/** A page that a new workspace gets below the one that everything lies on. */
export type PageDefinition = { readonly title: string; readonly lines: readonly PageLine[] };

const heading = (text: string): PageLine => ({ style: 'heading', text });
const line = (text: string): PageLine => ({ style: 'text', text });
const item = (text: string): PageLine => ({ style: 'item', text });

/** What is known of a deal is filled in for these; the rest is a hint in square brackets. */
const FILLED: Readonly<Partial<Record<(typeof PROPOSAL_FIELDS)[number]['name'], string>>> = {
  Price: '{{price}}',
  Currency: '{{currency}}',
  Terms: '{{terms}}',
};

const proposalTemplate: PageDefinition = {
  title: 'Proposal template',
  lines: [
    line('Proposal for {{client}}, by {{owner}}.'),
    ...PROPOSAL_FIELDS.flatMap(({ name, hint }) => [
      heading(name === 'Milestones' ? 'Milestones and their triggers' : name),
      line(FILLED[name] ?? hint),
    ]),
  ],
};

const howBillingWorks: PageDefinition = {
  title: 'How billing works here',
  lines: [
    line(
      'Milepost bills each milestone once, when its trigger comes true, and shows here what became of the invoice. Nothing is billed that the client did not approve.',
    ),
    heading('What you do'),
    item('Fill in the client, the project and its milestones: amount, trigger, who approves.'),
    item('When something is delivered, set Delivery, and put a link or a file beside it.'),
    item(
      'When the client has decided, set Approval, Decided by, Decided on, Decision channel and Decision proof. The invoice follows within minutes; until then the decision can be taken back.',
    ),
    item('Whatever keeps a milestone from being billed stands in its Missing for billing, with who can mend it.'),
    heading('What Milepost does'),
    item('It makes the invoice, sends it, and writes Billing status, Billing detail, Invoice, sums and dates.'),
    item('These properties are its own: a change by hand is put back, and said so.'),
    item('It follows up late invoices as the project allows, and stops when Follow-up stop says so.'),
    item('It never voids, credits or refunds: that is yours to do in Stripe, and shown here.'),
    heading('Rules that each project may set'),
    item('Kickoff waits for: Payment of the deposit, unless you choose otherwise.'),
    item('Partial approval: nothing is billed before all of it is approved, unless you choose otherwise.'),
    item('When paused: what was approved before the pause is billed.'),
    item('Paused retainer: periods of a pause are skipped.'),
    item('Escalation clause: empty means that no formal step is ever taken.'),
    heading('Where to look'),
    item('Milestones, What waits: everything that is not billed yet, and why.'),
    item('Milestones, Due dates: what falls due when.'),
    item('Deals, Needs attention: what is missing or late before a deal is won.'),
    item('The Google Sheet: one tab a week, for the owner.'),
  ],
};

export const PAGES = { proposalTemplate, howBillingWorks } as const;
export type PageName = keyof typeof PAGES;
