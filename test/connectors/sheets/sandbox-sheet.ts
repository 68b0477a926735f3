import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { createSheets } from '../../../connectors/sheets/client.ts';
import { openGoogle } from '../../../connectors/sheets/google.ts';
import {
  type CellView,
  type GoogleSandbox,
  type Role,
  startGoogle,
  type TabView,
} from '../../../sandbox/google/index.ts';
import { createClock } from '../../../sandbox/kit/clock.ts';

const NOTES_COLUMN = 13;

const PLENTY = 1_000_000;

/** A sandbox for a whole file of tests, whose quota they do not use up together. */
export const startRoomyGoogle = (): Promise<GoogleSandbox> =>
  startGoogle({
    clock: createClock(),
    quota: { readPerUser: PLENTY, readPerProject: PLENTY, writePerUser: PLENTY, writePerProject: PLENTY },
  });

/** What a promise that must fail failed with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

/** A spreadsheet of its own in a running sandbox, shared with the hub, and the connector that writes it. */
export function openSheet(google: GoogleSandbox, { timeZone = 'Europe/London' }: { readonly timeZone?: string } = {}) {
  const { email, privateKey } = google.serviceAccount;
  const { spreadsheetId } = google.createSpreadsheet({
    title: 'Billing',
    timeZone,
    sharedWith: { [email]: 'writer' },
  });
  const holds: number[] = [];
  let spent = 0;
  const budget = {
    spend: async () => {
      spent += 1;
    },
    holdFor: async (ms: number) => {
      holds.push(ms);
    },
  };
  const connect = (given: { readonly spreadsheetId?: string } = {}) =>
    createSheets({
      email,
      privateKey,
      spreadsheetId,
      apiUrl: google.url,
      tokenUrl: google.tokenUrl,
      timeoutMs: 5_000,
      budget,
      ...given,
    });

  const file = () => google.spreadsheet(spreadsheetId);
  const tab = (title: string): TabView => file().tab(title);

  /** Index of the heading, or of the row below it that lists the item; throws when there is none. */
  function rowIndex(title: string, heading: string, item?: string): number {
    const values = tab(title).values();
    const from = values.findIndex((row) => row[0] === heading);
    const index = item === undefined ? from : values.findIndex((row, at) => at > from && row[1] === item);
    if (from < 0 || index < 0) throw new Error(`There is no ${item ?? 'heading'} below ${heading}.`);
    return index;
  }

  return {
    email,
    spreadsheetId,
    sheets: connect(),
    connect,
    holds: holds as readonly number[],
    spent: () => spent,
    file,
    tab,
    titles: () =>
      file()
        .tabs()
        .map(({ title }) => title),
    rowIndex,
    row: (title: string, heading: string, item: string): readonly CellView[] =>
      tab(title).rows()[rowIndex(title, heading, item)] ?? [],
    note: (title: string, heading: string, item: string) =>
      tab(title).cell(rowIndex(title, heading, item), NOTES_COLUMN).value,
    /** The owner types, right in the browser. */
    type: (title: string, row: number, column: number, value: string) =>
      google.human.type(spreadsheetId, tab(title).sheetId, row, column, value),
    takeNote: (title: string, heading: string, item: string, words: string) =>
      google.human.type(spreadsheetId, tab(title).sheetId, rowIndex(title, heading, item), NOTES_COLUMN, words),
    rename: (from: string, to: string) => google.human.renameTab(spreadsheetId, tab(from).sheetId, to),
    remove: (title: string) => google.human.deleteTab(spreadsheetId, tab(title).sheetId),
    /** Somebody else's program writes into the file. */
    ask: (requests: sheets_v4.Schema$Request[]) =>
      openGoogle({
        email,
        privateKey,
        apiUrl: google.url,
        tokenUrl: google.tokenUrl,
        timeoutMs: 5_000,
      }).spreadsheets.batchUpdate({ spreadsheetId, requestBody: { requests } }),
    share: (role: Role | undefined) => google.share(spreadsheetId, email, role),
    /** Requests to this file so far; of one kind when a part of the path is given. */
    requests: (part = '') =>
      google.journal.entries().filter(({ path }) => path.includes(spreadsheetId) && path.includes(part)).length,
  };
}

export type SandboxSheet = ReturnType<typeof openSheet>;
