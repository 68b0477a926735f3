import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { Call } from './call.ts';
import { CELL_FIELDS, HEAD_FIELDS, type Tab, type TabHead, toHead, toRows, wholeTab } from './tab.ts';

export type Reading = {
  readonly call: Call;
  readonly spreadsheets: sheets_v4.Resource$Spreadsheets;
  readonly spreadsheetId: string;
};

export type Overview = {
  readonly url: string;
  readonly title: string;
  readonly timeZone: string;
  readonly heads: readonly TabHead[];
};

/** Which tabs there are and what marks they bear, without their cells. */
export async function readOverview({ call, spreadsheets, spreadsheetId }: Reading): Promise<Overview> {
  const file = await call('read the sheet', () => spreadsheets.get({ spreadsheetId, fields: HEAD_FIELDS }));
  return {
    url: file.spreadsheetUrl ?? `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit`,
    title: file.properties?.title ?? '',
    timeZone: file.properties?.timeZone ?? '',
    heads: (file.sheets ?? []).map(toHead),
  };
}

/** The cells of the tab with a title, without looking first which there are. @throws TabsChanged when there is none */
export async function readTitled(
  { call, spreadsheets, spreadsheetId }: Reading,
  title: string,
): Promise<Pick<Tab, 'sheetId' | 'rows'> | undefined> {
  const file = await call('read the tabs', () =>
    spreadsheets.get({ spreadsheetId, ranges: [wholeTab(title)], fields: CELLS }),
  );
  const [found] = file.sheets ?? [];
  return found && { sheetId: found.properties?.sheetId ?? 0, rows: toRows(found.data?.[0]) };
}

const CELLS = `sheets(properties(sheetId),data(startRow,startColumn,rowData(values(${CELL_FIELDS}))))`;

/** The cells of these tabs, in one request. A tab is found again by its id: answers come in the file's order. */
export async function readTabs(reading: Reading, heads: readonly TabHead[]): Promise<readonly Tab[]> {
  if (heads.length === 0) return [];
  const { call, spreadsheets, spreadsheetId } = reading;
  const file = await call('read the tabs', () =>
    spreadsheets.get({
      spreadsheetId,
      ranges: heads.map(({ title }) => wholeTab(title)),
      fields: CELLS,
    }),
  );
  return heads.map((head) => {
    const found = (file.sheets ?? []).find(({ properties }) => (properties?.sheetId ?? 0) === head.sheetId);
    return { ...head, rows: toRows(found?.data?.[0]) };
  });
}
