import { describe, expect, test } from 'vitest';
import { createStripe } from '../../../connectors/stripe/client.ts';
import type { MessageClaim } from '../../../connectors/stripe/follow-up.ts';
import { freePort } from '../../../sandbox/demo/hub-process.ts';
import type { Fault } from '../../../sandbox/kit/faults.ts';
import { instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import { TryAgain } from '../../../src/billing/failure.ts';
import { NO_FOLLOW_UPS, type StopNote } from '../../../src/billing/follow-up/record.ts';
import { startDesk } from './support.ts';

const AT = instantFromIso('2026-11-16T09:00:12Z');
const LATER = instantFromIso('2026-11-23T09:00:03Z');

const aClaim = (changes: Partial<MessageClaim> = {}): MessageClaim => ({
  slot: 'light',
  at: AT,
  claim: 'run-1',
  cycle: 0,
  sentTo: 'ap@client.example',
  failureAt: null,
  ...changes,
});

/** An open invoice, read as the hub reads it. */
async function startWithInvoice() {
  const desk = await startDesk();
  const { id } = await desk.issue();
  const metadata = async () => (await desk.dashboard.invoices.retrieve(id)).metadata;
  return { ...desk, id, metadata, invoice: await desk.read(id), readAgain: () => desk.read(id) };
}

const answer = (status: number, error: object): Fault => ({ kind: 'answer', status, body: JSON.stringify({ error }) });
const NO = { type: 'api_error', message: 'No.' };

describe('a message that is claimed', () => {
  test('says so under the name that other programs read, with the instant, where it goes and for whom', async () => {
    const { stripe, invoice, metadata, readAgain } = await startWithInvoice();
    expect(await stripe.claimMessage(invoice, aClaim())).toBe(true);
    expect(await metadata()).toMatchObject({
      milepost_followup_light: 'claimed 2026-11-16T09:00:12.000Z',
      milepost_followup_to: 'ap@client.example',
    });
    expect((await readAgain()).followUps).toEqual({
      ...NO_FOLLOW_UPS,
      messages: { light: { state: 'claimed', at: AT } },
      claim: 'run-1',
      sentTo: 'ap@client.example',
    });
  });

  test('is refused to a second run that read the invoice before', async () => {
    const { stripe, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim());
    expect(await stripe.claimMessage(invoice, aClaim({ claim: 'run-2', at: LATER }))).toBe(false);
    expect((await readAgain()).followUps.claim).toBe('run-1');
  });

  test('goes to one of two that ask at once', async () => {
    const { stripe, invoice, readAgain } = await startWithInvoice();
    const outcomes = await Promise.allSettled(
      ['run-1', 'run-2'].map((claim) => stripe.claimMessage(invoice, aClaim({ claim }))),
    );
    const won = outcomes.findIndex((one) => one.status === 'fulfilled' && one.value);
    expect(outcomes.filter((one) => one.status === 'fulfilled' && one.value)).toHaveLength(1);
    expect((await readAgain()).followUps.claim).toBe(`run-${won + 1}`);
  });

  test('does not keep another step from being claimed', async () => {
    const { stripe, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim());
    await stripe.settleMessage(invoice.id, 'light', { state: 'sent', at: AT });
    expect(await stripe.claimMessage(await readAgain(), aClaim({ slot: 'firm', claim: 'run-2', at: LATER }))).toBe(
      true,
    );
  });

  test.each([
    { name: 'the line is cut before', fault: { kind: 'cut before commit' } as const, stands: '' },
    { name: 'the line is cut after', fault: { kind: 'cut after commit' } as const, stands: 'run-1' },
    { name: 'Stripe fails', fault: answer(500, NO), stands: '' },
    {
      name: 'Stripe claims it and says 503',
      fault: { ...answer(503, NO), kind: 'answer after commit' } as Fault,
      stands: 'run-1',
    },
    { name: 'the key is in use', fault: answer(409, { ...NO, code: 'idempotency_key_in_use' }), stands: '' },
  ])('is tried again when $name, and a fresh look shows whose it is', async ({ fault, stands }) => {
    const { stripe, sandbox, invoice, readAgain } = await startWithInvoice();
    sandbox.faults.add({ method: 'POST', path: invoice.id, fault });
    await expect(stripe.claimMessage(invoice, aClaim())).rejects.toBeInstanceOf(TryAgain);
    expect((await readAgain()).followUps.claim).toBe(stands);
  });

  test('about a failed payment says which payment that was', async () => {
    const { stripe, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim({ slot: 'failure', failureAt: AT }));
    expect((await readAgain()).followUps).toMatchObject({
      failureAt: AT,
      messages: { failure: { state: 'claimed', at: AT } },
    });
  });

  test('about a second failed payment has a key of its own', async () => {
    const { stripe, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim({ slot: 'failure', failureAt: AT }));
    await stripe.settleMessage(invoice.id, 'failure', { state: 'sent', at: AT });
    const again = aClaim({ slot: 'failure', failureAt: LATER, claim: 'run-2', at: LATER });
    expect(await stripe.claimMessage(await readAgain(), again)).toBe(true);
  });
});

describe('what became of a message', () => {
  test.each(['sent', 'unconfirmed'] as const)('is noted as "%s", and the claim is gone', async (state) => {
    const { stripe, invoice, metadata, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim());
    await stripe.settleMessage(invoice.id, 'light', { state, at: AT });
    expect(await metadata()).toMatchObject({ milepost_followup_light: `${state} 2026-11-16T09:00:12.000Z` });
    expect((await readAgain()).followUps).toMatchObject({
      messages: { light: { state, at: AT } },
      claim: '',
      sentTo: 'ap@client.example',
    });
  });

  test('keeps it from being claimed once more, however the invoice was read', async () => {
    const { stripe, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim());
    await stripe.settleMessage(invoice.id, 'light', { state: 'unconfirmed', at: AT });
    expect(await stripe.claimMessage(await readAgain(), aClaim({ claim: 'run-2' }))).toBe(false);
    expect((await readAgain()).followUps.messages.light?.state).toBe('unconfirmed');
  });

  test.each(['sent', 'unconfirmed'] as const)('takes the mark of a returned mail away when it is %s', async (state) => {
    const { stripe, dashboard, id, invoice, readAgain } = await startWithInvoice();
    await dashboard.invoices.update(id, { metadata: { milepost_mail_returned: 'bounced' } });
    await stripe.claimMessage(invoice, aClaim());
    expect((await readAgain()).mailReturned).toBe(true);
    await stripe.settleMessage(id, 'light', { state, at: AT });
    expect((await readAgain()).mailReturned).toBe(false);
  });
});

describe('a claim that is let go', () => {
  test('leaves everything as it stood before, and the next attempt has a new key', async () => {
    const { stripe, invoice, metadata, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim());
    await stripe.letGoOfMessage(invoice, 'light', LATER);
    expect(await metadata()).not.toHaveProperty('milepost_followup_light');
    expect(await metadata()).not.toHaveProperty('milepost_followup_to');
    const again = await readAgain();
    expect(again.followUps).toEqual({ ...NO_FOLLOW_UPS, attempt: 1 });
    expect(await stripe.claimMessage(invoice, aClaim({ claim: 'run-2' }))).toBe(false);
    expect(await stripe.claimMessage(again, aClaim({ claim: 'run-3' }))).toBe(true);
    expect((await readAgain()).followUps.claim).toBe('run-3');
  });

  test('by two at once is let go once: what was claimed and sent in between stays', async () => {
    const { stripe, id, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim());
    await stripe.letGoOfMessage(invoice, 'light', LATER);
    await stripe.claimMessage(await readAgain(), aClaim({ claim: 'run-2', at: LATER }));
    await stripe.settleMessage(id, 'light', { state: 'sent', at: LATER });
    // The other one had read the invoice before.
    await stripe.letGoOfMessage(invoice, 'light', LATER);
    const { followUps } = await readAgain();
    expect(followUps).toMatchObject({ attempt: 1, messages: { light: { state: 'sent', at: LATER } } });
  });

  test('of a message that goes out again to a corrected address leaves the first one, its address and its cycle', async () => {
    const { stripe, id, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim({ sentTo: 'old@client.example' }));
    await stripe.settleMessage(id, 'light', { state: 'sent', at: AT });
    const before = await readAgain();
    const again = aClaim({ cycle: 1, at: LATER, claim: 'run-2', sentTo: 'new@client.example' });
    expect(await stripe.claimMessage(before, again)).toBe(true);
    expect((await readAgain()).followUps).toMatchObject({ cycle: 1, sentTo: 'new@client.example' });
    await stripe.letGoOfMessage(before, 'light', LATER);
    expect((await readAgain()).followUps).toEqual({ ...before.followUps, attempt: 1 });
  });

  test('about a second failed payment leaves the notice about the first', async () => {
    const { stripe, id, invoice, readAgain } = await startWithInvoice();
    await stripe.claimMessage(invoice, aClaim({ slot: 'failure', failureAt: AT }));
    await stripe.settleMessage(id, 'failure', { state: 'sent', at: AT });
    const before = await readAgain();
    await stripe.claimMessage(before, aClaim({ slot: 'failure', failureAt: LATER, claim: 'run-2', at: LATER }));
    await stripe.letGoOfMessage(before, 'failure', LATER);
    expect((await readAgain()).followUps).toMatchObject({
      failureAt: AT,
      messages: { failure: { state: 'sent', at: AT } },
    });
  });

  test('leaves other messages and the billing key alone', async () => {
    const { stripe, id, invoice, metadata, readAgain } = await startWithInvoice();
    const key = (await metadata())?.milepost_key;
    await stripe.claimMessage(invoice, aClaim());
    await stripe.settleMessage(id, 'light', { state: 'sent', at: AT });
    const before = await readAgain();
    await stripe.claimMessage(before, aClaim({ slot: 'firm', claim: 'run-2' }));
    await stripe.letGoOfMessage(before, 'firm', LATER);
    expect((await readAgain()).followUps.messages).toEqual({ light: { state: 'sent', at: AT } });
    expect((await metadata())?.milepost_key).toBe(key);
  });
});

describe('stops', () => {
  const hold = (day: string, changes: Partial<StopNote> = {}): StopNote => ({
    kind: 'On hold',
    placedOn: plainDate(day),
    until: null,
    endedOn: null,
    ...changes,
  });

  test('come back as they were noted', async () => {
    const { stripe, id, readAgain } = await startWithInvoice();
    const stops = [
      hold('2026-11-02', { until: plainDate('2026-11-10'), endedOn: plainDate('2026-11-05') }),
      hold('2026-11-06', { kind: 'Promised', until: plainDate('2026-11-20') }),
      hold('2026-11-24', { kind: 'Queried' }),
    ];
    await stripe.noteStops(id, stops);
    expect((await readAgain()).followUps.stops).toEqual(stops);
    await stripe.noteStops(id, []);
    expect((await readAgain()).followUps.stops).toEqual([]);
  });

  test('fit into one value of Stripe: of many the last are kept', async () => {
    const { stripe, id, metadata, readAgain } = await startWithInvoice();
    const day = (at: number) => `2026-10-${String(at + 1).padStart(2, '0')}`;
    const stops = Array.from({ length: 30 }, (_, at) =>
      hold(day(at), { until: plainDate('2026-12-31'), endedOn: plainDate('2026-12-30') }),
    );
    await stripe.noteStops(id, stops);
    expect((await metadata())?.milepost_stops?.length).toBeLessThanOrEqual(500);
    expect((await readAgain()).followUps.stops).toEqual(stops.slice(-8));
  });
});

describe('what somebody scribbled into the metadata', () => {
  const NEVER = instantFromIso('1970-01-01T00:00:00Z');

  test.each([
    ['yes', { state: 'unconfirmed', at: NEVER }],
    ['sent', { state: 'unconfirmed', at: NEVER }],
    ['sent yesterday', { state: 'unconfirmed', at: NEVER }],
    ['SENT 2026-11-16T09:00:12Z', { state: 'unconfirmed', at: AT }],
    ['claimed', { state: 'unconfirmed', at: NEVER }],
    ['  sent 2026-11-16T09:00:12Z ', { state: 'sent', at: AT }],
  ])('"%s" is never sent over', async (words, state) => {
    const { dashboard, id, readAgain } = await startWithInvoice();
    await dashboard.invoices.update(id, { metadata: { milepost_followup_light: words } });
    expect((await readAgain()).followUps.messages).toEqual({ light: state });
  });

  test.each([
    ['milepost_followup_cycle', '-4', { cycle: 0 }],
    ['milepost_followup_cycle', 'two', { cycle: 0 }],
    ['milepost_followup_cycle', '2nd', { cycle: 2 }],
    ['milepost_followup_attempt', 'NaN', { attempt: 0 }],
    ['milepost_followup_failed_payment', 'last week', { failureAt: null }],
    ['milepost_stops', 'Promised', { stops: [] }],
    ['milepost_stops', 'Forever|2026-11-02||;On hold|2026-02-30||;;|||', { stops: [] }],
    [
      'milepost_stops',
      'nonsense; On hold|2026-11-02|soon|never|more',
      { stops: [{ kind: 'On hold', placedOn: '2026-11-02', until: null, endedOn: null }] },
    ],
  ])('%s: "%s" is read as far as it makes sense', async (field, words, expected) => {
    const { dashboard, id, readAgain } = await startWithInvoice();
    await dashboard.invoices.update(id, { metadata: { [field]: words } });
    expect((await readAgain()).followUps).toEqual({ ...NO_FOLLOW_UPS, ...expected });
  });
});

describe('an invoice that Stripe mails again', () => {
  const again = (id: string, { store }: Awaited<ReturnType<typeof startDesk>>['sandbox']) =>
    store.mails().filter(({ invoice }) => invoice === id).length - 1;
  const LIGHT = { slot: 'light', cycle: 0 } as const;

  test('goes out once however often it is asked for under the same attempt', async () => {
    const { stripe, sandbox, id, invoice } = await startWithInvoice();
    expect(await stripe.mailInvoiceAgain(invoice, LIGHT)).toEqual({ kind: 'sent' });
    expect(await stripe.mailInvoiceAgain(invoice, LIGHT)).toEqual({ kind: 'sent' });
    expect(again(id, sandbox)).toBe(1);
    expect(await stripe.mailInvoiceAgain(invoice, { slot: 'firm', cycle: 0 })).toEqual({ kind: 'sent' });
    expect(again(id, sandbox)).toBe(2);
  });

  test.each<{ name: string; fault: Fault; kind: string; mails: number }>([
    { name: 'a 400', fault: answer(400, { type: 'invalid_request_error', message: 'No.' }), kind: 'refused', mails: 0 },
    { name: 'a 403', fault: answer(403, { type: 'invalid_request_error', message: 'No.' }), kind: 'refused', mails: 0 },
    {
      name: 'a 429',
      fault: answer(429, { type: 'invalid_request_error', code: 'rate_limit' }),
      kind: 'refused',
      mails: 0,
    },
    { name: 'a 409', fault: answer(409, { ...NO, code: 'idempotency_key_in_use' }), kind: 'unknown', mails: 0 },
    { name: 'a 500', fault: answer(500, NO), kind: 'unknown', mails: 0 },
    {
      name: 'a 503 after all',
      fault: { ...answer(503, NO), kind: 'answer after commit' } as Fault,
      kind: 'unknown',
      mails: 1,
    },
    { name: 'a cut before', fault: { kind: 'cut before commit' }, kind: 'unknown', mails: 0 },
    { name: 'a cut after', fault: { kind: 'cut after commit' }, kind: 'unknown', mails: 1 },
  ])('with $name is $kind', async ({ fault, kind, mails }) => {
    const { stripe, sandbox, id, invoice } = await startWithInvoice();
    sandbox.faults.add({ method: 'POST', path: '/send', fault });
    expect(await stripe.mailInvoiceAgain(invoice, LIGHT)).toEqual({ kind, why: expect.any(String) });
    expect(again(id, sandbox)).toBe(mails);
  });

  test('without an answer in time is unknown', async () => {
    const { connect, sandbox, invoice } = await startWithInvoice();
    sandbox.faults.add({ method: 'POST', path: '/send', fault: { kind: 'no answer before commit' } });
    expect(await connect({ timeoutMs: 80 }).mailInvoiceAgain(invoice, LIGHT)).toMatchObject({ kind: 'unknown' });
  });

  test('is refused where no connection was made, or no leave to send was given', async () => {
    const { connect, invoice } = await startWithInvoice();
    const nobody = createStripe({
      secretKey: 'sk_test_sandbox',
      apiUrl: `http://127.0.0.1:${await freePort()}`,
      budget: { spend: async () => {}, holdFor: async () => {} },
    });
    expect(await nobody.mailInvoiceAgain(invoice, LIGHT)).toMatchObject({ kind: 'refused' });
    const stopping = async (): Promise<void> => {
      throw new TryAgain('the process is stopping');
    };
    const stopped = connect({ budget: { spend: stopping, holdFor: async () => {} } });
    expect(await stopped.mailInvoiceAgain(invoice, LIGHT)).toMatchObject({ kind: 'refused' });
    const slow = { spend: () => new Promise<void>((done) => setTimeout(done, 60)), holdFor: async () => {} };
    expect(await connect({ budget: slow, timeoutMs: 20 }).mailInvoiceAgain(invoice, LIGHT)).toMatchObject({
      kind: 'refused',
    });
  });

  test('that is paid meanwhile, or void, is refused', async () => {
    const { stripe, dashboard, sandbox, id, invoice } = await startWithInvoice();
    await dashboard.invoices.voidInvoice(id);
    expect(await stripe.mailInvoiceAgain(invoice, LIGHT)).toMatchObject({ kind: 'refused' });
    expect(again(id, sandbox)).toBe(0);
  });

  test('about a second failed payment is another mail', async () => {
    const { stripe, sandbox, id, invoice } = await startWithInvoice();
    const notice = { slot: 'failure', cycle: 0 } as const;
    const noticed = (failureAt: Invoice['followUps']['failureAt']): Invoice => ({
      ...invoice,
      followUps: { ...invoice.followUps, failureAt },
    });
    await stripe.mailInvoiceAgain(noticed(null), notice);
    await stripe.mailInvoiceAgain(noticed(AT), notice);
    expect(again(id, sandbox)).toBe(2);
  });
});
