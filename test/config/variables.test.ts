import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { complete, KEY, problemsIn } from './complete.ts';

const wrongIn = (env: Record<string, string>, files?: Record<string, string>) =>
  problemsIn(() => loadConfig(complete(env, files))).map(({ where, what }) => `${where} ${what}`);

test.each([
  { name: 'NOTION_TOKEN', value: 'secret_older_workspace' },
  { name: 'STRIPE_SECRET_KEY', value: 'rk_test_restricted' },
  { name: 'STRIPE_WEBHOOK_SECRET', value: 'whsec_old, whsec_new' },
  { name: 'NOTION_API_URL', value: 'http://127.0.0.1:4010' },
  { name: 'NOTION_API_URL', value: 'http://sandbox:4010' },
  { name: 'PUBLIC_URL', value: 'https://billing.example.com/' },
  { name: 'REDIS_URL', value: '/run/redis.sock' },
  { name: 'PORT', value: '0' },
])('$name may be $value', ({ name, value }) => {
  expect(wrongIn({ [name]: value })).toEqual([]);
});

test.each([
  { name: 'NOTION_TOKEN', value: 'sk_test_abc', what: 'must start with ntn_' },
  { name: 'STRIPE_SECRET_KEY', value: 'pk_test_abc', what: 'must start with sk_test_' },
  { name: 'STRIPE_WEBHOOK_SECRET', value: 'whsec_one,sk_test_two', what: 'must be whsec_' },
  { name: 'NOTION_DEALS_DB', value: 'Deals', what: 'holds no Notion id' },
  { name: 'GOOGLE_SHEET_ID', value: 'https://example.com/a', what: 'is neither the id nor' },
  { name: 'STRIPE_API_URL', value: 'http://stripe.example.com', what: 'must start with https://' },
  { name: 'STRIPE_API_URL', value: 'http://127.0.0.1.example.com', what: 'must start with https://' },
  { name: 'PUBLIC_URL', value: 'billing.example.com', what: 'must be an address' },
  { name: 'REDIS_URL', value: 'localhost:6379', what: 'must start with redis://' },
  { name: 'PORT', value: '65536', what: 'must be at most 65535' },
  { name: 'PORT', value: '87.87', what: 'must be a number' },
  { name: 'LOG_LEVEL', value: 'verbose', what: 'is not a log level' },
  { name: 'MAIL_FROM', value: 'Studio North', what: 'must be an e-mail address' },
  { name: 'SMTP_URL', value: 'smtp.example.com', what: 'must look like smtp://' },
  { name: 'MILEPOST_CONFIG', value: 'absent.yaml', what: 'names a file that cannot be read' },
])('$name may not be $value', ({ name, value, what }) => {
  expect(wrongIn({ [name]: value })[0]).toContain(`${name} ${what}`);
});

test('an SMTP server without a sender is a problem of the sender', () => {
  expect(wrongIn({ SMTP_URL: 'smtp://localhost:2525' })).toEqual(['MAIL_FROM is not set, and SMTP_URL is']);
});

test('a server and a sender make the mail channel', () => {
  const env = { SMTP_URL: 'smtp://localhost:2525', MAIL_FROM: 'Studio North <billing@example.com>' };

  expect(loadConfig(complete(env)).mail).toEqual({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM });
});

test.each([
  '0123456789abcdef0123456789abcdef',
  '01234567-89AB-CDEF-0123-456789ABCDEF',
  'https://www.notion.so/studio/Milestones-0123456789abcdef0123456789abcdef?v=ffffffffffffffffffffffffffffffff',
  'https://app.notion.com/p/0123456789abcdef0123456789abcdef#block',
])('the database in %s is found', (text) => {
  const { notion } = loadConfig(complete({ NOTION_DEALS_DB: text }));

  expect(notion.databases.deals).toBe('01234567-89ab-cdef-0123-456789abcdef');
});

test('the spreadsheet is found in a copied address', () => {
  const { google } = loadConfig(
    complete({ GOOGLE_SHEET_ID: 'https://docs.google.com/spreadsheets/d/a-B_1/edit#gid=0' }),
  );

  expect(google.sheetId).toBe('a-B_1');
});

describe('the key file of the service account', () => {
  test('may have its line ends written as \\n', () => {
    const escaped = JSON.stringify({ ...KEY, private_key: KEY.private_key.replaceAll('\n', '\\n') });

    expect(loadConfig(complete({}, { 'key.json': escaped })).google.serviceAccount.privateKey).toBe(KEY.private_key);
  });

  test.each([
    { why: 'not JSON', content: 'key', what: 'is not the JSON key' },
    { why: 'of a person', content: JSON.stringify({ ...KEY, type: 'authorized_user' }), what: 'is not the JSON key' },
    {
      why: 'cut short',
      content: JSON.stringify({ ...KEY, private_key: KEY.private_key.slice(0, 200) }),
      what: 'is damaged',
    },
  ])('is refused when it is $why', ({ content, what }) => {
    expect(wrongIn({}, { 'key.json': content })[0]).toContain(what);
  });
});
