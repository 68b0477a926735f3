import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/config/nearest.ts';
import { parsePolicy } from '../../src/config/read-policy.ts';

const problemIn = (yaml: string) => {
  const parsed = parsePolicy(yaml);
  return 'problems' in parsed
    ? parsed.problems.map(({ where, what, mend }) => `${where} ${what} ${mend}`).join('\n')
    : 'none';
};

describe('the policy file', () => {
  test.each(['', 'approval:\nlimits:\n  notion:\n'])('%j means the defaults', (yaml) => {
    expect(parsePolicy(yaml)).toEqual({
      value: {
        timeZone: 'UTC',
        currency: 'EUR',
        paymentTermsDays: 14,
        holidays: [],
        approval: { quietPeriodSeconds: 120, reviewWindowDays: 5, remind: true, confirmAfterDays: 30 },
        deposit: { creditedTo: 'final' },
        retainer: { everyMonths: 1 },
        taxIdRequiredIn: [],
        closeout: { comment: true },
        dueSoonDays: 7,
        followUp: {
          held: false,
          sendingHours: { from: 9, to: 16 },
          formalAfterDays: 14,
          formalFrom: 50,
          smallBalance: 0,
          whilePaused: 'continue',
          repeats: 0,
          courtesy: false,
          thankYou: false,
          comments: true,
          morningList: true,
          language: 'en',
          templates: {},
        },
        review: { schedule: '0 7 * * 1' },
        sweep: { everySeconds: 600 },
        paymentPlans: {},
        proposal: { create: true },
        newProjects: {
          kickoffWaitsFor: 'Payment',
          partialApproval: 'Wait for full',
          whenPaused: 'Bill if earned',
          pausedRetainer: 'Skip',
        },
        limits: {
          notion: { requests: 180, seconds: 60 },
          stripe: { requests: 20, seconds: 1 },
          stripeReads: 10_000,
          sheets: { requests: 50, seconds: 60 },
        },
        shadow: false,
        notion: {
          properties: { milestones: {}, projects: {}, clients: {}, deals: {} },
          options: { milestones: {}, projects: {}, clients: {}, deals: {} },
        },
      },
    });
  });

  test('keeps what is not mentioned at its default', () => {
    const yaml = 'approval: { quietPeriodSeconds: 0 }\nlimits: { notion: { requests: 90 } }\ncurrency: gbp\n';

    expect(parsePolicy(yaml)).toMatchObject({
      value: {
        approval: { quietPeriodSeconds: 0 },
        limits: { notion: { requests: 90, seconds: 60 }, stripe: { requests: 20 } },
        currency: 'GBP',
      },
    });
  });

  test('gives properties and options the names of the workspace', () => {
    const yaml = `
notion:
  properties: { milestones: { Amount: Betrag } }
  options: { milestones: { Approval: { Approved: Freigegeben } } }
`;

    expect(parsePolicy(yaml)).toMatchObject({
      value: {
        notion: {
          properties: { milestones: { Amount: 'Betrag' }, deals: {} },
          options: { milestones: { Approval: { Approved: 'Freigegeben' } } },
        },
      },
    });
  });

  test('names payment plans by their parts', () => {
    const part = (name: string, share: number) => `  - { name: ${name}, trigger: Deposit, share: ${share} }`;
    const plan = ['paymentPlans:', ' Thirds:', part('A', 33.33), part('B', 33.33), part('C', 33.34)].join('\n');

    expect(problemIn(plan)).toBe('none');
  });

  test.each([
    { name: 'a deposit within the price', parts: ['Deposit, share: 30', 'Milestone approval, share: 70'] },
    { name: 'a deposit on top, taken off again', parts: ['Deposit, share: 30', 'Milestone approval, share: 100'] },
    { name: 'a fixed deposit on top', parts: ['Deposit, amount: 500', 'Milestone approval, share: 100'] },
    { name: 'a fixed deposit within', parts: ['Deposit, amount: 500', 'Milestone approval, share: 95'] },
    { name: 'a deposit alone', parts: ['Deposit, share: 100'] },
  ])('takes $name', ({ parts }) => {
    const list = parts.map((part) => `  - { name: A, trigger: ${part} }`);
    expect(problemIn(['paymentPlans:', ' Plan:', ...list].join('\n'))).toBe('none');
  });
});

describe('a wrong policy', () => {
  test.each([
    { yaml: 'timezone: UTC', says: 'timezone is not a known key Did you mean timeZone?' },
    { yaml: 'limits: { notoin: {} }', says: 'limits.notoin is not a known key Did you mean limits.notion?' },
    { yaml: 'notion: { options: { deal: {} } }', says: 'Did you mean notion.options.deals?' },
    { yaml: 'sweep: { weather: 1 }', says: 'sweep.weather is not a known key Known here: everySeconds.' },
    {
      yaml: 'paymentPlans: { Half: [{ name: A, trigger: Deposit, sahre: 100 }] }',
      says: 'paymentPlans.Half.0.sahre is not a known key Did you mean paymentPlans.Half.0.share?',
    },
    { yaml: 'timeZone: Europe/Lodnon', says: 'timeZone must be the name of a time zone' },
    { yaml: 'timeZone: "+01:00"', says: 'timeZone must be the name of a time zone' },
    { yaml: 'currency: EURO', says: 'currency must be a currency code' },
    { yaml: 'paymentTermsDays: -1', says: 'paymentTermsDays must not be negative' },
    { yaml: 'holidays: [2026-02-30]', says: 'holidays.0 must be an existing date' },
    { yaml: 'review: { schedule: "0 25 * * 1" }', says: 'review.schedule has no valid hour' },
    { yaml: 'review: { schedule: weekly }', says: 'review.schedule must have five fields' },
    { yaml: 'defaultBillingOwner: Anna', says: 'defaultBillingOwner must be an e-mail address' },
    { yaml: 'shadow: "yes"', says: 'shadow must be true or false' },
    { yaml: 'paymentPlans: { Half: [{ name: A, trigger: Deposit, share: 50 }] }', says: 'do not add up to 100' },
    { yaml: 'paymentPlans: { Half: [{ name: A, trigger: Deposit }] }', says: 'needs either share or amount' },
    {
      yaml: 'paymentPlans: { X: [{ name: A, trigger: Deposit, share: 30 }, { name: B, trigger: Final handoff, share: 90 }] }',
      says: 'do not add up to 100',
    },
    { yaml: 'proposal: { template: here }', says: 'proposal.template holds no Notion id' },
    { yaml: '- a', says: 'milepost.config.yaml ' },
    { yaml: 'approval:\n  a: "b', says: 'milepost.config.yaml is not valid YAML in line 2' },
  ])('$yaml is refused: $says', ({ yaml, says }) => {
    expect(problemIn(yaml)).toContain(says);
  });
});

test.each(['0 7 * * 1', '*/15 9-17 * * MON-FRI', '0 0 1,15 JAN *', '30 6 * * 7'])('%s is a schedule', (schedule) => {
  expect(problemIn(`review: { schedule: "${schedule}" }`)).toBe('none');
});

test.each([
  '60 7 * * 1',
  '0 7 0 * 1',
  '0 7 * 13 1',
  '0 7 * * 8',
  '0 7 * * 5-1',
  '*/0 7 * * 1',
  '0 7 * * 1-',
  '1-2-3 7 * * 1',
])('%s is no schedule', (schedule) => {
  expect(problemIn(`review: { schedule: "${schedule}" }`)).toContain('review.schedule has no valid');
});

test('nothing is suggested for a word that is near to nothing', () => {
  expect(nearest('currenzy', ['currency', 'shadow'])).toBe('currency');
  expect(nearest('weather', ['currency', 'shadow'])).toBeUndefined();
});
