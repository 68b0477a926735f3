import { invalid } from '../errors.ts';
import type { Tab, TabProperties, Workbook } from './workbook.ts';

const TITLE_MAX = 100;
const TABS_MAX = 200;
const CELLS_MAX = 10_000_000;

/** The tab that a range or coordinate names; an id that is left out means 0. */
export function tabOfGrid(workbook: Workbook, sheetId = 0): Tab {
  const tab = workbook.tabs.find((candidate) => candidate.properties.sheetId === sheetId);
  if (!tab) throw invalid(`No grid with id: ${sheetId}`);
  return tab;
}

/** The tab that a request is about as a whole. */
export function tabWithId(workbook: Workbook, sheetId = 0): Tab {
  const tab = workbook.tabs.find((candidate) => candidate.properties.sheetId === sheetId);
  if (!tab) throw invalid(`No sheet with id: ${sheetId}`);
  return tab;
}

/** Puts a changed tab in the place of the one with the same id. */
export const withTab = (workbook: Workbook, changed: Tab): Workbook => ({
  ...workbook,
  tabs: workbook.tabs.map((tab) => (tab.properties.sheetId === changed.properties.sheetId ? changed : tab)),
});

export const placeTab = (tabs: readonly Tab[], tab: Tab, index: number): readonly Tab[] => [
  ...tabs.slice(0, index),
  tab,
  ...tabs.slice(index),
];

/** Refuses a title that is empty, too long or taken (titles are compared without regard to case). */
export function checkTitle(workbook: Workbook, title: string, own?: number): void {
  if (title === '') throw invalid('The sheet name cannot be empty.');
  if (title.length > TITLE_MAX) throw invalid(`The sheet name cannot be greater than ${TITLE_MAX} characters.`);
  const taken = workbook.tabs.some(
    ({ properties }) => properties.sheetId !== own && properties.title.toLowerCase() === title.toLowerCase(),
  );
  if (taken) throw invalid(`A sheet with the name "${title}" already exists. Please enter another name.`);
}

export function checkNewSheetId(workbook: Workbook, sheetId: number): void {
  if (sheetId < 0) throw invalid('Sheet id must be non-negative.');
  if (workbook.tabs.some(({ properties }) => properties.sheetId === sheetId))
    throw invalid(`Sheet with id ${sheetId} already exists.`);
}

/** Refuses a grid that cannot be: no rows or columns, more frozen than there are. */
export function checkGrid({ gridProperties, title }: TabProperties): void {
  const { rowCount, columnCount, frozenRowCount = 0, frozenColumnCount = 0 } = gridProperties;
  if (rowCount < 1 || columnCount < 1) throw invalid(`The grid of "${title}" must have at least one row and column.`);
  if (frozenRowCount < 0 || frozenRowCount >= rowCount)
    throw invalid("You can't freeze all visible rows on the sheet.");
  if (frozenColumnCount < 0 || frozenColumnCount >= columnCount)
    throw invalid("You can't freeze all visible columns on the sheet.");
}

/** Refuses a file that outgrew what Google Sheets holds, or in which nothing can be seen any more. */
export function checkWorkbook(workbook: Workbook): void {
  if (workbook.tabs.length > TABS_MAX) throw invalid(`A spreadsheet cannot have more than ${TABS_MAX} sheets.`);
  if (workbook.tabs.every(({ properties }) => properties.hidden === true))
    throw invalid("You can't remove all the visible sheets in a document.");
  const cells = workbook.tabs
    .map(({ properties: { gridProperties } }) => gridProperties.rowCount * gridProperties.columnCount)
    .reduce((sum, count) => sum + count, 0);
  if (cells > CELLS_MAX)
    throw invalid(
      `This action would increase the number of cells in the workbook above the limit of ${CELLS_MAX} cells.`,
    );
}
