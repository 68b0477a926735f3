import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import { TryAgain } from '../../src/billing/failure.ts';
import { aReadyMilestone, startWorld, type TestWorld, text, title } from '../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const today = () => dateIn('Europe/London', instantFromMillis(world.clock.now()));
const ready = () => aReadyMilestone(world.notionSandbox, world.workspace);
const invoices = () => world.stripeSandbox.store.invoices();
const mails = () => world.stripeSandbox.store.mails();

describe('a look at a milestone', () => {
  test('that is not approved asks Stripe for nothing and says what is awaited', async () => {
    const { milestone } = ready();
    await world.look(milestone);
    expect(invoices()).toEqual([]);
    expect(await world.shown(milestone)).toMatchObject({
      billingStatus: 'Not yet triggered',
      billingDetail: 'Waiting for approval by d.osei@client.example.',
    });
  });

  test('that is approved sends exactly one invoice and shows it', async () => {
    const { milestone, client, approve } = ready();
    approve(today());
    await world.look(milestone);
    await world.look(milestone);
    const [invoice, ...others] = invoices();
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      status: 'open',
      total: 400_000,
      currency: 'gbp',
      collection_method: 'send_invoice',
      auto_advance: false,
      customer_email: 'ap@client.example',
      metadata: { milepost_key: `${milestone}:all:r1`, milepost_milestone: milestone, milepost_revision: '1' },
    });
    expect(mails()).toHaveLength(1);
    expect(await world.shown(milestone)).toMatchObject({
      billingStatus: 'Sent',
      stripeInvoice: invoice?.id,
      invoiceNumber: invoice?.number,
      invoiceUrl: invoice?.hosted_invoice_url,
      invoiced: 4000,
      remaining: 4000,
      issued: today(),
      missingForBilling: '',
    });
    expect(world.stripeSandbox.store.customers()[0]?.metadata).toEqual({ milepost_client: client });
  });

  test('whose result is shown already writes nothing', async () => {
    const { milestone, approve } = ready();
    approve(today());
    await world.look(milestone);
    const writes = () => world.notionSandbox.journal.entries().filter((entry) => entry.method === 'PATCH').length;
    const before = writes();
    expect(await world.look(milestone)).toMatchObject({ outcome: 'unchanged' });
    expect(writes()).toBe(before);
  });

  test('whose invoice was paid shows Paid and asks for the next billing event', async () => {
    const { milestone, project, approve } = ready();
    approve(today());
    await world.look(milestone);
    await world.stripeSandbox.pay(invoices()[0]?.id ?? '');
    world.asked.length = 0;
    await world.look(milestone);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Paid', remaining: 0, paidOn: today() });
    expect(world.asked).toContainEqual(expect.objectContaining({ name: 'project', id: project }));
  });

  test('puts back what somebody changed by hand', async () => {
    const { milestone, mara, approve } = ready();
    approve(today());
    await world.look(milestone);
    world.notionSandbox.editAs(mara, milestone, {
      'Billing status': { select: { name: 'Paid' } },
      Remaining: { number: 0 },
    });
    await world.look(milestone);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent', remaining: 4000 });
  });

  test('finds the invoice again when somebody emptied the field that names it', async () => {
    const { milestone, mara, approve } = ready();
    approve(today());
    await world.look(milestone);
    world.notionSandbox.editAs(mara, milestone, { 'Stripe invoice': { rich_text: [] }, Invoice: { url: null } });
    await world.look(milestone);
    expect(invoices()).toHaveLength(1);
    expect(await world.shown(milestone)).toMatchObject({ stripeInvoice: invoices()[0]?.id });
  });
});

describe('a quiet period', () => {
  test('begins with the first reading and is remembered between looks', async () => {
    await world.close();
    world = await startWorld({ quietPeriodSeconds: 120 });
    const { milestone, approve } = ready();
    approve(today());
    await world.look(milestone);
    expect(invoices()).toEqual([]);
    expect((await world.shown(milestone)).billingDetail).toMatch(/^Waiting quiet period/);
    const until = world.again.get(`milestone ${milestone}`) ?? 0;
    expect(Math.abs(until - world.clock.now() - 120_000)).toBeLessThan(5_000);
    world.clock.advance(121_000);
    await world.look(milestone);
    expect(invoices()).toHaveLength(1);
  });

  test('ends without an invoice when the approval is taken back in it (X04)', async () => {
    await world.close();
    world = await startWorld({ quietPeriodSeconds: 120 });
    const { milestone, mara, approve } = ready();
    approve(today());
    await world.look(milestone);
    world.notionSandbox.editAs(mara, milestone, { Approval: { select: { name: 'Requested' } } });
    world.clock.advance(121_000);
    await world.look(milestone);
    expect(invoices()).toEqual([]);
    approve(today());
    await world.look(milestone);
    expect(invoices(), 'the wait starts anew').toEqual([]);
    world.clock.advance(121_000);
    await world.look(milestone);
    expect(invoices()).toHaveLength(1);
  });
});

/** The writes to Stripe between approval and sent invoice, in order. */
const WRITES = ['/v1/customers', '/v1/invoices', '/add_lines', '/send'] as const;

describe.each(WRITES)('when the write %s', (path) => {
  const exactlyOne = async (milestone: string) => {
    expect(invoices().filter((invoice) => invoice.status === 'open')).toHaveLength(1);
    expect(invoices()[0]?.total).toBe(400_000);
    expect(mails()).toHaveLength(1);
    expect(world.stripeSandbox.store.customers()).toHaveLength(1);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent' });
  };
  const rule = { method: 'POST', path: new RegExp(`${path}$`) };
  const approved = () => {
    const made = ready();
    made.approve(today());
    return made.milestone;
  };

  test.each(['cut before commit', 'cut after commit'] as const)(
    'is %s, the next look ends with one invoice and one mail',
    async (kind) => {
      const milestone = approved();
      world.stripeSandbox.faults.add({ ...rule, fault: { kind } });
      await expect(world.look(milestone)).rejects.toThrow(TryAgain);
      await world.look(milestone);
      await exactlyOne(milestone);
    },
  );

  test('is carried out without an answer and Stripe forgets its key, the next look ends with one invoice and one mail', async () => {
    const milestone = approved();
    world.stripeSandbox.faults.add({ ...rule, fault: { kind: 'cut after commit' } });
    await expect(world.look(milestone)).rejects.toThrow(TryAgain);
    world.stripeSandbox.expireIdempotencyKeys();
    world.memory.forget();
    await world.look(milestone);
    await exactlyOne(milestone);
  });

  test('fails and Stripe keeps the failure under its key, the next look goes on under a new one', async () => {
    const milestone = approved();
    world.stripeSandbox.failExecuted({
      ...rule,
      status: 500,
      error: { type: 'api_error', message: 'Something broke.' },
    });
    await expect(world.look(milestone)).rejects.toThrow(TryAgain);
    await world.look(milestone);
    await exactlyOne(milestone);
  });
});

describe('when only a person can help', () => {
  test('the reason, the mend and the person stand beside the milestone, and it is taken up again once mended', async () => {
    const { milestone, approve } = ready();
    approve(today());
    const error = { type: 'invalid_request_error', message: 'This account cannot send invoices.' } as const;
    world.stripeSandbox.failExecuted({ method: 'POST', path: /\/v1\/invoices$/, status: 400, error });
    expect(await world.look(milestone)).toMatchObject({ outcome: 'needs a person' });
    expect((await world.shown(milestone)).billingDetail).toBe(
      'Needs Mara Lindqvist: Stripe refused to create the invoice: This account cannot send invoices. Correct what Stripe names.',
    );
    expect(world.again.get(`milestone ${milestone}`)).toBeGreaterThan(world.clock.now());
    await world.look(milestone);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent' });
  });

  test('a total that is not the approved sum is never sent', async () => {
    const { milestone, approve } = ready();
    approve(today());
    world.stripeSandbox.faults.add({ method: 'POST', path: '/add_lines', fault: { kind: 'cut after commit' } });
    await expect(world.look(milestone)).rejects.toThrow(TryAgain);
    const [draft] = invoices();
    const { default: Stripe } = await import('stripe');
    const { hostname, port } = new URL(world.stripeSandbox.url);
    const sdk = new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http' });
    await sdk.invoices.addLines(draft?.id ?? '', { lines: [{ amount: 100, description: 'slipped in by somebody' }] });
    expect(await world.look(milestone)).toMatchObject({ outcome: 'needs a person' });
    expect((await world.shown(milestone)).billingDetail).toContain(
      'Stripe made 4,001.00 GBP of the approved 4,000.00 GBP',
    );
    expect(mails()).toEqual([]);
    await sdk.invoices.del(draft?.id ?? '');
    await world.look(milestone);
    expect(mails()).toHaveLength(1);
    expect(invoices().find((invoice) => invoice.status === 'open')?.total).toBe(400_000);
  });

  test('a broken answer that looks like success is not believed', async () => {
    const { milestone, approve } = ready();
    approve(today());
    world.stripeSandbox.faults.add({
      method: 'POST',
      path: '/send',
      fault: { kind: 'answer', status: 502, body: '{"message":"bad gateway"}' },
    });
    await expect(world.look(milestone)).rejects.toThrow();
    await world.look(milestone);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent' });
  });
});

describe('when a write to Notion', () => {
  test.each(['cut before commit', 'cut after commit'] as const)(
    'is %s, the next look shows the one invoice',
    async (kind) => {
      const { milestone, client, approve } = ready();
      approve(today());
      for (const page of [client, milestone]) {
        world.notionSandbox.faults.add({ method: 'PATCH', path: page, fault: { kind } });
        await expect(world.look(milestone)).rejects.toThrow(TryAgain);
      }
      await world.look(milestone);
      expect(invoices()).toHaveLength(1);
      expect(mails()).toHaveLength(1);
      expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent', stripeInvoice: invoices()[0]?.id });
    },
  );
});

describe('whatever people change in between', () => {
  const secondClient = () =>
    world.notionSandbox.createPage({
      dataSourceId: world.workspace.clients.dataSourceId,
      properties: {
        Name: title('Southwind'),
        'Billing email': { email: 'ap@southwind.example' },
        'Payment terms': { number: 14 },
        Currency: { select: { name: 'GBP' } },
      },
    }).id;

  test('a client that is exchanged between the mail and the note of it gets no second invoice', async () => {
    const { milestone, project, mara, approve } = ready();
    approve(today());
    // The first write to the milestone notes the draft; the second, after the mail, gets lost.
    world.notionSandbox.faults.add({ method: 'PATCH', path: milestone, skip: 1, fault: { kind: 'cut before commit' } });
    await expect(world.look(milestone)).rejects.toThrow(TryAgain);
    expect(mails()).toHaveLength(1);
    world.notionSandbox.editAs(mara, project, { Client: { relation: [{ id: secondClient() }] } });
    await world.look(milestone);
    expect(invoices()).toHaveLength(1);
    expect(mails()).toHaveLength(1);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent', stripeInvoice: invoices()[0]?.id });
  });

  test('a Stripe customer pasted from another client is refused, and not renamed', async () => {
    const first = ready();
    first.approve(today());
    await world.look(first.milestone);
    const other = world.stripeSandbox.store.customers()[0]?.id ?? '';
    const second = ready();
    world.notionSandbox.editAs(second.mara, second.client, { 'Stripe customer': text(other), Name: title('Westwind') });
    second.approve(today());
    expect(await world.look(second.milestone)).toMatchObject({ outcome: 'needs a person' });
    expect((await world.shown(second.milestone)).billingDetail).toContain('belongs to another client');
    expect(mails()).toHaveLength(1);
    expect(world.stripeSandbox.store.customers()[0]?.name).toBe('Northwind');
    // "Paid" that somebody writes meanwhile does not stand until help comes (9.2).
    const paid = { 'Billing status': { select: { name: 'Paid' } }, Remaining: { number: 0 } };
    world.notionSandbox.editAs(second.mara, second.milestone, paid);
    await world.look(second.milestone);
    expect(await world.shown(second.milestone)).toMatchObject({ billingStatus: 'Not yet triggered', remaining: null });
  });

  test('a new currency is no new decision: a voided invoice stays voided', async () => {
    const { milestone, client, mara, approve } = ready();
    approve(today());
    await world.look(milestone);
    const { default: Stripe } = await import('stripe');
    const { hostname, port } = new URL(world.stripeSandbox.url);
    await new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http' }).invoices.voidInvoice(
      invoices()[0]?.id ?? '',
    );
    world.notionSandbox.editAs(mara, client, { Currency: { select: { name: 'EUR' } } });
    await world.look(milestone);
    await world.look(milestone);
    expect(invoices()).toHaveLength(1);
    expect((await world.shown(milestone)).billingDetail).toMatch(/^Voided/);
  });

  test('a name with an emoji where it is cut can still be billed', async () => {
    const { milestone, mara, approve } = ready();
    world.notionSandbox.editAs(mara, milestone, { Name: title(`${'x'.repeat(139)}🎉🎉`) });
    approve(today());
    await world.look(milestone);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent' });
  });

  test('an approval that lacks something is looked at again without a word from anybody', async () => {
    const { milestone, mara, approve } = ready();
    world.notionSandbox.editAs(mara, milestone, { Deliverable: { url: null } });
    approve(today());
    await world.look(milestone);
    expect(world.again.get(`milestone ${milestone}`)).toBeGreaterThan(world.clock.now());
  });
});

test('two approvals at once cannot use more of a purchase order than there is (X19)', async () => {
  const { milestone, project, client, mara, approve } = ready();
  world.notionSandbox.editAs(mara, client, {
    'PO required': { checkbox: true },
    'PO number': text('PO-9'),
    'PO value': { number: 6_000 },
  });
  const second = aReadyMilestone(world.notionSandbox, world.workspace, { Project: { relation: [{ id: project }] } });
  approve(today());
  second.approve(today());
  await Promise.all([world.look(milestone), world.look(second.milestone)]);
  expect(invoices().filter((invoice) => invoice.status === 'open')).toHaveLength(1);
  const details = await Promise.all(
    [milestone, second.milestone].map(async (id) => (await world.shown(id)).missingForBilling),
  );
  expect(details.filter((missing) => missing.includes('Purchase order PO-9 is short by 2,000.00 GBP'))).toHaveLength(1);
});
