import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { createCall } from './call.ts';
import type { SheetsOptions } from './client.ts';
import { httpStatusOf, toFailure } from './errors.ts';
import { openGoogle } from './google.ts';
import { HISTORY_ID } from './history.ts';

/** A tab that the hub writes, and how many protections keep it out of some of it. */
export type ProbedTab = { readonly title: string; readonly locks: number };

export type ProbedSheet = {
  readonly title: string;
  readonly url: string;
  /** The newest week and the history, as far as they are there. */
  readonly tabs: readonly ProbedTab[];
};

export type SheetsProbe = ReturnType<typeof createSheetsProbe>;

const FIELDS =
  'spreadsheetUrl,properties(title),sheets(properties(sheetId,title),protectedRanges(warningOnly,requestingUserCanEdit))';

/** Questions to Google that change nothing, for a check-up. */
export function createSheetsProbe({ spreadsheetId, budget, ...options }: Omit<SheetsOptions, 'writeTimeoutMs'>) {
  const google = openGoogle(options);
  const call = createCall({ google, budget, email: options.email });
  return {
    /** @throws NeedsPerson when there is no way in, with what to do */
    async read(): Promise<ProbedSheet> {
      const file = await call('read the sheet', () => google.spreadsheets.get({ spreadsheetId, fields: FIELDS }));
      return {
        title: file.properties?.title ?? '',
        url: file.spreadsheetUrl ?? '',
        tabs: writtenTabs(file.sheets ?? []).map(toTab),
      };
    },
    /**
     * Google tells of the right to edit only by trying. What is tried is to remove a protection that is not there: who may edit
     * is refused for that, and nothing is changed. @throws NeedsPerson for who may not
     */
    async tryEditing(): Promise<void> {
      await budget.spend();
      try {
        await google.spreadsheets.batchUpdate({
          spreadsheetId,
          fields: 'spreadsheetId',
          requestBody: { requests: [{ deleteProtectedRange: { protectedRangeId: NOT_THERE } }] },
        });
      } catch (error) {
        if (httpStatusOf(error) !== 400) throw toFailure(error, { doing: 'try to edit', email: options.email });
      }
    },
  };
}

/** No protection has a negative id. */
const NOT_THERE = -1;

const idOf = ({ properties }: sheets_v4.Schema$Sheet): number => properties?.sheetId ?? 0;

const isWeek = (sheet: sheets_v4.Schema$Sheet): boolean =>
  idOf(sheet) > 200_000 && idOf(sheet) < 1_000_000 && /^\d{4}-W\d{2}$/.test(sheet.properties?.title ?? '');

function writtenTabs(sheets: readonly sheets_v4.Schema$Sheet[]): readonly sheets_v4.Schema$Sheet[] {
  const [newest] = sheets.filter(isWeek).toSorted((a, b) => idOf(b) - idOf(a));
  const history = sheets.filter((sheet) => idOf(sheet) === HISTORY_ID);
  return newest === undefined ? history : [newest, ...history];
}

/** A protection that only warns keeps nobody out. */
const toTab = ({ properties, protectedRanges }: sheets_v4.Schema$Sheet): ProbedTab => ({
  title: properties?.title ?? '',
  locks: (protectedRanges ?? []).filter(
    ({ warningOnly, requestingUserCanEdit }) => warningOnly !== true && requestingUserCanEdit !== true,
  ).length,
});
