import { instantFromMillis, plainDate } from '../../src/billing/calendar.ts';
import type { Invoice, Milestone } from '../../src/billing/facts.ts';
import { SLOTS } from '../../src/billing/follow-up/record.ts';
import { noMoves } from '../support/facts.ts';
import type { Alter } from './hub.ts';
import type { Services } from './services.ts';

type Broken = {
  readonly alter: Alter;
  /** The promise that it breaks. */
  readonly found: RegExp;
  /** Of histories in which it shows soon; 1 where that is not said. */
  readonly seed?: number;
};

const DAY_MS = 24 * 60 * 60_000;

/** What it reads of every invoice is not so. */
const invoicesAs = (services: Services, seen: (invoice: Invoice) => Invoice): Services => ({
  ...services,
  stripe: {
    ...services.stripe,
    async readInvoice(id) {
      const invoice = await services.stripe.readInvoice(id);
      return typeof invoice === 'object' ? seen(invoice) : invoice;
    },
    invoicesOfCustomer: async (id) => (await services.stripe.invoicesOfCustomer(id)).map(seen),
  },
});

const milestonesAs = (services: Services, seen: (milestone: Milestone) => Milestone): Services => ({
  ...services,
  notion: {
    ...services.notion,
    async readMilestone(id) {
      const milestone = await services.notion.readMilestone(id);
      return milestone === undefined ? undefined : seen(milestone);
    },
  },
});

/** Asks once, and believes the first answer. */
function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const reading = known.get(id) ?? read(id);
    known.set(id, reading);
    return reading;
  };
}

/** As if everything had gone out three days earlier. */
function longAgo({ followUps, ...invoice }: Invoice): Invoice {
  const messages = SLOTS.flatMap((slot) => {
    const message = followUps.messages[slot];
    if (message === undefined) return [];
    return [[slot, { ...message, at: instantFromMillis(message.at - 3 * DAY_MS) }]];
  });
  return { ...invoice, followUps: { ...followUps, messages: Object.fromEntries(messages) } };
}

/** Hubs with one mistake each: a harness that finds none of them finds nothing. */
export const BROKEN_HUBS: Readonly<Record<string, Broken>> = {
  'believes what it read of a milestone before the claim': {
    found: /Rule 11.6: Milestone \d was not read once more/,
    alter: (services) => ({
      ...services,
      notion: { ...services.notion, readMilestone: once(services.notion.readMilestone) },
    }),
  },
  'does not see money that is on its way, disputed or not matched': {
    found:
      /P3: .* although: (all of it is on its way|disputed|a short transfer|a dispute was lost)|Rule 11.6: it names/,
    alter: (services) => invoicesAs(services, (invoice) => ({ ...invoice, moves: noMoves })),
  },
  'takes what is paid for open': {
    found: /P3: .* although: paid/,
    alter: (services) =>
      invoicesAs(services, (invoice) =>
        invoice.status === 'paid' ? { ...invoice, status: 'open', amountRemaining: invoice.total } : invoice,
      ),
  },
  'overlooks stops': {
    found: /P3: .* although: (On hold|Promised|Queried)/,
    alter: (services) => milestonesAs(services, (milestone) => ({ ...milestone, followUpStop: null })),
  },
  'sends without a claim that lasts': {
    found: /P4: .* for the second time/,
    alter: (services) => ({ ...services, stripe: { ...services.stripe, claimMessage: async () => true } }),
  },
  'takes silence of the mail server for a refusal': {
    found: /P4: .* for the second time/,
    alter: (services) => ({
      ...services,
      async send(planned) {
        const outcome = await services.send(planned);
        return outcome.kind === 'unknown' ? { kind: 'refused', why: outcome.why } : outcome;
      },
    }),
  },
  'takes every claim that broke off for unsent': {
    found: /P4: .* for the second time/,
    alter: (services) => ({
      ...services,
      memory: {
        ...services.memory,
        async fingerprint(kind, id) {
          const print = await services.memory.fingerprint(kind, id);
          return kind === 'follow-up claims' ? print?.replace(/"(sending|sent)"/, '"claiming"') : print;
        },
      },
    }),
  },
  'writes to the address of before': {
    found: /P4: it goes to/,
    alter: (services) => ({
      ...services,
      notion: {
        ...services.notion,
        async readClient(id) {
          const client = await services.notion.readClient(id);
          return client === undefined ? undefined : { ...client, billingEmail: `ap@${id}.example` };
        },
      },
    }),
  },
  'does not know the clock on the wall of the client': {
    found: /P10: at \d+ o’clock there/,
    alter: (services) => ({
      ...services,
      notion: {
        ...services.notion,
        async readClient(id) {
          const client = await services.notion.readClient(id);
          return client === undefined ? undefined : { ...client, timeZone: '' };
        },
      },
    }),
  },
  'takes what it sent for three days older': {
    found: /P10: \w+ [012] days after/,
    alter: (services) => invoicesAs(services, longAgo),
  },
  'takes every invoice for due two days earlier': {
    found: /P10: .* on day -?\d/,
    alter: (services) =>
      invoicesAs(services, (invoice) =>
        invoice.dueAt === null ? invoice : { ...invoice, dueAt: instantFromMillis(invoice.dueAt - 2 * DAY_MS) },
      ),
  },
  'says yes to a formal notice by itself': {
    found: /Rule 13: .* nobody said yes/,
    alter: (services) =>
      milestonesAs(services, (milestone) => ({ ...milestone, escalationApprovedOn: plainDate('2026-12-14') })),
  },
};
