import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import { MILESTONE_KINDS, PROJECT_KINDS } from '../../../src/billing/mismatches/find.ts';
import type { Mismatch, ProjectFacts } from '../../../src/billing/mismatches/mismatch.ts';
import { readMismatchLines } from '../../../src/billing/mismatches/read-lines.ts';
import { mismatchKey, mismatchLines } from '../../../src/billing/mismatches/text.ts';
import { aClient, aMilestone, aProject } from '../../support/facts.ts';
import { bill, invoicedShown, mismatchIds, mismatchIn, pageId, theProject } from '../kit.ts';

const since = plainDate('2026-11-05');
const kinds = [
  ...MILESTONE_KINDS.map((kind) => ({ ...kind, item: 'Design', milestoneId: 'page-1' })),
  ...PROJECT_KINDS.map((kind) => ({ ...kind, item: '', milestoneId: undefined })),
];

describe('every kind of mismatch has its severity and who acts (17)', () => {
  test.each([
    ['M01', 'high', 'billing owner'],
    ['M02', 'high', 'project owner'],
    ['M03', 'medium', 'project owner'],
    ['M04', 'medium', 'account owner'],
    ['M05', 'high', 'billing owner'],
    ['M06', 'high', 'billing owner'],
    ['M07', 'high', 'account owner'],
    ['M08', 'medium', 'project owner'],
    ['M10', 'high', 'admin'],
    ['M11', 'high', 'billing owner'],
    ['M12', 'high', 'admin'],
    ['M13', 'high', 'project owner'],
    ['M14', 'critical', 'billing owner'],
    ['M15', 'medium', 'billing owner'],
    ['M16', 'high', 'admin'],
    ['M17', 'high', 'account owner'],
    ['M18', 'critical', 'account owner'],
    ['M19', 'high', 'billing owner'],
    ['M20', 'low', 'project owner'],
    ['M22', 'medium', 'admin'],
    ['M23', 'critical', 'admin'],
    ['M24', 'medium', 'account owner'],
    ['M25', 'medium', 'project owner'],
    ['M26', 'high', 'admin'],
    ['M27', 'high', 'billing owner'],
  ])('%s is %s, for the %s', (id, severity, who) => {
    expect(kinds.filter((kind) => kind.id === id)).toEqual([expect.objectContaining({ severity, who })]);
  });
});

describe('a line says what, what to do, who, and since when; and is read again', () => {
  test.each(kinds)('$id: $title', ({ item, milestoneId, ...kind }) => {
    const mismatch = {
      ...kind,
      item,
      milestoneId,
      words: 'Invoice NW-0001 (4,000.00 GBP) is out. Look: "here".',
      person: 'Mara',
      since,
    };
    const { title, severity, words, person } = mismatch;
    expect(readMismatchLines(mismatchLines([mismatch]))).toEqual([{ title, severity, item, words, person, since }]);
  });

  const one = (changes: Partial<Mismatch>) => ({
    id: 'M05',
    title: 'amount differs',
    severity: 'high' as const,
    who: 'billing owner' as const,
    item: 'Design',
    milestoneId: 'page-1',
    words: 'Log a new decision.',
    person: 'Mara',
    since,
    ...changes,
  });

  test('in words', () => {
    expect(
      mismatchLines([one({}), one({ item: '', title: 'nothing left to bill', words: 'Plan the next milestone.' })]),
    ).toBe(
      'Design: amount differs. Log a new decision. (Mara, since 2026-11-05)\nNothing left to bill. Plan the next milestone. (Mara, since 2026-11-05)',
    );
  });

  test('says that nobody is responsible, and reads it as nobody', () => {
    const line = mismatchLines([one({ person: undefined })]);
    expect(line).toContain('(nobody is responsible yet, since 2026-11-05)');
    expect(readMismatchLines(line)).toMatchObject([{ person: undefined }]);
  });

  test.each(['Phase 2: Build', 'Design (2026-11-01)', 'Kick-off.'])('keeps the name of the milestone "%s"', (item) => {
    expect(readMismatchLines(mismatchLines([one({ item })]))).toMatchObject([{ item, title: 'amount differs' }]);
  });

  test.each([
    { name: 'nothing', text: '' },
    { name: 'a person’s own words', text: 'Talk to Jonas about this!' },
    { name: 'a title that is none', text: 'Design: colours differ. Look. (Mara, since 2026-11-05)' },
    {
      name: 'a note of what was put back',
      text: 'Changed by hand and put back on 2026-11-08: "Mismatches" was emptied.',
    },
  ])('reads nothing out of $name', ({ text }) => {
    expect(readMismatchLines(text)).toEqual([]);
  });

  test('reads the lines above a note of what was put back', () => {
    const text = `${mismatchLines([one({})])}\nChanged by hand and put back on 2026-11-08: "Kickoff" said Clear.`;
    expect(readMismatchLines(text)).toMatchObject([{ title: 'amount differs', person: 'Mara' }]);
  });

  test('is known by its kind and its milestone, whatever that is called', () => {
    expect(mismatchKey(one({}))).toBe('M05 page-1');
    expect(mismatchKey(one({ item: 'Another name' }))).toBe('M05 page-1');
    expect(mismatchKey(one({ id: 'M20', milestoneId: undefined }))).toBe('M20');
  });
});

describe('all of a project’s mismatches', () => {
  const shown = invoicedShown(4000);

  test('come with the worst first, then by milestone', () => {
    const milestones = [
      aMilestone({ id: pageId(2), name: 'Build', hasEvidence: false, shown: { ...shown, stripeInvoice: 'in_b' } }),
      aMilestone({ id: pageId(1), name: 'Audit', hasEvidence: false, shown: { ...shown, stripeInvoice: 'in_a' } }),
      aMilestone({ id: pageId(3), name: 'Copy', shown: { ...shown, stripeInvoice: 'in_c' } }),
    ];
    const of = (id: string, milestone: number) => bill(400_000, { id, milestoneId: pageId(milestone), billingKey: id });
    const twins = [of('in_c', 3), { ...of('in_d', 3), billingKey: 'in_c' }];
    const facts = theProject({
      project: aProject({ contractValue: 1 }),
      client: aClient(),
      milestones,
      invoices: [of('in_b', 2), of('in_a', 1), ...twins],
      now: '2026-11-10T10:00:00Z',
    });
    const [first] = mismatchIds(facts);
    expect(first).toBe('M14');
    expect(mismatchIds(facts).filter((id) => id === 'M03' || id === 'M24')).toEqual(['M24', 'M03', 'M03']);
  });

  test('are none where everything matches', () => {
    const facts = theProject({
      milestones: [aMilestone({ shown })],
      invoices: [bill(400_000)],
      now: '2026-11-10T10:00:00Z',
    });
    expect(mismatchIds(facts)).toEqual([]);
  });

  test('name the person of their role, else who is responsible, else nobody', () => {
    const around = {
      milestones: [aMilestone({ hasEvidence: false, shown })],
      invoices: [bill(400_000)],
      now: '2026-11-10T10:00:00Z',
    };
    const nobody = { project: aProject({ owners: [] }), client: aClient({ accountOwners: [] }) };
    const who = (changes: Partial<ProjectFacts>) => mismatchIn({ ...theProject(around), ...changes }, 'M03')?.person;
    expect(who({})).toBe('Mara');
    expect(who({ ...nobody, client: aClient() })).toBe('Jonas');
    expect(who(nobody)).toBeUndefined();
  });
});
