import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import type { ShownOnProject } from '../../src/billing/facts.ts';
import { projectView } from '../../src/billing/project-view.ts';
import { aMilestone, aProject, nothingShown } from '../support/facts.ts';
import { bill, invoicedShown, pageId, theProject } from './kit.ts';

const NOW = '2026-11-10T10:00:00Z';
const today = plainDate('2026-11-10');
const early = plainDate('2026-11-04');

/** An amount that was edited after its invoice was sent. */
const edited = aMilestone({ amount: 4500, shown: invoicedShown(4000, { due: plainDate('2026-11-17') }) });
const differs = (shown: Partial<ShownOnProject> = {}) =>
  theProject({
    project: aProject({
      shown: { kickoff: null, nextBillingEvent: '', nextBillingDate: null, mismatches: '', ...shown },
    }),
    milestones: [edited],
    invoices: [bill(400_000)],
    now: NOW,
  });
const line = (since: string) =>
  `Design: amount differs. 500.00 GBP more here than was billed. Log a new decision to bill the difference, or put the amount back. (Mara, since ${since})`;

describe('what a project shows (14)', () => {
  test('is whether work may begin, what is billed next, and what does not match', () => {
    const deposit = aMilestone({
      id: pageId(9),
      name: 'Deposit',
      order: 0,
      trigger: 'Deposit',
      amount: 6000,
      approval: null,
      plannedDate: plainDate('2026-12-01'),
    });
    const facts = { ...differs(), milestones: [edited, deposit] };
    expect(projectView(facts, () => early)).toEqual({
      shown: {
        kickoff: 'Waiting',
        nextBillingEvent: 'Deposit: 6,000.00 GBP, deposit, Mara',
        nextBillingDate: '2026-12-01',
        mismatches: `${line('2026-11-04')}\nWork began before the kickoff. Design: the project waits for the deposit to be paid. (Mara, since 2026-11-04)`,
      },
      mismatches: [
        expect.objectContaining({ id: 'M05', key: `M05 ${edited.id}`, since: early }),
        expect.objectContaining({ id: 'M08', key: 'M08', since: early }),
      ],
    });
  });

  test('is nothing to mend where everything matches', () => {
    const facts = theProject({ milestones: [aMilestone({ approval: 'Requested', shown: nothingShown })], now: NOW });
    expect(projectView(facts, () => today)).toMatchObject({ shown: { mismatches: '' }, mismatches: [] });
  });
});

describe('a mismatch keeps the day on which it was opened (17.1)', () => {
  test.each([
    { name: 'first seen earlier', firstSeen: early, before: '', since: '2026-11-04' },
    {
      name: 'first seen today, and shown since earlier: memory was lost',
      firstSeen: today,
      before: line('2026-11-04'),
      since: '2026-11-04',
    },
    { name: 'first seen earlier than shown', firstSeen: early, before: line('2026-11-09'), since: '2026-11-04' },
    {
      name: 'shown with other words by now',
      firstSeen: today,
      before: 'Design: amount differs. Something else. (Jonas, since 2026-11-05)',
      since: '2026-11-05',
    },
    {
      name: 'shown below a note of what was put back',
      firstSeen: today,
      before: `${line('2026-11-06')}\nChanged by hand and put back on 2026-11-08: "Kickoff" said Clear.`,
      since: '2026-11-06',
    },
    { name: 'shown without a day', firstSeen: today, before: 'Design: amount differs.', since: '2026-11-10' },
    {
      name: 'shown with a day that is none',
      firstSeen: today,
      before: 'Design: amount differs. (Mara, since 2026-02-31)',
      since: '2026-11-10',
    },
    {
      name: 'another one was shown',
      firstSeen: today,
      before: 'Design: money returned. It was paid. (Jonas, since 2026-11-01)',
      since: '2026-11-10',
    },
  ])('$name: since $since', ({ firstSeen, before, since }) => {
    const view = projectView(differs({ mismatches: before }), () => firstSeen);
    expect(view.mismatches).toMatchObject([{ id: 'M05', since }]);
    expect(view.shown.mismatches).toBe(line(since));
  });
});
