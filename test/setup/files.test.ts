import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/config/read-policy.ts';
import { withVariables } from '../../src/setup/files/env-text.ts';
import { withPolicy } from '../../src/setup/files/policy-text.ts';
import { writeWhole } from '../../src/setup/files/private-file.ts';
import { policyDefaults } from '../../src/setup/interview/policy-questions.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('.env', () => {
  const BEFORE =
    '# Notion\nNOTION_TOKEN=ntn_a\nNOTION_DEALS_DB=\n\n# PUBLIC_URL=https://billing.example.com\nPORT=1 # mine\n';

  test('keeps every other line, and puts a value onto its line or below the comment that shows it', () => {
    expect(withVariables(BEFORE, { NOTION_DEALS_DB: 'd1', PUBLIC_URL: 'https://x.example', NEW: 'n' })).toBe(
      '# Notion\nNOTION_TOKEN=ntn_a\nNOTION_DEALS_DB=d1\n\n# PUBLIC_URL=https://billing.example.com\nPUBLIC_URL=https://x.example\nPORT=1 # mine\nNEW=n\n',
    );
  });

  test('is the same text when all of it is there already', () => {
    expect(withVariables(BEFORE, { NOTION_TOKEN: 'ntn_a', PORT: '1' })).toBe(BEFORE);
  });

  test('is not edited where a value goes over several lines and holds what looks like a variable', () => {
    expect(() => withVariables('KEY="a\nPORT=2\nb"\n', { PORT: '3' })).toThrow('Set these by hand: PORT');
  });

  test('gives back whatever was put in, beside all that was there', () => {
    const value = fc.stringMatching(/^[ -~]{1,40}$/).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/), value), (variables) => {
        let after: string;
        try {
          after = withVariables(BEFORE, variables);
        } catch (error) {
          expect(String(error)).toContain('cannot be written'); // all three kinds of quotes in one value
          return;
        }
        expect(parseEnv(after)).toEqual({ ...parseEnv(BEFORE), ...variables });
        expect(after).toContain('# Notion\n');
      }),
    );
  });
});

describe('a file with secrets', () => {
  test('is readable by its owner alone, also where it was open before, and a link to it stays a link', () => {
    const folder = tempDir();
    const file = path.join(folder, 'real');
    writeFileSync(file, 'old');
    chmodSync(file, 0o644);
    symlinkSync(file, path.join(folder, '.env'));
    writeWhole(path.join(folder, '.env'), 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('milepost.config.yaml', () => {
  const BEFORE =
    '# Ours\ntimeZone: Europe/Berlin # Hamburg\n\nnotion:\n  # the old base\n  properties: { milestones: { Amount: Betrag } }\n';

  test('keeps comments and keys, and gets the new ones', () => {
    const after = withPolicy(BEFORE, [
      { path: ['currency'], value: 'GBP' },
      { path: ['notion', 'properties', 'milestones', 'Trigger'], value: 'Anlass' },
    ]);
    for (const words of ['# Ours', '# Hamburg', '# the old base']) expect(after).toContain(words);
    const policy = parsePolicy(after);
    expect(policy).toMatchObject({
      value: {
        timeZone: 'Europe/Berlin',
        currency: 'GBP',
        notion: { properties: { milestones: { Amount: 'Betrag', Trigger: 'Anlass' } } },
      },
    });
  });

  test('is the same text when nothing in it changes', () => {
    expect(withPolicy(BEFORE, [{ path: ['timeZone'], value: 'Europe/Berlin' }])).toBe(BEFORE);
  });

  test('shows defaults as comments in a new file, which then means the defaults', () => {
    const comment = { path: ['paymentTermsDays'], value: 14, says: 'days until an invoice is due' };
    const fresh = withPolicy('', [], [comment]);
    expect(fresh).toContain('# paymentTermsDays: 14   # days until an invoice is due\n');
    expect(parsePolicy(fresh)).toEqual(parsePolicy(''));
    const changed = withPolicy(fresh, [{ path: ['currency'], value: 'CHF' }]);
    expect(changed).toContain('# paymentTermsDays: 14');
    expect(parsePolicy(changed)).toMatchObject({ value: { currency: 'CHF', paymentTermsDays: 14 } });
    expect(parsePolicy(withPolicy('', [{ path: ['currency'], value: 'CHF' }], [comment]))).toMatchObject({
      value: { currency: 'CHF' },
    });
  });

  test('shows a payment plan that works as it is once its # is taken away', () => {
    const fresh = withPolicy('', [], policyDefaults());
    expect(parsePolicy(fresh)).toMatchObject({ value: { paymentPlans: {} } });
    expect(parsePolicy(fresh.replace('# paymentPlans:', 'paymentPlans:'))).toMatchObject({
      value: {
        paymentPlans: {
          Standard: [
            { trigger: 'Deposit', share: 30 },
            { trigger: 'Milestone approval', share: 40 },
            { trigger: 'Final handoff', share: 30 },
          ],
        },
      },
    });
  });

  test('is still read when every # is taken away from what a new file shows', () => {
    const fresh = withPolicy('', [], policyDefaults()).replaceAll(/^# (?=( *)\w+:( |$))/gm, '');
    expect(parsePolicy(fresh)).toMatchObject({
      value: {
        holidayCountry: 'GB-ENG',
        followUp: { whilePaused: 'continue', language: 'en' },
        newProjects: { kickoffWaitsFor: 'Payment', pausedRetainer: 'Skip' },
      },
    });
  });
});
