import type { DatabaseName } from '../names.ts';
import {
  byHub,
  checkbox,
  type DatabaseDefinition,
  date,
  email,
  files,
  money,
  multiSelect,
  number,
  openSelect,
  people,
  relation,
  select,
  text,
  title,
  url,
} from './definition.ts';

const CHANNELS = { Email: 'blue', 'Client portal': 'purple', 'Signed document': 'green', Notion: 'gray' } as const;
const CURRENCIES = { EUR: 'blue', USD: 'green', GBP: 'purple', CHF: 'red', JPY: 'orange' } as const;

const clients: DatabaseDefinition<'clients'> = {
  title: 'Clients',
  says: 'Milepost: who is billed, and how.',
  properties: {
    Name: title('As it stands on invoices.'),
    'Billing email': email('Where invoices go.'),
    'Finance contact': text('The person of the client who pays.'),
    'Copy to': text('Addresses that get a copy of follow-ups, separated by commas.'),
    'PO required': checkbox('Nothing is billed without a purchase order.'),
    'PO number': text(),
    'PO value': money('What the purchase order covers.'),
    'PO expires': date(),
    Submission: select({ Email: 'blue', Portal: 'purple' }, 'How invoices are handed in. Empty: by e-mail.'),
    'Submission notes': text('Which portal, by which day.'),
    'Payment terms': number('Days. Empty: as configured.'),
    Currency: openSelect(CURRENCIES, 'Empty: as configured.'),
    Country: text('ISO code, such as DE.'),
    'Tax ID': text(),
    'Time zone': text('Such as Europe/London. Empty: that of the business.'),
    'Account owner': people('Who of us looks after the client.'),
    'Follow-up hold until': date('No message goes out to this client until then.'),
    'Follow up old invoices from': date(
      'A yes to follow up what was late before Milepost knew of it, from this day on.',
    ),
    'Message language': text('Code such as de. Empty: as configured.'),
    'Stripe customer': byHub(text('The customer in Stripe.')),
    'Account status': byHub(
      select({ Current: 'green', 'Due soon': 'yellow', Overdue: 'red' }, 'The most pressing invoice.'),
    ),
  },
};

const projects: DatabaseDefinition<'projects'> = {
  title: 'Projects',
  says: 'Milepost: what is delivered, and under which rules it is billed.',
  properties: {
    Name: title(),
    Client: relation('clients', 'Projects', 'Exactly one.'),
    Status: select({ Planned: 'gray', Active: 'green', Paused: 'yellow', Done: 'blue' }),
    'Paused on': date(),
    'Resume on': date(),
    Owner: people('Who of us leads it.'),
    'Approval owner': email('The one person of the client who approves.'),
    'Agreed channel': select(CHANNELS, 'How approvals are given.'),
    'Kickoff waits for': select(
      { Payment: 'orange', Invoice: 'yellow', Nothing: 'gray' },
      'What work waits for. Empty: for the payment of the deposit.',
    ),
    'Partial approval': select(
      { 'Wait for full': 'orange', 'Bill approved part': 'blue' },
      'Empty: billed once all of it is approved.',
    ),
    'When paused': select(
      { 'Bill if earned': 'blue', 'Defer until resume': 'orange' },
      'Empty: what was approved before the pause is billed.',
    ),
    'Paused retainer': select({ Skip: 'gray', Full: 'blue', Prorate: 'purple' }, 'Empty: paused periods are skipped.'),
    'Escalation clause': text('Where the contract allows formal steps. Empty: there are none.'),
    'Contract value': money(),
    Agreement: url(),
    Kickoff: byHub(select({ Waiting: 'yellow', Clear: 'green' }, 'Whether work may begin.')),
    'Next billing event': byHub(text()),
    'Next billing date': byHub(date()),
    Mismatches: byHub(text('What differs between delivery, Notion and Stripe.')),
  },
};

const milestones: DatabaseDefinition<'milestones'> = {
  title: 'Milestones',
  says: 'Milepost: each row is billed once, when its trigger comes true.',
  properties: {
    Name: title('Stands on the invoice.'),
    Project: relation('projects', 'Milestones', 'Exactly one.'),
    Order: number('Within the project.'),
    Trigger: select(
      { Deposit: 'purple', 'Milestone approval': 'blue', 'Final handoff': 'green', 'Retainer renewal': 'orange' },
      'What bills it.',
    ),
    Amount: money('In whole units: 4000 is 4,000.00.'),
    Currency: openSelect(CURRENCIES, "Empty: the client's."),
    'Planned date': date('Expected billing date; for deposits and renewals the day itself.'),
    Delivery: select({ Planned: 'gray', 'In progress': 'blue', Delivered: 'green' }),
    Deliverable: url('What was delivered: a link here, or a file in Evidence.'),
    Evidence: files(),
    'Handed over': multiSelect(
      { Files: 'blue', Documentation: 'purple', Access: 'orange', Ownership: 'green' },
      'For a final handoff: all four.',
    ),
    Approval: select(
      {
        'Not requested': 'gray',
        Requested: 'yellow',
        'Changes requested': 'orange',
        Approved: 'green',
        'Approved in part': 'blue',
        Rejected: 'red',
        Withdrawn: 'brown',
      },
      "The client's word.",
    ),
    'Approved amount': money('For Approved in part.'),
    'Approval owner': email("Who of the client approves. Empty: the project's."),
    'Decided by': email('Who of the client decided.'),
    'Decided on': date(),
    'Decision channel': select(CHANNELS),
    'Decision proof': url('Where the decision can be read.'),
    'Billing owner': people('Who of us sees to it.'),
    'Follow-up stop': select(
      { 'On hold': 'yellow', Promised: 'blue', Queried: 'orange' },
      'Why no follow-up goes out.',
    ),
    'Stop until': date(),
    'Stop reason': text(),
    'Escalation approved on': date('A yes to the formal step, on that very day only.'),
    'Portal reference': text("Under what the client's portal took the invoice."),
    'Billing status': byHub(
      select({
        'Not yet triggered': 'gray',
        Sent: 'blue',
        'Due soon': 'yellow',
        Overdue: 'red',
        Paid: 'green',
        Closed: 'brown',
      }),
    ),
    'Billing detail': byHub(text('Why, in one line.')),
    'Missing for billing': byHub(text('What is still needed, and from whom.')),
    Invoice: byHub(url('The payment link.')),
    'Invoice number': byHub(text()),
    'Stripe invoice': byHub(text()),
    Invoiced: byHub(money()),
    Remaining: byHub(money('What is still owed.')),
    Issued: byHub(date()),
    Due: byHub(date()),
    'Paid on': byHub(date()),
    'Follow-up step': byHub(select({ Light: 'yellow', Firm: 'orange', Formal: 'red' })),
    'Last follow-up': byHub(date()),
    'Next follow-up': byHub(date()),
  },
};

const deals: DatabaseDefinition<'deals'> = {
  title: 'Deals',
  says: 'Milepost: from the first inquiry to a project.',
  properties: {
    Name: title(),
    Stage: select({
      Inquiry: 'gray',
      Qualified: 'blue',
      'Proposal sent': 'yellow',
      Agreed: 'purple',
      Won: 'green',
      Lost: 'red',
    }),
    Client: relation('clients', 'Deals', 'Exactly one.'),
    Owner: people('Exactly one person of ours.'),
    Value: money('The whole price.'),
    Currency: openSelect(CURRENCIES, "Empty: the client's."),
    'Next action': text(),
    'Next action on': date(),
    'Expected close': date(),
    Proposal: url(),
    Agreement: url(),
    'Payment plan': openSelect({}, 'A name from paymentPlans of the configuration.'),
    Project: byHub(relation('projects', 'Deals', 'The project that it became.')),
    'Stage since': byHub(date()),
    Attention: byHub(text('What is missing or late.')),
  },
};

/** The four databases as a new workspace gets them: made so by `milepost init`, compared with this by `milepost doctor`. */
export const DEFINITIONS: { readonly [D in DatabaseName]: DatabaseDefinition<D> } = {
  clients,
  projects,
  milestones,
  deals,
};

/** Each after those that its relations lead to. */
export const BUILD_ORDER = ['clients', 'projects', 'milestones', 'deals'] as const satisfies readonly DatabaseName[];
