import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { NeedsPerson } from '../../src/billing/failure.ts';
import type { ReviewTable } from '../../src/billing/review/table.ts';
import { meaningOf, ownMeaningOf } from './cell.ts';
import { chartRequests } from './charts.ts';
import { type Grid, gridOf } from './grid.ts';
import { HISTORY_ID, HISTORY_TITLE, planHistory } from './history.ts';
import { leftNotes } from './history-notes.ts';
import { type Marker, markerFor, setMarker } from './marker.ts';
import { type Note, readNotes, thingOf } from './notes.ts';
import type { Tab, TabHead } from './tab.ts';
import { addTab, firstDifference, fitTab, replaceRows, sheetIdOf, weekNameOf } from './tab-requests.ts';

/** The spreadsheet as it stands, as far as a review touches it. */
export type Present = {
  readonly heads: readonly TabHead[];
  readonly tab: Tab | undefined;
  readonly history: Tab | undefined;
  /** The latest week before, whose notes a new week takes over. */
  readonly weekBefore: Tab | undefined;
  /** The spreadsheet's own; empty when it is not known. */
  readonly timeZone: string;
};

export type WritePlan = {
  /** One batch, carried out as a whole or not at all; empty when everything stands there already. */
  readonly requests: readonly sheets_v4.Schema$Request[];
  readonly marker: Marker;
  /** Nothing but the hub's health differs. */
  readonly isSameReview: boolean;
};

/** @throws NeedsPerson when a tab that is not the hub's has the title that the hub needs */
function checkTitle(heads: readonly TabHead[], sheetId: number, title: string): void {
  const other = heads.find((head) => head.title.toLowerCase() === title.toLowerCase() && head.sheetId !== sheetId);
  if (other === undefined) return;
  throw new NeedsPerson(`Another tab is already called ${title}`, {
    mend: `Rename the tab "${other.title}" in the sheet, so that Milepost can write its own.`,
    who: 'admin',
  });
}

/** Decides what to send so that the tab shows the review, whatever stands there now. Applying it twice changes nothing. */
export function planWrite(table: ReviewTable, present: Present): WritePlan {
  const sheetId = sheetIdOf(table);
  checkTitle(present.heads, sheetId, table.name);
  if (present.history === undefined) checkTitle(present.heads, HISTORY_ID, HISTORY_TITLE);

  const { tab } = present;
  const shown = inZone(table, present.timeZone);
  const { taken, left } = notesFor(table, present);
  const grid = gridOf(shown, taken);
  const changes = tab ? rewrite(shown, tab, grid) : firstWrite(shown, grid);
  const history = planHistory(table, present.history, [...left, ...leftNotes(table.name, grid.leftOver)]);
  const beside = [...history.requests, ...chartRequests(table, tab, history)];
  const marker = markerFor(table.asOf, [grid, table.history]);
  const isQuiet = changes.requests.length === 0 && beside.length === 0;
  return {
    requests: isQuiet ? [] : [...changes.requests, ...beside, setMarker(sheetId, tab, marker)],
    marker,
    isSameReview: changes.isSameReview && beside.length === 0,
  };
}

/** Days stand in the sheet as days, whatever its zone; a reader whose sheet has another one is told whose days they are. */
function inZone(table: ReviewTable, sheetZone: string): ReviewTable {
  if (sheetZone === '' || sheetZone === table.zone) return table;
  const words = `This spreadsheet is set to ${sheetZone}; all days in it are days in ${table.zone}.`;
  const rows = table.rows.map((row): ReviewTable['rows'][number] => {
    const [first] = row.cells;
    if (row.look !== 'as of' || first?.kind !== 'text') return row;
    return { ...row, cells: [{ ...first, text: `${first.text} ${words}` }] };
  });
  return { ...table, rows };
}

/** A week goes on with its own notes; a new one takes over those of the last, as far as what they are about is listed again. */
function notesFor(table: ReviewTable, { tab, weekBefore }: Present) {
  if (tab !== undefined) return { taken: readNotes(tab.rows, table), left: [] };
  if (weekBefore === undefined) return { taken: [], left: [] };
  const listed = new Set(table.rows.map(({ key }) => key));
  const isListed = ({ place }: Note): boolean => listed.has(thingOf(place));
  const notes = readNotes(weekBefore.rows, table);
  return {
    taken: notes.filter(isListed),
    left: leftNotes(
      weekNameOf(weekBefore.sheetId),
      notes.filter((note) => !isListed(note)),
    ),
  };
}

type Changes = Pick<WritePlan, 'requests' | 'isSameReview'>;

function firstWrite(table: ReviewTable, grid: Grid): Changes {
  const sheetId = sheetIdOf(table);
  const hubColumns = table.columnCount + 1;
  const rows = grid.hub.map((cells, index) => [...cells, ...(grid.owner[index] ?? [])]);
  const width = Math.max(...rows.map((row) => row.length), hubColumns + 1);
  const area = { sheetId, fromColumn: 0, toColumn: width };
  return { requests: [...addTab(table, grid), replaceRows(rows, 0, rows.length, area)], isSameReview: false };
}

/** From the first row that differs on. The owner's cells are touched only when one of them has to move. */
function rewrite(table: ReviewTable, tab: Tab, grid: Grid): Changes {
  const hubColumns = table.columnCount + 1;
  const rowCount = Math.max(tab.rowCount, grid.hub.length);
  const columnCount = Math.max(tab.columnCount, hubColumns + Math.max(...grid.owner.map((row) => row.length)));
  const hub = { sheetId: tab.sheetId, fromColumn: 0, toColumn: hubColumns };
  const owner = { sheetId: tab.sheetId, fromColumn: hubColumns, toColumn: columnCount };
  const hubFrom = firstDifference(grid.hub, tab.rows, hub, meaningOf);
  const ownerFrom = firstDifference(grid.owner, tab.rows, owner, ownMeaningOf);
  const fit = fitTab(table, tab, grid);
  return {
    requests: [
      ...fit,
      ...(hubFrom === undefined ? [] : [replaceRows(grid.hub, hubFrom, rowCount, hub)]),
      ...(ownerFrom === undefined ? [] : [replaceRows(grid.owner, ownerFrom, rowCount, owner)]),
    ],
    isSameReview: fit.length === 0 && (hubFrom === undefined || hubFrom >= table.healthFrom),
  };
}
