/**
 * The properties of the four databases under the names a new workspace gets, and the Notion types that serve for each.
 * Where a select is expected, a `status` property serves as well; where an address is expected, people serve.
 */
const SELECT = ['select', 'status'] as const;
const ADDRESS = ['email', 'people'] as const;
const TEXT = ['rich_text', 'title'] as const;

export const DATABASES = {
  milestones: {
    Name: ['title'],
    Project: ['relation'],
    Order: ['number'],
    Trigger: SELECT,
    Amount: ['number'],
    Currency: SELECT,
    'Planned date': ['date'],
    Delivery: SELECT,
    Deliverable: ['url'],
    Evidence: ['files'],
    'Handed over': ['multi_select'],
    Approval: SELECT,
    'Approved amount': ['number'],
    'Approval owner': ADDRESS,
    'Decided by': ADDRESS,
    'Decided on': ['date'],
    'Decision channel': SELECT,
    'Decision proof': ['url'],
    'Billing owner': ['people'],
    'Follow-up stop': SELECT,
    'Stop until': ['date'],
    'Stop reason': TEXT,
    'Escalation approved on': ['date'],
    'Portal reference': TEXT,
    'Billing status': SELECT,
    'Billing detail': TEXT,
    'Missing for billing': TEXT,
    Invoice: ['url'],
    'Invoice number': TEXT,
    'Stripe invoice': TEXT,
    Invoiced: ['number'],
    Remaining: ['number'],
    Issued: ['date'],
    Due: ['date'],
    'Paid on': ['date'],
    'Follow-up step': SELECT,
    'Last follow-up': ['date'],
    'Next follow-up': ['date'],
  },
  projects: {
    Name: ['title'],
    Client: ['relation'],
    Status: SELECT,
    'Paused on': ['date'],
    'Resume on': ['date'],
    Owner: ['people'],
    'Approval owner': ADDRESS,
    'Agreed channel': SELECT,
    'Kickoff waits for': SELECT,
    'Partial approval': SELECT,
    'When paused': SELECT,
    'Paused retainer': SELECT,
    'Escalation clause': TEXT,
    'Contract value': ['number'],
    Agreement: ['url'],
    Kickoff: SELECT,
    'Next billing event': TEXT,
    'Next billing date': ['date'],
    Mismatches: TEXT,
  },
  clients: {
    Name: ['title'],
    'Billing email': ADDRESS,
    'Finance contact': TEXT,
    'Copy to': TEXT,
    'PO required': ['checkbox'],
    'PO number': TEXT,
    'PO value': ['number'],
    'PO expires': ['date'],
    Submission: SELECT,
    'Submission notes': TEXT,
    'Payment terms': ['number'],
    Currency: SELECT,
    Country: TEXT,
    'Tax ID': TEXT,
    'Time zone': TEXT,
    'Account owner': ['people'],
    'Follow-up hold until': ['date'],
    'Follow up old invoices from': ['date'],
    'Message language': TEXT,
    'Stripe customer': TEXT,
    'Account status': SELECT,
  },
  deals: {
    Name: ['title'],
    Stage: SELECT,
    Client: ['relation'],
    Owner: ['people'],
    Value: ['number'],
    Currency: SELECT,
    'Next action': TEXT,
    'Next action on': ['date'],
    'Expected close': ['date'],
    Proposal: ['url'],
    Agreement: ['url'],
    'Payment plan': SELECT,
    Project: ['relation'],
    'Stage since': ['date'],
    Attention: TEXT,
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

/** Properties that a workspace may lack: what they would hold is then always empty. */
export const OPTIONAL: Readonly<Partial<Record<keyof typeof DATABASES, readonly string[]>>> = {
  milestones: ['Portal reference'],
  clients: ['Follow up old invoices from', 'Message language'],
};

export type DatabaseName = keyof typeof DATABASES;
export type PropertyName<D extends DatabaseName> = keyof (typeof DATABASES)[D] & string;

/** Own names of a workspace: for properties, and for options of a property. What is not listed keeps its name. */
export type OwnNames = {
  readonly properties: Readonly<Partial<Record<DatabaseName, Readonly<Record<string, string>>>>>;
  readonly options: Readonly<Partial<Record<DatabaseName, Readonly<Record<string, Readonly<Record<string, string>>>>>>>;
};
