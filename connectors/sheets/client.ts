import type { ReviewTable, StoredHistoryRow } from '../../src/billing/review/table.ts';
import type { Budget } from '../metered-fetch.ts';
import { createCall } from './call.ts';
import { OutcomeUnknown, TabsChanged } from './errors.ts';
import { type GoogleOptions, openGoogle } from './google.ts';
import { HISTORY_ID, HISTORY_TITLE, storedWeek } from './history.ts';
import { markerOf } from './marker.ts';
import { type Present, planWrite, type WritePlan } from './plan-write.ts';
import { type Overview, type Reading, readOverview, readTabs, readTitled } from './read.ts';
import type { Tab, TabHead } from './tab.ts';
import { sheetIdOf } from './tab-requests.ts';

/** Above the 180 seconds after which Google itself gives up, so that a late success is not taken for a loss. */
const WRITE_TIMEOUT_MS = 200_000;

export type SheetsOptions = GoogleOptions & {
  readonly spreadsheetId: string;
  readonly budget: Budget;
  readonly writeTimeoutMs?: number;
};

export type Written = {
  /** `unchanged`: the review stood there already; at most the hub's health was written. */
  readonly outcome: 'written' | 'unchanged';
  /** Title of the week's tab. */
  readonly tab: string;
  readonly url: string;
};

export type SheetsConnector = ReturnType<typeof createSheets>;

/** The Google Sheet connector: one tab per week, written as a whole or not at all, with the owner's notes kept. */
export function createSheets({ spreadsheetId, budget, writeTimeoutMs = WRITE_TIMEOUT_MS, ...options }: SheetsOptions) {
  const google = openGoogle(options);
  const call = createCall({ google, budget, email: options.email });
  const reading: Reading = { call, spreadsheets: google.spreadsheets, spreadsheetId };

  const send = (doing: string, requests: WritePlan['requests']) =>
    call(doing, () =>
      google.spreadsheets.batchUpdate(
        { spreadsheetId, fields: 'spreadsheetId', requestBody: { requests: [...requests] } },
        { timeout: writeTimeoutMs },
      ),
    );

  /** After an answer that got lost: the batch is all or nothing, so its marker proves that it was carried out. */
  async function landed({ marker }: WritePlan, table: ReviewTable): Promise<'ours' | 'a later one' | 'no'> {
    const { heads } = await readOverview(reading);
    const head = heads.find(({ sheetId }) => sheetId === sheetIdOf(table));
    const found = head && markerOf(head);
    if (found === undefined) return 'no';
    if (found.hash === marker.hash && found.asOf === marker.asOf) return 'ours';
    return found.asOf > marker.asOf ? 'a later one' : 'no';
  }

  return {
    /** The figures that the history keeps of a week ("2026-W46"); none when it keeps none. */
    async readLastWeek(week: string): Promise<readonly StoredHistoryRow[]> {
      const history = await readHistory(reading);
      return history === undefined ? [] : storedWeek(history, week);
    },

    /**
     * Brings the tab of the review's week to show it. Safe to repeat at any point.
     * @throws NeedsPerson when the sheet cannot be written, TryAgain when Google had a bad moment
     */
    async writeReview(table: ReviewTable): Promise<Written> {
      const overview = await readOverview(reading);
      const plan = planWrite(table, await readPresent(reading, overview, table));
      const result = { tab: table.name, url: `${overview.url}#gid=${sheetIdOf(table)}` };
      if (plan.requests.length === 0) return { outcome: 'unchanged', ...result };
      const outcome = plan.isSameReview ? 'unchanged' : 'written';
      try {
        await send('write the review', plan.requests);
      } catch (error) {
        if (!(error instanceof OutcomeUnknown)) throw error;
        const fate = await landed(plan, table);
        if (fate === 'no') throw error;
        if (fate === 'a later one') return { outcome: 'unchanged', ...result };
      }
      return { outcome, ...result };
    },

    /**
     * Whether the sheet can be read and written. Google tells of the right to edit only by trying, so the file's title is
     * set to what it is.
     */
    async check(): Promise<{ readonly title: string; readonly timeZone: string; readonly url: string }> {
      const { title, timeZone, url } = await readOverview(reading);
      await send('check the right to edit', [
        { updateSpreadsheetProperties: { properties: { title }, fields: 'title' } },
      ]);
      return { title, timeZone, url };
    },
  };
}

/** Tabs of weeks have ids such as 202647; the latest before this one is where its notes come from. */
const isWeekTab = ({ sheetId, title }: TabHead): boolean =>
  sheetId > 200_000 && sheetId < 1_000_000 && sheetId % 100 >= 1 && sheetId % 100 <= 53 && /^\d{4}-W\d{2}$/.test(title);

/** One request where the history bears its own name. Where it does not, it is looked for by its id: people rename tabs. */
async function readHistory(reading: Reading): Promise<Pick<Tab, 'rows'> | undefined> {
  try {
    const named = await readTitled(reading, HISTORY_TITLE);
    if (named?.sheetId === HISTORY_ID) return named;
  } catch (error) {
    if (!(error instanceof TabsChanged)) throw error;
  }
  const { heads } = await readOverview(reading);
  const [found] = await readTabs(
    reading,
    heads.filter(({ sheetId }) => sheetId === HISTORY_ID),
  );
  return found;
}

async function readPresent(reading: Reading, { heads, timeZone }: Overview, table: ReviewTable): Promise<Present> {
  const own = sheetIdOf(table);
  const hasOwn = heads.some(({ sheetId }) => sheetId === own);
  const before = heads
    .filter((head) => !hasOwn && isWeekTab(head) && head.sheetId < own)
    .reduce<TabHead | undefined>(
      (latest, head) => (latest && latest.sheetId > head.sheetId ? latest : head),
      undefined,
    );
  const wanted = new Set([own, HISTORY_ID, before?.sheetId]);
  const tabs = await readTabs(
    reading,
    heads.filter(({ sheetId }) => wanted.has(sheetId)),
  );
  const find = (id: number | undefined) => tabs.find(({ sheetId }) => sheetId === id);
  return { heads, tab: find(own), history: find(HISTORY_ID), weekBefore: find(before?.sheetId), timeZone };
}
