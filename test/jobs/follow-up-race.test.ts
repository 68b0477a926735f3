import { describe, expect, test } from 'vitest';
import type { SendMessage } from '../../jobs/follow-up-client.ts';
import { amount, choice, noChoice, on } from '../support/example.ts';
import { type Late, startLate } from '../support/late-invoice.ts';
import { text, title } from '../support/world.ts';

const NINE = '2026-11-17T09:00:00Z';

/** Something happens in the moment when the message has been claimed and is composed. */
function whenClaimed({ world: { stripeSandbox }, invoice }: Late, happens: () => void | Promise<void>): void {
  const stop = stripeSandbox.faults.onWrite(async ({ method, path }) => {
    if (method !== 'POST' || path !== `/v1/invoices/${invoice}`) return;
    stop();
    await happens();
  });
}

async function startAtNine(): Promise<Late> {
  const late = await startLate();
  late.goTo(NINE);
  return late;
}

describe('what happens while a message is composed wins:', () => {
  const CHANGES: Readonly<Record<string, (late: Late) => void | Promise<void>>> = {
    'the milestone is put on hold': ({ edit, id }) => edit(id, { 'Follow-up stop': choice('On hold') }),
    'a promise is noted': ({ edit, id }) =>
      edit(id, { 'Follow-up stop': choice('Promised'), 'Stop until': on('2026-11-20') }),
    'a question is noted': ({ edit, id }) => edit(id, { 'Follow-up stop': choice('Queried') }),
    'the client is put on hold': ({ edit, client }) => edit(client, { 'Follow-up hold until': on('2026-11-20') }),
    'the approval is taken back': ({ edit, id }) => edit(id, { Approval: choice('Withdrawn') }),
    'the client pays': ({ world, invoice }) => world.stripeSandbox.pay(invoice),
    'a debit of all of it begins': ({ world, invoice }) =>
      world.stripeSandbox.pay(invoice, { method: 'debit processing' }),
    'the invoice is voided': async ({ dashboard, invoice }) => void (await dashboard.invoices.voidInvoice(invoice)),
    'the billing address is taken away': ({ edit, client }) => edit(client, { 'Billing email': { email: null } }),
    'the project changes hands': ({ edit, project, world }) => {
      const { id } = world.notionSandbox.createPage({
        dataSourceId: world.workspace.clients.dataSourceId,
        properties: { Name: { title: [{ text: { content: 'Somebody else' } }] } },
      });
      edit(project, { Client: { relation: [{ id }] } });
    },
  };

  test.each(Object.keys(CHANGES))('%s, and nothing goes out', async (what) => {
    const late = await startAtNine();
    whenClaimed(late, () => CHANGES[what]?.(late));
    await late.runClient();
    expect(late.toClients()).toEqual([]);
    expect(late.noted('light')).toBeUndefined();
  });

  test('the address is corrected: the message goes there, and is noted with it', async () => {
    const late = await startAtNine();
    whenClaimed(late, () => late.edit(late.client, { 'Billing email': { email: 'new@client.example' } }));
    expect(await late.runClient()).toMatchObject({ outcome: 'done' });
    expect(late.toClients().map(({ to }) => to)).toEqual([['new@client.example']]);
    expect(late.noted('to')).toBe('new@client.example');
  });

  test('a part is paid: the message names what is left', async () => {
    const late = await startAtNine();
    whenClaimed(late, () => late.world.stripeSandbox.pay(late.invoice, { amount: 150_000 }));
    expect(await late.runClient()).toMatchObject({ outcome: 'done' });
    const [mail, ...others] = late.toClients();
    expect(others).toEqual([]);
    expect(mail?.text).toContain('2,500.00');
  });

  test('a stop that is set and taken away again keeps nothing back', async () => {
    const late = await startAtNine();
    late.edit(late.id, { 'Follow-up stop': choice('On hold') });
    expect(await late.runClient()).toEqual({ outcome: 'unchanged' });
    late.edit(late.id, { 'Follow-up stop': noChoice });
    expect(await late.runClient()).toMatchObject({ outcome: 'done' });
  });

  test('what keeps changing is left to the next run, and nothing of it stays claimed', async () => {
    const late = await startAtNine();
    let count = 0;
    const { faults } = late.world.stripeSandbox;
    faults.onWrite(({ path }) => {
      if (path !== `/v1/invoices/${late.invoice}`) return;
      count += 1;
      late.edit(late.client, { 'Finance contact': text(`Person ${count}`) });
    });
    expect(await late.runClient()).toBe('try again');
    expect([late.toClients(), late.noted('light')]).toEqual([[], undefined]);
  });
});

describe('time that passes while a message is composed:', () => {
  test('after a minute everything is read anew before it leaves', async () => {
    const late = await startAtNine();
    let reads = 0;
    late.world.notionSandbox.faults.watch(({ path }) => {
      // The second look at the client is the one after the claim; the one after it goes quickly.
      if (path.endsWith(late.client)) reads += 1;
      if (path.endsWith(late.client) && reads === 3) late.world.clock.advance(61_000);
      return undefined;
    });
    expect(await late.runClient()).toMatchObject({ outcome: 'done' });
    expect(reads).toBeGreaterThan(4);
    expect(late.toClients()).toHaveLength(1);
    expect(late.noted('light')).toBe('sent 2026-11-17T09:01');
  });

  test('a run that was held up for so long that others take its claim for broken sends nothing under it', async () => {
    const late = await startAtNine();
    let heldUp = false;
    whenClaimed(late, () => late.world.clock.advance(100_000));
    const send: SendMessage = async (planned) => {
      heldUp = late.world.clock.now() < Date.parse('2026-11-17T09:01:40Z');
      return await late.send(planned);
    };
    await late.runClient({ send });
    expect(heldUp).toBe(false);
    expect(late.toClients()).toHaveLength(1);
    expect(late.noted('light')).toBe('sent 2026-11-17T09:01');
  });

  test('the sending hours end: it waits for the next morning', async () => {
    const late = await startLate();
    late.goTo('2026-11-17T15:59:30Z');
    whenClaimed(late, () => late.world.clock.advance(31_000));
    expect(await late.runClient()).toEqual({ outcome: 'ignored', reason: 'messages do not leave at this hour' });
    expect([late.toClients(), late.noted('light')]).toEqual([[], undefined]);
  });
});

describe('two processes at once', () => {
  test.each([1, 2, 3])('without any lease between them send one message (%i)', async () => {
    const late = await startAtNine();
    const ends = await Promise.all([late.runClient(), late.runClient()]);
    for (let round = 0; round < 3; round += 1) {
      late.world.clock.advance(125_000);
      await late.runClient();
    }
    expect(late.toClients(), JSON.stringify(ends)).toHaveLength(1);
    expect(late.noted('light')).toMatch(/^sent /);
  });

  test('with the lease between them send one message, and the second has nothing to do', async () => {
    const late = await startAtNine();
    const { exclusively } = late.world.context;
    const run = () => exclusively('follow-up client', () => late.runClient());
    expect(await Promise.all([run(), run()])).toEqual([
      expect.objectContaining({ outcome: 'done' }),
      { outcome: 'unchanged' },
    ]);
    expect(late.toClients()).toHaveLength(1);
  });

  test('one that has read everything before the other sent finds the claim taken', async () => {
    const late = await startAtNine();
    const { stripe } = late.world;
    const claimMessage: typeof stripe.claimMessage = async (invoice, claim) => {
      await late.runClient();
      return await stripe.claimMessage(invoice, claim);
    };
    expect(await late.runClient({ stripe: { ...stripe, claimMessage } })).toEqual({
      outcome: 'ignored',
      reason: 'another process sends it',
    });
    expect(late.toClients()).toHaveLength(1);
    expect(late.noted('light')).toBe('sent 2026-11-17T09:00');
  });

  test('one whose claim was taken for broken meanwhile does not send', async () => {
    const late = await startAtNine();
    const { stripe, clock } = late.world;
    let isSecond = false;
    const claimMessage: typeof stripe.claimMessage = async (invoice, claim) => {
      const isOurs = await stripe.claimMessage(invoice, claim);
      if (isSecond) return isOurs;
      isSecond = true;
      clock.advance(125_000);
      await late.runClient();
      return isOurs;
    };
    await late.runClient({ stripe: { ...stripe, claimMessage } });
    expect(late.toClients()).toHaveLength(1);
    expect(late.noted('light')).toBe('sent 2026-11-17T09:02');
  });

  test('one whose claim somebody let go of claims it anew before it sends', async () => {
    const late = await startAtNine();
    const { stripe } = late.world;
    const before = await stripe.readInvoice(late.invoice);
    whenClaimed(late, async () => {
      if (typeof before === 'object') await stripe.letGoOfMessage(before, 'light', late.world.context.clock());
    });
    const standing: (string | undefined)[] = [];
    const send: SendMessage = async (planned) => {
      standing.push(late.noted('light'));
      return await late.send(planned);
    };
    expect(await late.runClient({ send })).toMatchObject({ outcome: 'done' });
    expect(standing).toEqual(['claimed 2026-11-17T09:00']);
    expect(late.toClients()).toHaveLength(1);
  });

  test('a client that has heard from us in the morning hears nothing more that day', async () => {
    const late = await startAtNine();
    await late.runClient();
    late.goTo('2026-11-17T15:00:00Z');
    expect(await late.runClient()).toEqual({ outcome: 'unchanged' });
  });
});

test('a failure that Stripe keeps under the key of a claim holds the message up for minutes, not for a day', async () => {
  const late = await startAtNine();
  const { stripeSandbox, clock } = late.world;
  stripeSandbox.failExecuted({
    method: 'POST',
    path: `/v1/invoices/${late.invoice}`,
    status: 500,
    error: { type: 'api_error', message: 'No.' },
  });
  expect(await late.runClient()).toBe('try again');
  expect(await late.runClient()).toBe('try again');
  clock.advance(125_000);
  expect(await late.runClient()).toMatchObject({ outcome: 'done' });
  expect(late.toClients()).toHaveLength(1);
});

test('a claim that Stripe refuses for good leaves no other invoice of the message claimed', async () => {
  const late = await startLate({ also: [{ Name: title('Build'), Amount: amount(2500) }] });
  late.goTo(NINE);
  const second = late.others[0]?.invoice ?? '';
  late.world.stripeSandbox.faults.add({
    method: 'POST',
    path: /^\/v1\/invoices\/in_/,
    skip: 1,
    fault: {
      kind: 'answer',
      status: 400,
      body: JSON.stringify({ error: { type: 'invalid_request_error', message: 'Metadata is limited to 50 keys.' } }),
    },
  });
  expect(await late.runClient()).toBe('needs a person');
  expect([late.noted('light'), late.noted('light', second), late.toClients()]).toEqual([undefined, undefined, []]);
});
