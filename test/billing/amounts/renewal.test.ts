import { describe, expect, test } from 'vitest';
import { renewalNote, renewalPlan } from '../../../src/billing/amounts/renewal.ts';
import { plainDate } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Milestone, MilestoneFacts } from '../../../src/billing/facts.ts';
import { aMilestone, aPolicy, aProject, nothingShown, theFacts } from '../../support/facts.ts';
import { at, bill, inputOf, pageId } from '../kit.ts';

const care = (on: string | null, changes: Partial<Milestone> = {}): Milestone =>
  aMilestone({
    name: 'Care',
    trigger: 'Retainer renewal',
    plannedDate: on === null ? null : plainDate(on),
    approval: null,
    decidedOn: null,
    ...changes,
  });
const planned = (facts: Partial<MilestoneFacts>, retainerMonths = 1) =>
  renewalPlan(inputOf(facts, undefined, aPolicy({ retainerMonths })));

describe('the next period of a retainer gets its row (3.4)', () => {
  test.each([
    { on: '2026-11-01', months: 1, next: '2026-12-01' },
    { on: '2026-11-01', months: 3, next: '2027-02-01' },
    { on: '2026-11-30', months: 1, next: '2026-12-30' },
    { on: '2027-01-31', months: 1, next: '2027-02-28' },
  ])('$on, every $months months, renews on $next', ({ on, months, next }) => {
    expect(planned({ milestone: care(on) }, months)).toMatchObject({ name: `Care (${next})`, plannedDate: next });
  });

  test('named after the retainer, not after the period', () => {
    expect(planned({ milestone: care('2026-11-01', { name: 'Care (2026-11-01)' }) })?.name).toBe('Care (2026-12-01)');
  });

  test.each<{ name: string; facts: Partial<MilestoneFacts> }>([
    {
      name: 'it is there',
      facts: { milestone: care('2026-11-01'), siblings: [care('2026-12-01', { id: pageId(12) })] },
    },
    { name: 'the project is done', facts: { milestone: care('2026-11-01'), project: aProject({ status: 'Done' }) } },
    { name: 'there is no project', facts: { milestone: care('2026-11-01'), project: undefined } },
    { name: 'the present one has no date', facts: { milestone: care(null) } },
    { name: 'it is no retainer', facts: {} },
  ])('not where $name', ({ facts }) => {
    expect(planned(facts)).toBeUndefined();
  });

  test('of a series alone: another retainer’s row on that day is no hindrance', () => {
    const hosting = ['2026-11-01', '2026-12-01'].map((on) => care(on, { id: `hosting ${on}`, name: 'Hosting' }));
    expect(planned({ milestone: care('2026-11-01'), siblings: hosting })?.plannedDate).toBe('2026-12-01');
  });

  const actionAt = (facts: Partial<MilestoneFacts>) =>
    decide(theFacts({ milestone: care('2026-11-01'), ...facts }), aPolicy(), at('2026-11-02T10:00:00Z')).action?.kind;

  test.each<{ name: string; facts: Partial<MilestoneFacts>; action: string | undefined }>([
    { name: 'billed', facts: { invoices: [bill(400_000)] }, action: 'plan renewal' },
    {
      name: 'skipped',
      facts: { project: aProject({ status: 'Paused', pausedOn: plainDate('2026-10-20') }) },
      action: 'plan renewal',
    },
    { name: 'to be billed', facts: {}, action: 'issue invoice' },
    { name: 'held up', facts: { project: aProject({ status: 'Paused' }) }, action: undefined },
  ])('once the present one is dealt with: $name, so $action', ({ facts, action }) => {
    expect(actionAt(facts)).toBe(action);
  });
});

describe('the row of the next period is made once, and said beside the one before it', () => {
  const november = care('2026-11-01');
  const noting = (words: string) => care('2026-11-01', { shown: { ...nothingShown, billingDetail: words } });
  const noted = (facts: Partial<MilestoneFacts>) => renewalNote(inputOf(facts));

  type Case = { name: string; facts: Partial<MilestoneFacts>; note: string; isPlanned: boolean };
  test.each<Case>([
    { name: 'not made yet', facts: { milestone: november }, note: '', isPlanned: true },
    {
      name: 'made',
      facts: { milestone: november, siblings: [care('2026-12-01', { id: pageId(12) })] },
      note: ' Next renewal: 2026-12-01.',
      isPlanned: false,
    },
    {
      name: 'made, and moved by hand',
      facts: { milestone: november, siblings: [care('2026-12-15', { id: pageId(12) })] },
      note: ' Next renewal: 2026-12-15.',
      isPlanned: false,
    },
    {
      name: 'made, and named otherwise since',
      facts: {
        milestone: noting('Sent on 2026-11-03, due on 2026-11-17. Next renewal: 2026-12-01.'),
        siblings: [care('2026-12-01', { id: pageId(12), name: 'Care, new' })],
      },
      note: ' Next renewal: 2026-12-01.',
      isPlanned: false,
    },
    {
      name: 'not made: another retainer begins that day',
      facts: { milestone: november, siblings: [care('2026-12-01', { id: pageId(12), name: 'Hosting' })] },
      note: '',
      isPlanned: true,
    },
    {
      name: 'made, and thrown away since',
      facts: { milestone: noting('Sent on 2026-11-03, due on 2026-11-17. Next renewal: 2026-12-01.') },
      note: ' Next renewal: 2026-12-01.',
      isPlanned: false,
    },
    {
      name: 'noted with a day that is none',
      facts: { milestone: noting('Sent on 2026-11-03, due on 2026-11-17. Next renewal: 2026-02-31.') },
      note: '',
      isPlanned: true,
    },
    { name: 'of a row without a date', facts: { milestone: care(null) }, note: '', isPlanned: false },
    { name: 'of what does not renew', facts: {}, note: '', isPlanned: false },
  ])('$name', ({ facts, note, isPlanned }) => {
    expect(noted(facts)).toBe(note);
    expect(planned(facts) !== undefined).toBe(isPlanned);
  });

  test('a billed period says when the next one renews', () => {
    const facts = {
      milestone: november,
      siblings: [care('2026-12-01', { id: pageId(12) })],
      invoices: [bill(400_000)],
    };
    const { shown, action } = decide(theFacts(facts), aPolicy(), at('2026-11-04T10:00:00Z'));
    expect(action).toBeUndefined();
    expect(shown.billingDetail).toBe('Sent on 2026-11-03, due on 2026-11-17. Next renewal: 2026-12-01.');
  });
});
