import { addDays, dateIn, instantFromMillis, type PlainDate, startOfDay } from '../../src/billing/calendar.ts';
import type { SandboxClock } from '../kit/clock.ts';

/** The agency's own zone: every day in the seed is a day on its calendar. */
export const SEED_ZONE = 'Europe/London';

/** How far back the agency's story begins. */
const HISTORY_DAYS = 120;
const HOUR_MS = 60 * 60_000;
const HISTORY_MS = HISTORY_DAYS * 24 * HOUR_MS;

/** What the clock must show before the story is told, so that it shows `today` afterwards. */
export const historyStart = (today: number): number => today - HISTORY_MS;

/** Moves the clock through the story. Days count from today: 3 days ago is -3. */
export type History = {
  readonly day: (offset: number) => PlainDate;
  /** Office hours of a past day; later calls must not name an earlier moment. */
  readonly goTo: (offset: number, hour: number) => void;
  /** Ends the story exactly today, however long it took to tell. */
  readonly finish: () => void;
};

/** @param clock shows `historyStart(today)` */
export function createHistory(clock: SandboxClock): History {
  const today = dateIn(SEED_ZONE, instantFromMillis(clock.now() + HISTORY_MS));
  const day = (offset: number): PlainDate => addDays(today, offset);
  let advanced = 0;
  const advance = (ms: number): void => {
    if (ms <= 0) return;
    clock.advance(ms);
    advanced += ms;
  };
  return {
    day,
    goTo: (offset, hour) => advance(startOfDay(SEED_ZONE, day(offset)) + hour * HOUR_MS - clock.now()),
    finish: () => advance(HISTORY_MS - advanced),
  };
}
