import { createStripe } from '../../../connectors/stripe/client.ts';
import type { IssueSteps } from '../../../connectors/stripe/issue-invoice.ts';
import { billingKey } from '../../../src/billing/billing-key.ts';
import { addDays, dateIn, dueInstant, instantFromMillis, startOfDay } from '../../../src/billing/calendar.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import type { InvoiceOrder } from '../../../src/billing/invoice-order.ts';
import { setUp } from '../../sandbox/stripe/support.ts';
import { aClient, currency, MILESTONE_ID } from '../../support/facts.ts';

const ZONE = 'Europe/London';

/** The connector on a sandbox of its own, without any job. `dashboard` is for what a person does in Stripe. */
export async function startDesk() {
  const { clock, sandbox, stripe: dashboard } = await setUp();
  const connect = (changes: Partial<Parameters<typeof createStripe>[0]> = {}) =>
    createStripe({
      secretKey: 'sk_test_sandbox',
      apiUrl: sandbox.url,
      budget: { spend: async () => {}, holdFor: async () => {} },
      timeoutMs: 2_000,
      ...changes,
    });
  const stripe = connect();
  const customerId = await stripe.ensureCustomer(aClient());
  const today = dateIn(ZONE, instantFromMillis(clock.now()));
  const dueDate = addDays(today, 14);

  /** An order over GBP 4,000.00 in one line. */
  const order = (changes: Partial<InvoiceOrder> = {}): InvoiceOrder => ({
    key: billingKey(MILESTONE_ID, 'all', 1),
    milestoneId: MILESTONE_ID,
    projectId: 'project-1',
    trigger: 'Milestone approval',
    revision: 1,
    decision: `Approved ${today}`,
    client: aClient(),
    customerId,
    money: { minor: 400_000, currency: currency('GBP') },
    lines: [{ words: 'Website: Design', minor: 400_000 }],
    takenOff: 0,
    delivering: 'mail',
    issuedAt: startOfDay(ZONE, today),
    dueDate,
    dueAt: dueInstant(ZONE, dueDate),
    poNumber: '',
    taxId: '',
    printed: [],
    ...changes,
  });

  return {
    clock,
    connect,
    customerId,
    dashboard,
    order,
    sandbox,
    stripe,
    issue: (changes: Partial<InvoiceOrder> = {}, drafts: readonly Invoice[] = [], steps: Partial<IssueSteps> = {}) =>
      stripe.issueInvoice(order(changes), drafts, {
        mayAct: new AbortController().signal,
        onDraft: async () => {},
        ...steps,
      }),
    /** One that the hub can read; fails the test otherwise. */
    async read(id: string): Promise<Invoice> {
      const invoice = await stripe.readInvoice(id);
      if (typeof invoice !== 'object') throw new Error(`Invoice ${id} is ${invoice}.`);
      return invoice;
    },
    /** What was asked of Stripe while `act` ran: `GET /v1/charges/ch_1` without the ids. */
    async callsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
      const before = sandbox.journal.entries().length;
      await act();
      const asked = sandbox.journal.entries().slice(before);
      return asked.map(({ method, path }) => `${method} ${path.replace(/[a-z]+_[0-9A-Za-z]{10,}/, ':id')}`);
    },
  };
}

export type Desk = Awaited<ReturnType<typeof startDesk>>;
