import type { CellFormat } from './schema/format.ts';
import type { DeveloperMetadata } from './schema/metadata.ts';
import { displayed } from './values/display.ts';
import type { Scalar } from './values/input.ts';
import { cellAt } from './workbook/grid.ts';
import { tabWithId } from './workbook/tabs.ts';
import type { Tab, Workbook } from './workbook/workbook.ts';

export type CellView = {
  /** As entered: a text, number or truth value; a formula as its text; undefined when empty. */
  readonly value: Scalar | undefined;
  /** As a reader sees it. */
  readonly text: string;
  readonly format: CellFormat | undefined;
  readonly link: string | undefined;
  readonly note: string | undefined;
};

export type TabView = {
  readonly sheetId: number;
  readonly title: string;
  readonly index: number;
  readonly hidden: boolean;
  readonly cell: (row: number, column: number) => CellView;
  /** All cells up to the last that holds something, by rows. */
  readonly rows: () => readonly (readonly CellView[])[];
  /** The same, as entered values; '' where a cell is empty. */
  readonly values: () => readonly (readonly Scalar[])[];
  /** The metadata that is attached to the tab itself. */
  readonly metadata: () => readonly DeveloperMetadata[];
  /** Everything that is kept of the tab: sizes, rules, filters, protections, charts. */
  readonly raw: Tab;
};

export type SpreadsheetView = {
  readonly title: string;
  readonly tabs: () => readonly TabView[];
  /** By `sheetId` or title; throws when there is none. */
  readonly tab: (which: number | string) => TabView;
  readonly metadata: () => readonly DeveloperMetadata[];
  readonly raw: Workbook;
};

function viewCell(tab: Tab, row: number, column: number): CellView {
  const cell = cellAt(tab, row, column);
  const value = cell?.userEnteredValue;
  return {
    value: value?.formulaValue ?? value?.stringValue ?? value?.numberValue ?? value?.boolValue,
    text: displayed(cell).text,
    format: cell?.userEnteredFormat,
    link: cell?.userEnteredFormat?.textFormat?.link?.uri,
    note: cell?.note,
  };
}

function viewTab(workbook: Workbook, tab: Tab): TabView {
  const rows = (): CellView[][] => tab.rows.map((cells, row) => cells.map((_, column) => viewCell(tab, row, column)));
  const { sheetId, title, hidden = false } = tab.properties;
  return {
    sheetId,
    title,
    hidden,
    index: workbook.tabs.indexOf(tab),
    cell: (row, column) => viewCell(tab, row, column),
    rows,
    values: () => rows().map((cells) => cells.map(({ value }) => value ?? '')),
    metadata: () => workbook.metadata.filter(({ location }) => location?.sheetId === sheetId),
    raw: tab,
  };
}

/** A spreadsheet as it is at this moment, for tests and pages to look into. */
export function viewSpreadsheet(workbook: Workbook): SpreadsheetView {
  return {
    title: workbook.properties.title ?? '',
    tabs: () => workbook.tabs.map((tab) => viewTab(workbook, tab)),
    tab(which) {
      const byTitle = workbook.tabs.find(({ properties }) => properties.title === which);
      if (typeof which === 'string' && !byTitle) throw new Error(`There is no tab called ${which}.`);
      return viewTab(workbook, byTitle ?? tabWithId(workbook, Number(which)));
    },
    metadata: () => workbook.metadata,
    raw: workbook,
  };
}
