import { describe, expect, test } from 'vitest';
import { addDays, dateIn, type Instant, instantFromMillis, toIso } from '../../../src/billing/calendar.ts';
import { closesAt, daysAt, leavesAt, mayLeave, recipientZone } from '../../../src/billing/follow-up/sending-time.ts';
import { aClient } from '../../support/facts.ts';
import { at } from '../kit.ts';
import { day, rules } from './kit.ts';

const policy = rules();
const client = (timeZone: string, country = '') => aClient({ timeZone, country });

describe('2.6 the zone of a recipient', () => {
  test.each([
    { timeZone: 'America/Los_Angeles', is: 'America/Los_Angeles' },
    { timeZone: ' Asia/Kolkata ', is: 'Asia/Kolkata' },
    { timeZone: '', is: 'Europe/London' },
    { timeZone: 'Pacific time', is: 'Europe/London' },
    { timeZone: 'Europe/Atlantis', is: 'Europe/London' },
  ])('2.6 "$timeZone" is $is', ({ timeZone, is }) => {
    expect(recipientZone(client(timeZone), policy)).toBe(is);
  });

  test('2.6 the seller’s where nobody knows the client', () => {
    expect(recipientZone(undefined, policy)).toBe('Europe/London');
  });

  test.each(['europe/london', 'UTC', 'EST', 'EST5EDT', 'GMT', 'Etc/GMT+5', '+05:30', '-0800', 'Z', 'GMT+2', '0'])(
    '2.7 whatever stands there, such as "%s", a message can be planned',
    (timeZone) => {
      expect(leavesAt(client(timeZone), policy, day('2026-11-06'), at('2026-11-06T00:00:00Z'))).toBeGreaterThan(0);
    },
  );
});

describe('2.6 when a message may leave', () => {
  test.each([
    { zone: '', on: '2026-11-06T09:00:00Z', is: true, why: 'nine o’clock' },
    { zone: '', on: '2026-11-06T08:59:59Z', is: false, why: 'before nine' },
    { zone: '', on: '2026-11-06T15:59:59Z', is: true, why: 'before four' },
    { zone: '', on: '2026-11-06T16:00:00Z', is: false, why: 'four o’clock' },
    { zone: '', on: '2026-11-07T12:00:00Z', is: false, why: 'Saturday' },
    { zone: '', on: '2026-12-25T12:00:00Z', is: false, why: 'Christmas' },
    { zone: 'Europe/Berlin', on: '2026-10-23T07:00:00Z', is: true, why: '2.7: nine in Berlin in summer' },
    { zone: 'Europe/Berlin', on: '2026-10-26T07:00:00Z', is: false, why: '2.7: eight in Berlin in winter' },
    { zone: 'Europe/Berlin', on: '2026-10-26T08:00:00Z', is: true, why: '2.7: nine in Berlin in winter' },
    { zone: 'America/Los_Angeles', on: '2026-11-06T12:00:00Z', is: false, why: 'four in the morning there' },
    { zone: 'America/Los_Angeles', on: '2026-11-06T17:00:00Z', is: true, why: 'nine there' },
    { zone: 'Pacific/Auckland', on: '2026-11-09T02:59:00Z', is: true, why: 'Monday afternoon there, Monday here' },
    { zone: 'Pacific/Auckland', on: '2026-11-08T22:00:00Z', is: false, why: 'Monday there, but Sunday here' },
    { zone: 'Pacific/Auckland', on: '2026-11-06T21:00:00Z', is: false, why: 'Friday here, but Saturday there' },
    { zone: 'Asia/Kolkata', on: '2026-11-06T03:30:00Z', is: true, why: 'nine there' },
    { zone: 'Asia/Kolkata', on: '2026-11-06T10:30:00Z', is: false, why: 'four there' },
  ])('2.6 in "$zone" at $on: $is ($why)', ({ zone, on, is }) => {
    expect(mayLeave(client(zone), policy, at(on))).toBe(is);
  });

  test('2.5 not on a holiday of the client alone, nor on one of the seller alone', () => {
    const thanksgiving = at('2026-11-26T17:00:00Z');
    expect(mayLeave(client('America/New_York', 'US'), policy, thanksgiving)).toBe(false);
    expect(mayLeave(client('America/New_York'), policy, thanksgiving)).toBe(true);
    expect(mayLeave(client('America/New_York', 'US'), policy, at('2026-12-28T17:00:00Z'))).toBe(false);
  });

  test('2.6 hours are the team’s', () => {
    const late = rules({ followUp: { sendingHours: { from: 20, to: 24 } } });
    expect(mayLeave(client(''), late, at('2026-11-06T23:59:00Z'))).toBe(true);
    expect(mayLeave(client(''), late, at('2026-11-06T19:59:00Z'))).toBe(false);
  });
});

const HALF_HOUR_MS = 30 * 60_000;

const halfHours = (from: Instant, to: Instant): readonly Instant[] =>
  Array.from({ length: Math.ceil((to - from) / HALF_HOUR_MS) }, (_, n) => instantFromMillis(from + n * HALF_HOUR_MS));

const ZONES = [
  '',
  'Pacific/Auckland',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Sydney',
];
const SELLERS = ['Europe/London', 'America/New_York', 'America/Los_Angeles', 'Pacific/Auckland'];
const PAIRS = SELLERS.flatMap((seller) => ZONES.map((zone) => ({ seller, zone })));

describe('2.6 when a message of a day leaves', () => {
  test.each([
    { zone: '', now: '2026-11-06T00:10:00Z', leaves: '2026-11-06T09:00:00.000Z', why: 'nine o’clock' },
    { zone: '', now: '2026-11-06T11:30:00Z', leaves: '2026-11-06T11:30:00.000Z', why: 'now' },
    { zone: '', now: '2026-11-06T16:00:00Z', leaves: '2026-11-09T09:00:00.000Z', why: 'the next business day' },
    { zone: '', now: '2026-11-04T12:00:00Z', leaves: '2026-11-06T09:00:00.000Z', why: 'not before its day' },
    { zone: 'America/Los_Angeles', now: '2026-11-06T00:10:00Z', leaves: '2026-11-06T17:00:00.000Z', why: 'nine there' },
    {
      zone: 'Pacific/Auckland',
      now: '2026-11-05T12:00:00Z',
      leaves: '2026-11-06T00:00:00.000Z',
      why: 'its day has begun here',
    },
    {
      zone: 'Pacific/Auckland',
      now: '2026-11-06T03:00:00Z',
      leaves: '2026-11-09T00:00:00.000Z',
      why: 'Saturday follows there',
    },
  ])('2.6 in "$zone" at $now: $leaves ($why)', ({ zone, now, leaves }) => {
    expect(toIso(leavesAt(client(zone), policy, day('2026-11-06'), at(now)))).toBe(leaves);
  });

  test.each(PAIRS)(
    '2.6 from $seller to "$zone": it may leave then, not before its day, and before the day closes',
    ({ seller, zone }) => {
      const sellers = rules({ policy: { timeZone: seller } });
      for (let n = 0; n < 28; n += 1) {
        const on = addDays(day('2026-10-19'), n);
        const now = at(`${addDays(on, -2)}T12:00:00Z`);
        const leaves = leavesAt(client(zone), sellers, on, now);
        expect(mayLeave(client(zone), sellers, leaves)).toBe(true);
        const sooner = halfHours(now, leaves).filter((one) => dateIn(seller, one) >= on);
        expect(sooner.filter((one) => mayLeave(client(zone), sellers, one))).toEqual([]);
        expect(dateIn(seller, leaves) >= on).toBe(true);
        expect(leaves).toBeLessThan(closesAt(client(zone), sellers, dateIn(seller, leaves)));
      }
    },
  );
});

describe('11.13 when a day of the seller is over for a recipient', () => {
  test.each([
    { seller: 'Europe/London', zone: '', on: '2026-11-06', closes: '2026-11-06T16:00:00.000Z', why: 'four o’clock' },
    {
      seller: 'Europe/London',
      zone: 'America/Los_Angeles',
      on: '2026-11-06',
      closes: '2026-11-07T00:00:00.000Z',
      why: 'four there is midnight here',
    },
    {
      seller: 'Europe/London',
      zone: 'Pacific/Auckland',
      on: '2026-11-05',
      closes: '2026-11-06T00:00:00.000Z',
      why: 'Friday has begun there',
    },
    {
      seller: 'Europe/London',
      zone: 'Pacific/Auckland',
      on: '2026-11-06',
      closes: '2026-11-06T03:00:00.000Z',
      why: 'Saturday follows there',
    },
    {
      seller: 'America/New_York',
      zone: 'Australia/Sydney',
      on: '2026-11-09',
      closes: '2026-11-10T05:00:00.000Z',
      why: 'Tuesday there',
    },
    {
      seller: 'Europe/London',
      zone: 'Asia/Kolkata',
      on: '2026-11-06',
      closes: '2026-11-06T10:30:00.000Z',
      why: 'four there',
    },
    {
      seller: 'Europe/London',
      zone: '',
      on: '2026-11-08',
      closes: '2026-11-08T16:00:00.000Z',
      why: 'a Sunday, on which nothing leaves at all',
    },
  ])('11.13 $on of $seller in "$zone" closes at $closes ($why)', ({ seller, zone, on, closes }) => {
    expect(
      toIso(closesAt(client(zone), rules({ policy: { timeZone: seller, holidayCountry: undefined } }), day(on))),
    ).toBe(closes);
  });

  test.each(PAIRS)(
    '11.13 from $seller to "$zone": nothing leaves from then on until the day is over',
    ({ seller, zone }) => {
      const sellers = rules({ policy: { timeZone: seller } });
      for (let n = 0; n < 28; n += 1) {
        const on = addDays(day('2026-10-19'), n);
        let last = 0;
        for (let hour = 0; hour < 50; hour += 0.5) {
          const now = instantFromMillis(at(`${on}T00:00:00Z`) - 12 * 3_600_000 + hour * 3_600_000);
          if (dateIn(seller, now) === on && mayLeave(client(zone), sellers, now)) last = now;
        }
        if (last > 0) expect(closesAt(client(zone), sellers, on) - last).toBe(1_800_000);
      }
    },
  );
});

test('11.5 an instant lies on two days, the seller’s and the recipient’s', () => {
  const on = (zone: string, iso: string) => daysAt(client(zone), policy, at(iso));
  expect(on('Pacific/Auckland', '2026-11-06T20:00:00Z')).toEqual(['2026-11-06', '2026-11-07']);
  expect(on('America/Los_Angeles', '2026-11-06T03:00:00Z')).toEqual(['2026-11-06', '2026-11-05']);
  expect(on('', '2026-11-06T03:00:00Z')).toEqual(['2026-11-06', '2026-11-06']);
});
