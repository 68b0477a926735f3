import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import { decide } from '../../src/billing/decide.ts';
import type { ShownOnMilestone } from '../../src/billing/facts.ts';
import {
  handEdits,
  noteAfter,
  notedOn,
  OWN_ON_MILESTONE,
  OWN_ON_PROJECT,
  withoutNote,
} from '../../src/billing/put-back.ts';
import { aPolicy, theFacts } from '../support/facts.ts';
import { at, bill, invoicedShown } from './kit.ts';

const today = plainDate('2026-11-10');
const NOTE = 'Changed by hand and put back on 2026-11-10: "Billing status" said Paid.';

describe('what somebody changed by hand in the hub’s own properties (6.7)', () => {
  const right = invoicedShown(4000, { billingDetail: 'Due on 2026-11-17.', due: plainDate('2026-11-17') });
  const edits = (standing: Partial<ShownOnMilestone>, wanted: Partial<ShownOnMilestone> = {}) =>
    handEdits(OWN_ON_MILESTONE, {
      standing: { ...right, ...standing },
      wanted: { ...right, ...wanted },
      lastShown: right,
      attempts: [],
    });

  test.each<{ name: string; standing: Partial<ShownOnMilestone>; said: readonly string[] }>([
    { name: 'nothing', standing: {}, said: [] },
    { name: 'a status', standing: { billingStatus: 'Paid' }, said: ['"Billing status" said Paid'] },
    { name: 'a sum', standing: { remaining: 0 }, said: ['"Remaining" said 0'] },
    { name: 'a date', standing: { due: plainDate('2026-12-24') }, said: ['"Due" said 2026-12-24'] },
    {
      name: 'something emptied',
      standing: { stripeInvoice: '', due: null },
      said: ['"Stripe invoice" was emptied', '"Due" was emptied'],
    },
    {
      name: 'a long text over several lines',
      standing: { billingDetail: `Please\nwait ${'x'.repeat(60)}` },
      said: [`"Billing detail" said Please wait ${'x'.repeat(47)}…`],
    },
  ])('$name: $said', ({ standing, said }) => {
    expect(edits(standing)).toEqual(said);
  });

  test('is not what differs only because the world moved on', () => {
    expect(edits({}, { billingStatus: 'Paid', remaining: 0 })).toEqual([]);
  });

  test('is not what happens to say what is right by now', () => {
    expect(edits({ billingStatus: 'Paid' }, { billingStatus: 'Paid' })).toEqual([]);
  });

  test('is not what an earlier look was about to write', () => {
    const standing = { ...right, billingStatus: 'Due soon' };
    const attempts = [{ billingStatus: 'Due soon' }];
    expect(handEdits(OWN_ON_MILESTONE, { standing, wanted: right, lastShown: right, attempts })).toEqual([]);
  });

  test('is unknown where nothing is known of what the hub wrote', () => {
    const standing = { ...right, billingStatus: 'Paid' };
    expect(handEdits(OWN_ON_MILESTONE, { standing, wanted: right, lastShown: undefined, attempts: [] })).toEqual([]);
  });

  test('leaves alone what the hub does not mean to write', () => {
    const standing = { ...right, nextFollowUp: plainDate('2026-12-01') };
    const { nextFollowUp: _, ...wanted } = right;
    expect(handEdits(OWN_ON_MILESTONE, { standing, wanted, lastShown: right, attempts: [] })).toEqual([]);
  });

  test('is named on a project as people see it there', () => {
    expect(
      handEdits(OWN_ON_PROJECT, {
        standing: { kickoff: 'Clear' },
        wanted: { kickoff: 'Waiting' },
        lastShown: { kickoff: 'Waiting' },
        attempts: [],
      }),
    ).toEqual(['"Kickoff" said Clear']);
  });
});

describe('the note of what was put back stays while nothing else changes in the line', () => {
  const { shown: view } = decide(theFacts({ invoices: [bill(400_000)] }), aPolicy(), at('2026-11-10T10:00:00Z'));
  const noted = `Due on 2026-11-17. ${NOTE}`;

  test.each<{ name: string; before: string; edits: readonly string[]; detail: string }>([
    { name: 'nothing put back', before: 'Sent on 2026-11-03.', edits: [], detail: 'Due on 2026-11-17.' },
    { name: 'put back now', before: 'Due on 2026-11-17.', edits: ['"Billing status" said Paid'], detail: noted },
    { name: 'put back before', before: noted, edits: [], detail: noted },
    {
      name: 'put back before, and the line changed since',
      before: `Sent on 2026-11-03. ${NOTE}`,
      edits: [],
      detail: 'Due on 2026-11-17.',
    },
    {
      name: 'put back before, and something else now',
      before: noted,
      edits: ['"Due" was emptied', '"Remaining" said 1'],
      detail: 'Due on 2026-11-17. Changed by hand and put back on 2026-11-10: "Due" was emptied; "Remaining" said 1.',
    },
  ])('$name', ({ before, edits, detail }) => {
    expect(notedOn(view, before, edits, today)).toEqual({ ...view, billingDetail: detail });
  });

  test.each<{ name: string; lines: string; before: string; edits: readonly string[]; shown: string }>([
    { name: 'nothing', lines: 'One.\nTwo.', before: '', edits: [], shown: 'One.\nTwo.' },
    {
      name: 'put back now',
      lines: 'One.',
      before: 'One.',
      edits: ['"Kickoff" said Clear'],
      shown: 'One.\nChanged by hand and put back on 2026-11-10: "Kickoff" said Clear.',
    },
    {
      name: 'put back now, where all matches',
      lines: '',
      before: '',
      edits: ['"Kickoff" said Clear'],
      shown: 'Changed by hand and put back on 2026-11-10: "Kickoff" said Clear.',
    },
    { name: 'put back before', lines: 'One.', before: `One.\n${NOTE}`, edits: [], shown: `One.\n${NOTE}` },
    {
      name: 'put back before, and the lines changed',
      lines: 'Two.',
      before: `One.\n${NOTE}`,
      edits: [],
      shown: 'Two.',
    },
  ])('below several lines: $name', ({ lines, before, edits, shown }) => {
    expect(noteAfter(lines, before, edits, today)).toBe(shown);
  });

  test.each([
    { text: noted, without: 'Due on 2026-11-17.' },
    { text: NOTE, without: '' },
    { text: 'Put back your chairs.', without: 'Put back your chairs.' },
  ])('"$text" without it is "$without"', ({ text, without }) => {
    expect(withoutNote(text)).toBe(without);
  });
});
