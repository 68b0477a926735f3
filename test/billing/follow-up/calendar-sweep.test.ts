import Holidays from 'date-holidays';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  addDays,
  atHour,
  dateIn,
  dueInstant,
  type Instant,
  instantFromMillis,
  type PlainDate,
} from '../../../src/billing/calendar.ts';
import type { Client, Milestone, Policy } from '../../../src/billing/facts.ts';
import { plannedDay, tooLateWords } from '../../../src/billing/follow-up/expected.ts';
import type { Followed } from '../../../src/billing/follow-up/followed.ts';
import { nextMessage } from '../../../src/billing/follow-up/next-message.ts';
import { planClient } from '../../../src/billing/follow-up/plan.ts';
import { type FollowUpRecord, NO_FOLLOW_UPS, type Slot } from '../../../src/billing/follow-up/record.ts';
import { mayLeave } from '../../../src/billing/follow-up/sending-time.ts';
import { aClient, aMilestone, anInvoice, aProject, nothingShown } from '../../support/facts.ts';
import { day, rules } from './kit.ts';

/** Every due date of two years, every term, sellers and clients of four countries: the ladder walked day by day. */
const FIRST = day('2026-01-01');
const DAYS = 730;
const TERMS = [0, 7, 14, 30] as const;

const ZONES = {
  'GB-ENG': 'Europe/London',
  'DE-BY': 'Europe/Berlin',
  US: 'America/New_York',
  NZ: 'Pacific/Auckland',
} as const;
type Country = keyof typeof ZONES;
const PAIRS: readonly (readonly [Country, Country])[] = [
  ['GB-ENG', 'GB-ENG'],
  ['GB-ENG', 'DE-BY'],
  ['DE-BY', 'DE-BY'],
  ['DE-BY', 'US'],
  ['US', 'US'],
  ['US', 'NZ'],
  ['NZ', 'NZ'],
  ['NZ', 'GB-ENG'],
];

/** Days as whole numbers, so that the rules below share no arithmetic with what they judge. */
const at = (n: number): PlainDate => known[n + BEFORE] ?? addDays(FIRST, n);
const BEFORE = 60;
const AFTER = 120;
const known: readonly PlainDate[] = Array.from({ length: BEFORE + DAYS + AFTER }, (_, n) => addDays(FIRST, n - BEFORE));
const numberOf = new Map(known.map((date, n) => [date, n - BEFORE]));
const numbered = (date: PlainDate): number => numberOf.get(date) ?? Number.NaN;

/** 2026-01-01 is a Thursday. */
const isWeekend = (n: number): boolean => [2, 3].includes(((n % 7) + 7) % 7);

const holidays = new Map<Country, ReadonlySet<string>>();
beforeAll(() => {
  let country: Country;
  for (country in ZONES) {
    const library = new Holidays(country, { types: ['public'], timezone: 'UTC' });
    const dates = [2025, 2026, 2027, 2028].flatMap((year) =>
      library.getHolidays(year).map(({ date }) => date.slice(0, 10)),
    );
    holidays.set(country, new Set(dates));
  }
});

const works = (n: number, countries: readonly Country[]): boolean =>
  !isWeekend(n) && !countries.some((country) => holidays.get(country)?.has(at(n)));

const firstWorking = (n: number, countries: readonly Country[]): number => {
  let found = n;
  while (!works(found, countries)) found += 1;
  return found;
};

type Sent = { readonly slot: Slot; readonly n: number; readonly rolled: boolean; readonly at: Instant };

type Walk = {
  readonly policy: Policy;
  readonly client: Client;
  readonly due: number;
  readonly term: number;
  /** The instants of a day on which the job runs. */
  readonly runs: (n: number) => readonly Instant[];
  /** The instants at which the row is looked at; nothing may seem late then. */
  readonly looks: (n: number) => readonly Instant[];
};

const project = aProject({ escalationClause: '7.2: work stops until the invoice is paid.' });

/** Nobody can say what becomes of it after this. */
const WALKED_DAYS = 45;

/** The ladder of one invoice, as the hourly job climbs it. A person says yes to the formal step as soon as one is asked. */
function walk({ policy, client, due, term, runs, looks }: Walk): {
  readonly sent: readonly Sent[];
  readonly alarms: readonly string[];
} {
  const invoice = anInvoice({
    createdAt: atHour(policy.timeZone, at(due - term), 9),
    finalizedAt: atHour(policy.timeZone, at(due - term), 9),
    dueAt: dueInstant(policy.timeZone, at(due)),
  });
  const sent: Sent[] = [];
  const alarms: string[] = [];
  let followUps: FollowUpRecord = NO_FOLLOW_UPS;
  let milestone = aMilestone();
  const facts = (): Followed => ({ invoice: { ...invoice, followUps }, milestone, project, client });

  const run = (now: Instant): void => {
    const followed = facts();
    const lastMessageAt = sent.at(-1)?.at;
    const plan = planClient({ client, followed: [followed], lastMessageAt }, policy, now);
    const [count] = plan.planned?.counts ?? [];
    if (count === undefined || !mayLeave(client, policy, now)) return;
    const { slot, rolled } = count.due;
    sent.push({ slot, n: numbered(dateIn(policy.timeZone, now)), rolled, at: now });
    followUps = { ...followUps, messages: { ...followUps.messages, [slot]: { state: 'sent', at: now } } };
    milestone = planned(milestone, null);
  };
  const look = (now: Instant): void => {
    const followed = facts();
    const next = nextMessage(followed, policy, now);
    if (next.kind === 'by hand' && next.words.includes('enters the day'))
      milestone = { ...milestone, escalationApprovedOn: yesFor(policy, client, now) };
    if (next.kind !== 'message') return;
    const expected = { followed, next, others: [followed.invoice] };
    const words = tooLateWords(expected, policy, now);
    if (words !== undefined) alarms.push(words);
    milestone = planned(milestone, plannedDay(expected, policy, now));
  };

  const from = [due - term, due - 1, due];
  for (const n of new Set(from)) for (const now of [...looks(n), ...runs(n)]) look1(n, now);
  for (let n = due + 1; n < due + WALKED_DAYS && sent.at(-1)?.slot !== 'formal'; n += 1) {
    // Between the steps nothing happens: the walk need not look at every day of two weeks.
    if (sent.at(-1)?.slot === 'firm' && n < due + 12 && n > (sent.at(-1)?.n ?? 0) + 1) continue;
    for (const now of [...looks(n), ...runs(n)].sort((a, b) => a - b)) look1(n, now);
  }
  return { sent, alarms };

  function look1(n: number, now: Instant): void {
    if (looks(n).includes(now)) look(now);
    if (runs(n).includes(now)) run(now);
  }
}

/** The person says yes for today, or for the next day on which it may go out. */
function yesFor(policy: Policy, client: Client, now: Instant): PlainDate {
  const countries = countriesOf(policy, client);
  return at(firstWorking(numbered(dateIn(policy.timeZone, now)), countries));
}

const countriesOf = ({ holidayCountry }: Policy, { country }: Client): readonly Country[] =>
  [holidayCountry, country].filter((one): one is Country => one !== undefined && one in ZONES);

/** The row as a look leaves it. */
const planned = (milestone: Milestone, nextFollowUp: PlainDate | null): Milestone => ({
  ...milestone,
  shown: { ...nothingShown, nextFollowUp },
});

type Judged = { readonly due: number; readonly term: number; readonly countries: readonly Country[] };

const WINDOWS = { light: [1, 3], firm: [5, 7], formal: [14, Number.POSITIVE_INFINITY] } as const;
const ORDER = ['light', 'firm', 'formal'] as const;

/** What must be so whenever anything goes out (Rules 2.4, 2.5, 11.1 to 11.4, 13). @returns what is not */
function broken(sent: readonly Sent[], { due, countries }: Judged): readonly string[] {
  const found: string[] = [];
  sent.forEach(({ slot, n, rolled }, place) => {
    const expected = ORDER[place];
    if (slot !== expected) found.push(`${slot} on ${at(n)} where ${expected} is next`);
    if (expected === undefined) return;
    const [first, last] = WINDOWS[expected];
    if (n - due < first) found.push(`${slot} on ${at(n)}, before its window`);
    if (n - due > last !== rolled) found.push(`${slot} on ${at(n)}, rolled ${rolled}`);
    if (!works(n, countries)) found.push(`${slot} on ${at(n)}, which is no business day`);
    const before = sent[place - 1];
    if (before !== undefined && n - before.n < 3) found.push(`${slot} on ${at(n)}, too soon after ${at(before.n)}`);
  });
  return found;
}

/** On which days everything goes out where every run takes place. */
function rightDays({ due, countries }: Judged): readonly string[] {
  const light = firstWorking(due + 1, countries);
  const firm = firstWorking(Math.max(due + 5, light + 3), countries);
  const formal = firstWorking(Math.max(due + 14, firm + 3), countries);
  return [`light ${at(light)}`, `firm ${at(firm)}`, `formal ${at(formal)}`];
}

const told = (sent: readonly Sent[]): readonly string[] => sent.map(({ slot, n }) => `${slot} ${at(n)}`);

const about = ({ due, term, countries }: Judged, words: string): string =>
  `due ${at(due)}, term ${term}, ${countries.join(' and ')}: ${words}`;

const sellerOf = (seller: Country): Policy => rules({ policy: { timeZone: ZONES[seller], holidayCountry: seller } });

describe('X06 in every week of two years', () => {
  test.each(PAIRS)('11.1 to 11.4 from %s to %s: every step on its day, and none too late', (seller, country) => {
    const policy = sellerOf(seller);
    const client = aClient({ country });
    const wrong: string[] = [];
    const around = { policy, client, runs: atTen(policy), looks: atNine(policy) };
    for (let due = 0; due < DAYS; due += 1) {
      // Over all pairs every due date meets every term.
      const term = TERMS[(due + PAIRS.findIndex(([one, other]) => one === seller && other === country)) % 4] ?? 0;
      const judged = { due, term, countries: [seller, country] };
      const { sent, alarms } = walk({ ...around, due, term });
      const right = rightDays(judged);
      if (told(sent).join() !== right.join()) wrong.push(about(judged, `${told(sent)}, right is ${right}`));
      wrong.push(...[...broken(sent, judged), ...alarms].map((words) => about(judged, words)));
    }
    expect(wrong).toEqual([]);
  });
});

const atTen = ({ timeZone }: Policy) => kept((n) => [atHour(timeZone, at(n), 10)]);
/** What was not sent on a day seems late on the next morning. */
const atNine = ({ timeZone }: Policy) => kept((n) => [atHour(timeZone, at(n), 9)]);

function kept<T>(work: (n: number) => T): (n: number) => T {
  const known = new Map<number, T>();
  return (n) => {
    const before = known.get(n);
    if (before !== undefined) return before;
    const answer = work(n);
    known.set(n, answer);
    return answer;
  };
}

const HOUR_MS = 60 * 60_000;

const everyHour = ({ timeZone }: Policy) =>
  kept((n) => {
    const [begins, ends] = [atHour(timeZone, at(n), 0), atHour(timeZone, at(n), 24)];
    return Array.from({ length: Math.round((ends - begins) / HOUR_MS) }, (_, hour) =>
      instantFromMillis(begins + hour * HOUR_MS),
    );
  });

describe('2.6 between zones, with a run every hour', () => {
  const FAR = [
    ['GB-ENG', 'NZ'],
    ['NZ', 'GB-ENG'],
    ['US', 'NZ'],
    ['NZ', 'US'],
    ['GB-ENG', 'US'],
    ['DE-BY', 'GB-ENG'],
  ] as const;
  test.each(FAR)('11.1 to 11.4 from %s to %s: no step too soon, none twice, none too late', (seller, country) => {
    const policy = sellerOf(seller);
    const client = aClient({ country, timeZone: ZONES[country] });
    const hours = everyHour(policy);
    const looks = kept((n) => hours(n).filter((_, hour) => hour % 6 === 0));
    const wrong: string[] = [];
    // Seven and twenty-nine have nothing in common: every weekday at every time of the year.
    for (let due = 0; due < DAYS; due += 29) {
      const judged = { due, term: 14, countries: [seller, country] };
      const { sent, alarms } = walk({ policy, client, due, term: 14, runs: hours, looks });
      if (sent.length !== 3) wrong.push(about(judged, `only ${told(sent)}`));
      wrong.push(
        ...[...broken(sent, judged), ...alarms, ...wrongHours(sent, seller, country)].map((words) =>
          about(judged, words),
        ),
      );
    }
    expect(wrong).toEqual([]);
  });

  /** On the recipient's own clock: between nine and four, on a working day there, and never twice on one. */
  function wrongHours(sent: readonly Sent[], seller: Country, country: Country): readonly string[] {
    const there = sent.map((one) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: ZONES[country], dateStyle: 'short', timeStyle: 'short' })
        .format(one.at)
        .split(' '),
    );
    return there.flatMap(([date = '', time = ''], place) => [
      ...(time >= '09:00' && time < '16:00' ? [] : [`leaves at ${time}`]),
      ...(works(numbered(day(date)), [seller, country]) ? [] : [`leaves on ${date} there`]),
      ...(there.findIndex(([other]) => other === date) < place ? [`twice on ${date}`] : []),
    ]);
  }
});

describe('11.4 with runs that are missed', () => {
  test.each([2, 3, 9])('11.3, 11.4 one run in %i days: at most the next step, never one left out', (every) => {
    const policy = sellerOf('GB-ENG');
    const client = aClient({ country: 'DE-BY' });
    const ten = atTen(policy);
    const wrong: string[] = [];
    for (let due = 0; due < DAYS; due += 1) {
      const judged = { due, term: 14, countries: ['GB-ENG', 'DE-BY'] } as const;
      const runs = (n: number) => (n % every === 0 ? [...ten(n), ...ten(n)] : []);
      const { sent } = walk({ policy, client, due, term: 14, runs, looks: () => [] });
      if (sent.length === 0) wrong.push(about(judged, 'nothing at all'));
      wrong.push(...broken(sent, judged).map((words) => about(judged, words)));
    }
    expect(wrong).toEqual([]);
  });
});

test('2.5 the holidays of four countries are those that everybody knows', () => {
  const days: readonly (readonly [Country, string])[] = [
    ['GB-ENG', '2026-12-28'],
    ['GB-ENG', '2027-12-27'],
    ['DE-BY', '2026-06-04'],
    ['DE-BY', '2027-11-01'],
    ['US', '2026-07-03'],
    ['US', '2027-11-25'],
    ['NZ', '2026-02-06'],
    ['NZ', '2027-06-25'],
  ];
  expect(days.filter(([country, date]) => !holidays.get(country)?.has(date))).toEqual([]);
  expect(works(numbered(day('2026-11-05')), ['GB-ENG', 'DE-BY', 'US', 'NZ'])).toBe(true);
});

test('what is judged here can be wrong: a step too soon, left out, on a Sunday, not marked', () => {
  const judged = { due: 0, term: 14, countries: ['GB-ENG'] } as const;
  const sent = (slot: Slot, n: number, rolled = false): Sent => ({ slot, n, rolled, at: instantFromMillis(0) });
  const words = (...all: readonly Sent[]) => broken(all, judged).join('; ');
  expect(words(sent('light', 1), sent('firm', 5), sent('formal', 14))).toBe('');
  expect(words(sent('firm', 5))).toContain('where light is next');
  expect(words(sent('light', 0))).toContain('before its window');
  expect(words(sent('light', 3))).toContain('no business day');
  expect(words(sent('light', 4))).toContain('rolled false');
  expect(words(sent('light', 1, true))).toContain('rolled true');
  expect(words(sent('light', 4, true), sent('firm', 6))).toContain('too soon after');
});
