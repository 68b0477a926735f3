import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { Budget } from '../metered-fetch.ts';
import { createCall } from './call.ts';
import { fromCell } from './cell.ts';
import { type GoogleOptions, openGoogle } from './google.ts';
import { CELL_FIELDS } from './tab.ts';

type Request = sheets_v4.Schema$Request;

/** On the file itself; whoever set it could write, and a person who deletes our first tab is not given another. */
const MARK = 'milepost_setup';
const TAB_ID = 1_000_002;
const TAB_TITLE = 'About this sheet';
const COLUMN_WIDTH = 640;

const LINES = [
  'Milepost writes one tab for each week, titled like 2026-W47, and keeps one row for each week and currency in "History".',
  'Read the tab from the top: figures, what has nobody who sees to it, what waits, what is due, what is late, what differs, what comes next.',
  'The column "Notes" of each tab is yours: whatever you write there stays beside its item.',
  'Everything else in those tabs is written anew. Nothing in this file is read back as a fact: change things in Notion or Stripe.',
  'This tab may be deleted.',
] as const;

/** The spreadsheet as it stands. `isPrepared`: this service account has written to it before. */
export type SeenSheet = {
  readonly title: string;
  readonly timeZone: string;
  readonly url: string;
  readonly isPrepared: boolean;
  readonly tabs: readonly string[];
};

const FIELDS =
  'spreadsheetUrl,properties(title,timeZone),developerMetadata(metadataKey),sheets(properties(sheetId,title),developerMetadata(metadataKey))';

type Marked = { readonly developerMetadata?: readonly sheets_v4.Schema$DeveloperMetadata[] };

const isMarked = ({ developerMetadata = [] }: Marked): boolean =>
  developerMetadata.some(({ metadataKey }) => metadataKey?.startsWith('milepost_') === true);

/** A first tab that says what the sheet is for. All of it or nothing is carried out. */
function firstTab(hasTab: boolean): readonly Request[] {
  const mark: Request = {
    createDeveloperMetadata: {
      developerMetadata: {
        metadataKey: MARK,
        metadataValue: '1',
        visibility: 'DOCUMENT',
        location: { spreadsheet: true },
      },
    },
  };
  if (hasTab) return [mark];
  const gridProperties = { rowCount: LINES.length + 2, columnCount: 1 };
  const rows = [
    { values: [fromCell({ kind: 'text', text: TAB_TITLE }, 'title')] },
    ...LINES.map((text) => ({ values: [fromCell({ kind: 'text', text }, 'item')] })),
  ];
  return [
    mark,
    { addSheet: { properties: { sheetId: TAB_ID, title: TAB_TITLE, index: 0, gridProperties } } },
    {
      updateDimensionProperties: {
        range: { sheetId: TAB_ID, dimension: 'COLUMNS', startIndex: 0, endIndex: 1 },
        properties: { pixelSize: COLUMN_WIDTH },
        fields: 'pixelSize',
      },
    },
    { updateCells: { start: { sheetId: TAB_ID, rowIndex: 0, columnIndex: 0 }, rows, fields: CELL_FIELDS } },
  ];
}

export type SheetSetup = ReturnType<typeof createSheetSetup>;

/** What `milepost init` reads of the spreadsheet, and the first tab that it writes there. */
export function createSheetSetup({
  spreadsheetId,
  budget,
  ...options
}: GoogleOptions & { readonly spreadsheetId: string; readonly budget: Budget }) {
  const google = openGoogle(options);
  const call = createCall({ google, budget, email: options.email });

  const look = async (): Promise<SeenSheet> => {
    const file = await call('read the sheet', () => google.spreadsheets.get({ spreadsheetId, fields: FIELDS }));
    const tabs = file.sheets ?? [];
    return {
      title: file.properties?.title ?? '',
      timeZone: file.properties?.timeZone ?? '',
      url: file.spreadsheetUrl ?? `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit`,
      isPrepared: [file, ...tabs].some(isMarked),
      tabs: tabs.map(({ properties }) => properties?.title ?? ''),
    };
  };

  return {
    /** @throws NeedsPerson when the sheet is not shared with us, TryAgain when Google had a bad moment */
    look,
    /** Writes the first tab, which proves the right to write. */
    async prepare(): Promise<void> {
      const { isPrepared, tabs } = await look();
      if (isPrepared) return;
      const requests = [...firstTab(tabs.includes(TAB_TITLE))];
      await call('write the first tab', () =>
        google.spreadsheets.batchUpdate({ spreadsheetId, fields: 'spreadsheetId', requestBody: { requests } }),
      );
    },
  };
}
