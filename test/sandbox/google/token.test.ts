import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClientOptions, connect, type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const tokenError = (options: ClientOptions) => refusal(connect(desk.google, options).jwt.authorize());

describe('the token endpoint', () => {
  it('gives a token that lasts just under an hour', async () => {
    const credentials = await desk.jwt.authorize();
    expect(credentials).toMatchObject({ token_type: 'Bearer', access_token: expect.stringContaining('ya29.') });
    const lifetime = Number(credentials.expiry_date) - Date.now();
    expect(lifetime).toBeGreaterThan(3_500_000);
    expect(lifetime).toBeLessThanOrEqual(3_599_000);
  });

  it('offers a complete service-account key whose private key works', async () => {
    const key = desk.google.serviceAccount.keyFile();
    expect(key).toMatchObject({ type: 'service_account', token_uri: 'https://oauth2.googleapis.com/token' });
    await connect(desk.google, { email: key.client_email, key: key.private_key }).jwt.authorize();
  });

  it('does not know other accounts', async () => {
    const refused = await tokenError({ email: 'other@milepost-sandbox.iam.gserviceaccount.com' });
    expect(refused).toMatchObject({ code: 400, message: 'invalid_grant: Invalid grant: account not found' });
  });

  it('refuses a signature by another key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const refused = await tokenError({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() });
    expect(refused).toMatchObject({ code: 400, message: 'invalid_grant: Invalid JWT Signature.' });
  });

  it.each([
    { why: 'signed an hour ago', claims: () => ({ iat: seconds() - 3600, exp: seconds() + 60 }) },
    { why: 'signed in the future', claims: () => ({ iat: seconds() + 900, exp: seconds() + 1800 }) },
    { why: 'meant to last longer than an hour', claims: () => ({ exp: seconds() + 7200 }) },
  ])('refuses an assertion $why', async ({ claims }) => {
    const refused = await tokenError({ claims: claims() });
    expect(refused.message).toContain('invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes)');
  });

  it('insists on the audience that Google has, not on its own address', async () => {
    const refused = await tokenError({ claims: { aud: desk.google.tokenUrl } });
    expect(refused.message).toBe('invalid_grant: Invalid JWT: Failed audience check.');
  });

  it('refuses to act for somebody else', async () => {
    const refused = await tokenError({ claims: { sub: 'owner@example.com' } });
    expect(refused).toMatchObject({ code: 401, message: expect.stringMatching(/^unauthorized_client: /) });
  });

  it('refuses scopes that Sheets does not know', async () => {
    const refused = await tokenError({ scopes: ['https://www.googleapis.com/auth/calendar'] });
    expect(refused).toMatchObject({ code: 400, message: expect.stringMatching(/^invalid_scope: /) });
  });

  it('refuses other grants', async () => {
    const answer = await fetch(desk.google.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password' }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('judges the time by its own clock, which a test can set wrong', async () => {
    const skewed = await openDesk({ tokenClock: () => Date.now() + 20 * 60_000 });
    const refused = await refusal(skewed.jwt.authorize());
    expect(refused.message).toContain('reasonable timeframe');
    await skewed.close();
  });
});

const seconds = (): number => Math.floor(Date.now() / 1000);
