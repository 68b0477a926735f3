import { describe, expect, test } from 'vitest';
import { loadConfig, loadLocalConfig, loadSetupConfig } from '../../src/config/load-config.ts';
import { complete, KEY, problemsIn } from './complete.ts';

describe('a complete configuration', () => {
  test('becomes one value with the documented defaults', () => {
    expect(loadConfig(complete())).toMatchObject({
      notion: { token: 'ntn_abc', apiUrl: 'https://api.notion.com', webhookSecret: undefined },
      stripe: { webhookSecrets: ['whsec_abc'], apiUrl: 'https://api.stripe.com', isLive: false },
      google: { serviceAccount: { email: KEY.client_email }, sheetId: 'sheet-1' },
      http: { host: '0.0.0.0', port: 8787 },
      redisUrl: undefined,
      mail: undefined,
      logLevel: 'info',
      policy: { timeZone: 'UTC', sweep: { everySeconds: 600 } },
    });
  });

  test('cannot be changed, however deep', () => {
    const { stripe } = loadConfig(complete());

    expect(Object.isFrozen(stripe)).toBe(true);
    expect(Object.isFrozen(stripe.webhookSecrets)).toBe(true);
  });

  test('says whether real money moves', () => {
    expect(loadConfig(complete({ STRIPE_SECRET_KEY: 'rk_live_abc' })).stripe.isLive).toBe(true);
  });
});

describe('.env in the working directory', () => {
  test('is read', () => {
    expect(loadConfig(complete({}, { '.env': 'LOG_LEVEL=debug\n' })).logLevel).toBe('debug');
  });

  test('gives way to the environment', () => {
    expect(loadConfig(complete({ LOG_LEVEL: 'warn' }, { '.env': 'LOG_LEVEL=debug\n' })).logLevel).toBe('warn');
  });

  test('counts where the environment has the variable without a value', () => {
    expect(loadConfig(complete({ LOG_LEVEL: '' }, { '.env': 'LOG_LEVEL=debug\n' })).logLevel).toBe('debug');
  });
});

describe('what must be set', () => {
  const nothing = () => ({ cwd: complete().cwd, env: {} });

  test('for the hub: access to the services and the places in them', () => {
    expect(problemsIn(() => loadConfig(nothing())).map(({ where }) => where)).toEqual([
      'NOTION_TOKEN',
      'STRIPE_SECRET_KEY',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'GOOGLE_SHEET_ID',
      'NOTION_MILESTONES_DB',
      'NOTION_PROJECTS_DB',
      'NOTION_CLIENTS_DB',
      'NOTION_DEALS_DB',
      'STRIPE_WEBHOOK_SECRET',
    ]);
  });

  test('for the set-up: access alone, because it makes the places', () => {
    expect(problemsIn(() => loadSetupConfig(nothing())).map(({ where }) => where)).toEqual([
      'NOTION_TOKEN',
      'STRIPE_SECRET_KEY',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'GOOGLE_SHEET_ID',
    ]);
  });

  test('for a look at the queues: nothing', () => {
    expect(loadLocalConfig(nothing()).http.port).toBe(8787);
  });

  test('is missing as well when it is there without a value', () => {
    const problems = problemsIn(() => loadConfig(complete({ NOTION_TOKEN: ' ' })));

    expect(problems).toMatchObject([{ where: 'NOTION_TOKEN', what: 'is not set' }]);
  });
});

describe('the message about a wrong configuration', () => {
  const sources = complete.bind(
    undefined,
    { NOTION_TOKEN: 'sk_live_misplaced', PORT: '70000', GOOGLE_APPLICATION_CREDENTIALS: 'absent.json' },
    { 'milepost.config.yaml': 'timezone: Europe/London\n' },
  );

  test('names every problem at once, from variables, files and policy, each with its mend', () => {
    const problems = problemsIn(() => loadConfig(sources()));

    expect(problems.map(({ where }) => where)).toEqual([
      'NOTION_TOKEN',
      'PORT',
      'timezone',
      'GOOGLE_APPLICATION_CREDENTIALS',
    ]);
    expect(problems.every(({ mend }) => mend.length > 10)).toBe(true);
    expect(() => loadConfig(sources())).toThrow(/NOTION_TOKEN.*PORT.*timezone.*GOOGLE_APPLICATION/s);
  });

  test('shows no value, which may be a secret in the wrong place', () => {
    expect(() => loadConfig(sources())).not.toThrow(/misplaced|70000|absent/);
  });
});
