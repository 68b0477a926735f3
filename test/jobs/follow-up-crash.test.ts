import { expect, test } from 'vitest';
import { createStripe } from '../../connectors/stripe/client.ts';
import { followUpClient, type SendMessage } from '../../jobs/follow-up-client.ts';
import type { Disturbance } from '../../sandbox/kit/faults.ts';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { startLate } from '../support/late-invoice.ts';
import { connectTo } from '../support/world.ts';

/** Everything that one process asks of the outside, in order: `stripe POST`, `notion GET`, `send`. */
type Calls = readonly string[];

/** What happens at one of its calls. `dies after`: the service has carried it out, and nobody hears of it. */
type Blow = { readonly at: number; readonly what: 'dies before' | 'dies after' | 'Redis is lost' };

class Dead extends Error {}

/** One late invoice that is to be followed up again and again: each time everything is as it was in the morning. */
async function startStage() {
  const late = await startLate();
  late.goTo('2026-11-17T09:00:00Z');
  const { world, client, invoice, dashboard } = late;
  const { notionSandbox, stripeSandbox, workspace, context, memory, clock } = world;
  const watch = (
    meets: (service: string) => (request: { readonly method: string }) => Disturbance | undefined,
  ): void => {
    notionSandbox.faults.watch(meets('notion'));
    stripeSandbox.faults.watch(meets('stripe'));
  };

  /** One process with connectors of its own that writes to the client; what it sends is counted, not mailed. */
  async function live(sent: string[], blow?: Blow): Promise<Calls> {
    const calls: string[] = [];
    let isDead = false;
    const die = (): void => {
      isDead = true;
    };
    const alive = async (): Promise<void> => {
      if (isDead) throw new Dead();
    };
    /** Counts a call. @returns what is to happen at it */
    const strikes = (call: string): Blow['what'] | undefined => {
      calls.push(call);
      const what = blow?.at === calls.length ? blow.what : undefined;
      if (what === 'dies before') die();
      if (what === 'Redis is lost') memory.forget();
      return what;
    };
    watch((service) => ({ method }) => {
      const what = strikes(`${service} ${method}`);
      if (what === 'dies before') return { fault: { kind: 'cut before commit' } };
      return what === 'dies after' ? { fault: { kind: 'cut after commit' }, afterCommit: die } : undefined;
    });
    const send: SendMessage = async ({ message }) => {
      await alive();
      const what = strikes('send');
      await alive();
      sent.push(message.kind);
      if (what === 'dies after') die();
      await alive();
      return { kind: 'sent' };
    };
    const budget = { spend: alive, holdFor: async () => {} };
    await followUpClient(
      {
        ...context,
        memory: {
          ...memory,
          async rememberFingerprint(...all) {
            await alive();
            await memory.rememberFingerprint(...all);
          },
        },
        notion: connectTo(notionSandbox, workspace, { budget, timeoutMs: 5_000 }),
        stripe: createStripe({ secretKey: 'sk_test_sandbox', apiUrl: stripeSandbox.url, budget, timeoutMs: 5_000 }),
        send,
        mayAct: new AbortController().signal,
      },
      client,
    ).catch(() => undefined);
    watch(() => () => undefined);
    return calls;
  }

  async function anew(): Promise<void> {
    const fields = ['light', 'claim', 'attempt', 'to', 'cycle'];
    const metadata = Object.fromEntries(fields.map((field) => [`milepost_followup_${field}`, '']));
    await dashboard.invoices.update(invoice, { metadata });
    stripeSandbox.expireIdempotencyKeys();
    memory.forget();
    world.asked.length = 0;
  }

  return {
    noted: () => late.noted('light')?.split(' ')[0] ?? 'nothing',
    anew,
    live,
    /** The morning from its beginning: the blow, then others who come by after two minutes each. */
    async play(blow: Blow, { loses }: { readonly loses: boolean }) {
      await anew();
      const sent: string[] = [];
      const calls = await live(sent, blow);
      const between = late.noted('light')?.split(' ')[0] ?? 'nothing';
      if (loses) memory.forget();
      for (let round = 0; round < 2; round += 1) {
        clock.advance(121_000);
        await live(sent);
      }
      return { call: calls[blow.at - 1] ?? 'none', sent: sent.length, between };
    },
  };
}

/** Every call of an undisturbed run, once for each thing that may happen at it. */
async function everyBlow(stage: Awaited<ReturnType<typeof startStage>>, ...what: readonly Blow['what'][]) {
  await stage.anew();
  const calls = await stage.live([]);
  expect(calls.filter((call) => call === 'send')).toHaveLength(1);
  expect(calls.length).toBeGreaterThan(10);
  return calls.flatMap((_, index) => what.map((one) => ({ at: index + 1, what: one })));
}

test('a process that dies at any of its calls leaves no second message and no claim that stands; only at the sending itself does nobody know', async () => {
  const stage = await startStage();
  for (const blow of await everyBlow(stage, 'dies before', 'dies after')) {
    const { call, sent } = await stage.play(blow, { loses: false });
    const found = { call, sent, noted: stage.noted() };
    const expected =
      call === 'send'
        ? { call, sent: blow.what === 'dies after' ? 1 : 0, noted: 'unconfirmed' }
        : { call, sent: 1, noted: 'sent' };
    expect(found, JSON.stringify(blow)).toEqual(expected);
  }
});

test('the same with Redis lost as well: what stood claimed is shown to a person instead of being sent', async () => {
  const stage = await startStage();
  for (const blow of await everyBlow(stage, 'dies before', 'dies after')) {
    const { call, sent, between } = await stage.play(blow, { loses: true });
    const found = { call, sent: sent <= 1, noted: stage.noted() };
    const noted = between === 'claimed' ? 'unconfirmed' : 'sent';
    expect(found, JSON.stringify(blow)).toEqual({ call, sent: true, noted });
    if (noted === 'sent') expect(sent).toBe(1);
  }
});

test('a run that goes on while Redis is emptied at any of its calls sends once, and knows it', async () => {
  const stage = await startStage();
  for (const blow of await everyBlow(stage, 'Redis is lost')) {
    const { call, sent } = await stage.play(blow, { loses: false });
    expect({ call, sent, noted: stage.noted() }, JSON.stringify(blow)).toEqual({ call, sent: 1, noted: 'sent' });
  }
});

/** The step before and where it went, as a claim over it has to leave them. */
async function returnedTo(address: string) {
  const late = await startLate();
  await late.morning();
  await late.dashboard.invoices.update(late.invoice, { metadata: { milepost_mail_returned: 'no such mailbox' } });
  late.edit(late.client, { 'Billing email': { email: address } });
  late.goTo('2026-11-18T09:00:00Z');
  return late;
}

test('a claim on a message that goes out again, broken off before it was sent, gives back what stood there: it still goes out again', async () => {
  const late = await returnedTo('accounts@client.example');
  const { stripe, clock } = late.world;
  const dead = async (): Promise<never> => {
    throw new Dead();
  };
  const dying = { ...stripe, claimMessage: dieAfterClaim, readInvoice: dyingRead, letGoOfMessage: dead };
  let isClaimed = false;
  async function dieAfterClaim(...all: Parameters<typeof stripe.claimMessage>): Promise<boolean> {
    isClaimed = await stripe.claimMessage(...all);
    return isClaimed;
  }
  async function dyingRead(id: string) {
    return isClaimed ? await dead() : await stripe.readInvoice(id);
  }
  await expect(late.runClient({ stripe: dying })).rejects.toThrow(Dead);
  expect(late.noted('light')).toBe('claimed 2026-11-18T09:00');
  clock.advance(121_000);
  expect(await late.runClient()).toMatchObject({ outcome: 'done', message: 'Light' });
  expect(late.toClients().map(({ to }) => to)).toEqual([['ap@client.example'], ['accounts@client.example']]);
});

/** Somebody died under a claim, and what was remembered of it is gone. */
async function leftClaimed(at?: number) {
  const late = await startLate();
  late.goTo('2026-11-17T09:00:00Z');
  const { stripe, context } = late.world;
  const invoice = await stripe.readInvoice(late.invoice);
  if (typeof invoice !== 'object') throw new Error('There is no invoice.');
  await stripe.claimMessage(invoice, {
    slot: 'light',
    at: instantFromMillis(at ?? context.clock()),
    claim: 'somebody who is dead',
    cycle: 0,
    sentTo: 'ap@client.example',
    failureAt: null,
  });
  late.hub.forget();
  return late;
}

test('a claim that nobody remembers is found with the next sweeps, and a person is asked within minutes', async () => {
  const late = await leftClaimed();
  await late.at('2026-11-17T09:01:00Z');
  expect(late.noted('light')).toBe('claimed 2026-11-17T09:00');
  await late.at('2026-11-17T09:03:00Z');
  expect(late.noted('light')).toBe('unconfirmed 2026-11-17T09:00');
  expect(late.shows('Billing detail')).toContain('Unconfirmed: nobody knows whether the light message of 2026-11-17');
  expect(late.toClients()).toEqual([]);
});

test('a claim that is dated ahead, by a run under another clock, does not stand until that day', async () => {
  const late = await leftClaimed(Date.parse('2026-12-24T10:00:00Z'));
  expect(await late.runClient()).toBe('try again');
  late.world.clock.advance(121_000);
  expect(await late.runClient()).toEqual({ outcome: 'unchanged' });
  expect(late.noted('light')).toBe('unconfirmed 2026-12-24T10:00');
  expect(late.toClients()).toEqual([]);
});
