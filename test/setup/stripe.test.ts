import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STRIPE_API_VERSION } from '../../connectors/stripe/client.ts';
import { HINT_TYPES } from '../../connectors/stripe/event-hints.ts';
import type { StripeFacts } from '../../src/setup/facts.ts';
import { planStripe, type StripeGiven } from '../../src/setup/plan/stripe.ts';
import { type Site, startSite } from './site.ts';

const URL = 'https://billing.example.com/webhooks/stripe';

const rightEndpoint = {
  id: 'we_1',
  url: URL,
  isOurs: false,
  isEnabled: true,
  apiVersion: STRIPE_API_VERSION,
  missingEvents: [],
  events: [],
};

const given = ({ facts = {}, ...own }: Partial<Omit<StripeGiven, 'facts'>> & { facts?: Partial<StripeFacts> }) =>
  planStripe({
    publicUrl: 'https://billing.example.com',
    isDerived: false,
    hasSecret: false,
    isSecretFixed: false,
    isReal: true,
    ...own,
    facts: {
      account: 'Studio',
      mode: 'test',
      isRestricted: true,
      missingPermissions: [],
      endpoints: [],
      ...facts,
    },
  });

describe('the webhook endpoint', () => {
  test.each<[string, Parameters<typeof given>[0], readonly string[], string | undefined]>([
    ['is created where there is none', {}, ['create endpoint'], undefined],
    ['is kept where it is right', { hasSecret: true, facts: { endpoints: [rightEndpoint] } }, [], undefined],
    [
      'is kept where it is right, however its address ends',
      { hasSecret: true, facts: { endpoints: [{ ...rightEndpoint, url: `${URL}/` }] } },
      [],
      undefined,
    ],
    [
      'of a person is not made twice for want of its secret',
      { facts: { endpoints: [rightEndpoint] } },
      [],
      'reveal its signing secret',
    ],
    [
      'of ours is replaced for want of its secret',
      { facts: { endpoints: [{ ...rightEndpoint, isOurs: true }] } },
      ['create endpoint'],
      undefined,
    ],
    [
      'of ours is mended where it does not send all',
      { hasSecret: true, facts: { endpoints: [{ ...rightEndpoint, isOurs: true, missingEvents: ['invoice.paid'] }] } },
      ['mend endpoint'],
      undefined,
    ],
    [
      'of a person is left as it is, and said, where it does not send all',
      { hasSecret: true, facts: { endpoints: [{ ...rightEndpoint, missingEvents: ['invoice.paid'] }] } },
      [],
      'does not send invoice.paid',
    ],
    [
      'of another API version is said',
      { hasSecret: true, facts: { endpoints: [{ ...rightEndpoint, isOurs: true, apiVersion: '2024-06-20' }] } },
      [],
      'it has API version 2024-06-20',
    ],
    [
      'that is switched off is said',
      { hasSecret: true, facts: { endpoints: [{ ...rightEndpoint, isEnabled: false }] } },
      [],
      'switched off',
    ],
    ['is left to a person without an address', { publicUrl: undefined }, [], 'PUBLIC_URL is not set'],
    ['needs no address where its secret is known', { publicUrl: undefined, hasSecret: true }, [], undefined],
    [
      'is left to the Stripe CLI where Stripe cannot reach the hub',
      { publicUrl: 'http://localhost:8787' },
      [],
      'stripe listen --forward-to http://localhost:8787/webhooks/stripe',
    ],
    [
      'is not created in clear text for real money',
      { publicUrl: 'http://hub.internal', facts: { mode: 'live' } },
      [],
      'https',
    ],
    [
      'is left to a person where the key may not see endpoints',
      { facts: { endpoints: 'not permitted' } },
      [],
      'right to write Webhook Endpoints',
    ],
    [
      'is not created where its secret would not count',
      { hasSecret: true, isSecretFixed: true },
      [],
      'set outside of .env',
    ],
    ['is somebody else’s where a stand-in has a secret already', { hasSecret: true, isDerived: true }, [], undefined],
  ])('%s', (_name, input, steps, words) => {
    const plan = given(input);
    expect(plan.steps.map(({ kind }) => kind)).toEqual(steps);
    const said = plan.left.map(({ what, mend }) => `${what} ${mend}`).join('\n');
    if (words === undefined) expect(said).toBe('');
    else expect(said).toContain(words);
  });

  test('is described for whoever adds it by hand: address, version and every event', () => {
    const [left] = given({ facts: { endpoints: 'not permitted' } }).left;
    for (const words of [URL, STRIPE_API_VERSION, ...HINT_TYPES]) expect(left?.mend).toContain(words);
  });
});

describe('with the services', () => {
  let folder: string;
  let site: Site;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-setup-'));
    site = await startSite(folder);
  });
  afterEach(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const refuse = (at: string, method = 'GET') =>
    site.stripe.faults.add({
      path: at,
      method,
      times: 99,
      fault: {
        kind: 'answer',
        status: 403,
        body: JSON.stringify({
          error: {
            type: 'invalid_request_error',
            message: `The provided key does not have the required permissions for this endpoint. Having the 'rak_dispute_read' permission would allow this request to continue.`,
          },
        }),
      },
    });

  test('what the key may not read is said, and all the rest is done', async () => {
    refuse('/v1/disputes');
    const report = await site.run();
    expect(report).toMatchObject({ ok: false, ready: true });
    expect(report.left).toContainEqual(
      expect.objectContaining({ kind: 'refused', what: expect.stringContaining('may not read Disputes') }),
    );
    expect(Object.keys(report.databases)).toHaveLength(4);
  });

  test('a key that may see endpoints and not make them leaves that to a person, and nothing else', async () => {
    refuse('/v1/webhook_endpoints', 'POST');
    const report = await site.run();
    expect(report).toMatchObject({ ok: false, ready: false });
    const [left] = report.left;
    expect(left?.mend).toContain('Or do it by hand. In the Stripe Dashboard');
    expect(site.google.spreadsheet(site.sheetId).tabs()).toHaveLength(2);
    expect(await site.endpoints()).toEqual([]);
  });

  test('the account of a key that may not see it is simply not named', async () => {
    refuse('/v1/account');
    expect((await site.run()).kept).toContain('Stripe: a secret key for test mode');
  });

  test('a refused key ends the set-up before anything is written', async () => {
    await expect(site.run({ env: { ...site.env, STRIPE_SECRET_KEY: 'sk_test_wrong' } })).rejects.toThrow(
      'Stripe refused the key',
    );
    expect(site.writes()).toEqual([]);
  });

  test('an endpoint that we made and that lost events sends them again, with the same secret', async () => {
    await site.run();
    const secret = site.variables().STRIPE_WEBHOOK_SECRET;
    const [endpoint] = await site.endpoints();
    await fetch(`${site.stripe.url}/v1/webhook_endpoints/${endpoint?.id}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'enabled_events[0]=invoice.paid&disabled=true',
    });
    expect((await site.run()).done).toHaveLength(1);
    const [mended] = await site.endpoints();
    expect(mended).toMatchObject({ id: endpoint?.id, status: 'enabled' });
    expect(mended?.enabled_events.toSorted()).toEqual([...HINT_TYPES].toSorted());
    expect(site.variables().STRIPE_WEBHOOK_SECRET).toBe(secret);
  });

  test('an endpoint of ours whose secret nobody knows any more gives way to a new one', async () => {
    await site.run();
    const [old] = await site.endpoints();
    writeFileSync(
      path.join(site.cwd, '.env'),
      site.file('.env').replace(/^STRIPE_WEBHOOK_SECRET=.*$/m, 'STRIPE_WEBHOOK_SECRET='),
    );
    expect(await site.run()).toMatchObject({ ok: true, ready: true });
    const [now, ...others] = await site.endpoints();
    expect(others).toEqual([]);
    expect(now?.id).not.toBe(old?.id);
    expect(site.variables().STRIPE_WEBHOOK_SECRET).toBe(site.stripe.store.endpointSecret(now?.id ?? ''));
  });

  test('on a stand-in on this machine the hub’s own address will do', async () => {
    const { PUBLIC_URL: _, ...env } = site.env;
    await site.run({ env: { ...env, PORT: '4711' } });
    expect((await site.endpoints()).map(({ url }) => url)).toEqual(['http://127.0.0.1:4711/webhooks/stripe']);
  });
});
