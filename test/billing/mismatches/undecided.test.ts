import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBusinessDays } from '../../../src/billing/business-days.ts';
import { plainDate, startOfDay, toIso } from '../../../src/billing/calendar.ts';
import type { Client, Milestone, Policy, Project } from '../../../src/billing/facts.ts';
import { decisionReminders, waitingFor, waitingWords } from '../../../src/billing/mismatches/undecided.ts';
import { businessCalendar } from '../../../src/billing/standing/stops.ts';
import { aClient, aMilestone, aPolicy, aProject, MILESTONE_ID, person } from '../../support/facts.ts';
import { theProject } from '../kit.ts';

const SINCE = plainDate('2026-11-03');
const SIXTH = '2026-11-11T10:00:00Z';

type Given = {
  readonly milestone?: Partial<Milestone>;
  readonly project?: Partial<Project>;
  readonly client?: Partial<Client>;
  readonly policy?: Partial<Policy>;
};

/** A delivery of Tuesday 3 November that waits for its decision. */
const undecided = (now: string, { milestone, project, client, policy }: Given = {}) =>
  theProject({
    milestones: [aMilestone({ approval: 'Requested', ...milestone })],
    project: aProject(project),
    client: aClient(client),
    policy: aPolicy(policy),
    deliveredSince: new Map([[MILESTONE_ID, SINCE]]),
    now,
  });
const textsOf = (now: string, given: Given = {}) => decisionReminders(undecided(now, given)).map(({ text }) => text);

describe('a delivery that nobody decides on', () => {
  test.each<{ name: string; given: Given; text: string }>([
    {
      name: 'the client’s account owner, and names the approval owner',
      given: {},
      text: 'Decision reminder 1: delivered since 2026-11-03, and not decided for 6 business days. Jonas: please ask d.osei@client.example for the decision.',
    },
    {
      name: 'the project’s owner, where the client has no account owner',
      given: { client: { accountOwners: [] } },
      text: 'Decision reminder 1: delivered since 2026-11-03, and not decided for 6 business days. Mara: please ask d.osei@client.example for the decision.',
    },
    {
      name: 'to ask the one whom the milestone names before the project’s',
      given: { milestone: { approvalOwners: ['r.lane@client.example'] } },
      text: 'Decision reminder 1: delivered since 2026-11-03, and not decided for 6 business days. Jonas: please ask r.lane@client.example for the decision.',
    },
    {
      name: 'whoever it may be, where nobody is named at all',
      given: { client: { accountOwners: [] }, project: { owners: [], approvalOwners: [] } },
      text: 'Decision reminder 1: delivered since 2026-11-03, and not decided for 6 business days. Somebody (nobody is responsible yet): please ask the client for the decision.',
    },
  ])('reminds $name', ({ given, text }) => {
    expect(textsOf(SIXTH, given)).toEqual([text]);
  });

  test('mentions the colleague by the id of Notion, where there is one', () => {
    const colleagueOf = (given: Given) => decisionReminders(undecided(SIXTH, given))[0]?.colleague;
    expect(colleagueOf({})).toEqual({ name: 'Jonas', id: 'user-jonas' });
    const fallback = { defaultBillingOwner: 'billing@studio.example' };
    const nobody = { client: { accountOwners: [] }, project: { owners: [] } };
    expect(colleagueOf({ ...nobody, policy: fallback })).toBeUndefined();
  });

  test.each<{ name: string; now?: string; given?: Given }>([
    { name: 'while the review window of five business days runs', now: '2026-11-10T10:00:00Z' },
    { name: 'of what is approved', given: { milestone: { approval: 'Approved' } } },
    { name: 'of what is approved in part', given: { milestone: { approval: 'Approved in part' } } },
    { name: 'once the project is done', given: { project: { status: 'Done' } } },
    { name: 'where the team has turned reminders off', given: { policy: { decisionReminder: false } } },
    { name: 'within a longer window of the team', given: { policy: { reviewWindowDays: 6 } } },
    { name: 'while holidays of the team make up the time', given: { policy: { holidays: [plainDate('2026-11-06')] } } },
  ])('reminds nobody $name', ({ now = SIXTH, given }) => {
    expect(textsOf(now, given)).toEqual([]);
  });

  test('turned off, still shows for how long it waits', () => {
    const facts = undecided(SIXTH, { policy: { decisionReminder: false } });
    const [milestone = aMilestone()] = facts.milestones;
    expect(waitingFor(milestone, facts)).toEqual({ since: SINCE, days: 6 });
  });
});

describe('whatever days the project is looked at', () => {
  /** Looks on these business days, writes its line after each, and returns what it reminded of. */
  function remindersOn(days: readonly number[], window: number): readonly string[] {
    const policy = { reviewWindowDays: window };
    const calendar = businessCalendar(aPolicy(policy), aClient());
    let mismatches = '';
    return days.flatMap((day) => {
      const now = toIso(startOfDay('Europe/London', addBusinessDays(SINCE, day, calendar)));
      const facts = undecided(now, { policy, project: { shown: { ...aProject().shown, mismatches } } });
      const made = decisionReminders(facts).map(({ beginning }) => beginning);
      const [milestone = aMilestone()] = facts.milestones;
      const waiting = waitingFor(milestone, facts);
      if (waiting !== undefined)
        mismatches = `Design: no decision on the delivery. ${waitingWords(waiting)} (Jonas, since 2026-11-11)`;
      return made;
    });
  }

  test('a daily look reminds once for each window that has passed', () => {
    const days = Array.from({ length: 17 }, (_, at) => at);
    expect(remindersOn(days, 5)).toEqual(
      [1, 2, 3].map((number) => `Decision reminder ${number}: delivered since 2026-11-03`),
    );
  });

  test('no window is reminded of twice, and of several missed ones only the last', () => {
    const days = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 10 }), (some, window) => {
        const sorted = some.toSorted((a, b) => a - b);
        const made = remindersOn(sorted, window);
        expect(new Set(made).size).toBe(made.length);
        const windows = new Set(sorted.filter((day) => day > window).map((day) => Math.floor((day - 1) / window)));
        expect(made).toHaveLength(windows.size);
      }),
      { numRuns: 60 },
    );
  });

  test('a second delivery, after changes were asked for, is counted anew', () => {
    const again = plainDate('2026-11-12');
    const shown = { ...aProject().shown };
    shown.mismatches = `Design: no decision on the delivery. ${waitingWords({ since: SINCE, days: 7 })} (Jonas, since 2026-11-11)`;
    const facts = undecided('2026-11-20T10:00:00Z', { project: { shown } });
    const later = { ...facts, deliveredSince: new Map([[MILESTONE_ID, again]]) };
    expect(decisionReminders(later).map(({ beginning }) => beginning)).toEqual([
      'Decision reminder 1: delivered since 2026-11-12',
    ]);
  });

  test('two milestones that wait are two reminders', () => {
    const facts = undecided(SIXTH);
    const second = aMilestone({ id: 'second', name: 'Launch', approval: 'Not requested' });
    const both = {
      ...facts,
      milestones: [...facts.milestones, second],
      client: aClient({ accountOwners: [person('Ana')] }),
      deliveredSince: new Map([...facts.deliveredSince, ['second', SINCE] as const]),
    };
    expect(decisionReminders(both).map(({ milestoneId }) => milestoneId)).toEqual([MILESTONE_ID, 'second']);
  });
});
