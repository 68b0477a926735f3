import { invalid } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { int, message, one, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { type SheetProperties, sheetProperties } from '../schema/sheet.ts';
import { cropped } from '../workbook/grid.ts';
import {
  checkGrid,
  checkNewSheetId,
  checkTitle,
  checkWorkbook,
  placeTab,
  tabWithId,
  withTab,
} from '../workbook/tabs.ts';
import { freeId, newTab, type Tab, type TabProperties, type Workbook } from '../workbook/workbook.ts';
import { copyOfTab } from './copy-tab.ts';
import { request, requestWithReply, required, requiredMask } from './request.ts';

const DEFAULT_ROWS = 1000;
const DEFAULT_COLUMNS = 26;

const sheetIds = (workbook: Workbook): number[] => workbook.tabs.map(({ properties }) => properties.sheetId);

function freeTitle(workbook: Workbook): string {
  const titles = new Set(workbook.tabs.map(({ properties }) => properties.title));
  let number = workbook.tabs.length + 1;
  while (titles.has(`Sheet${number}`)) number += 1;
  return `Sheet${number}`;
}

function checkIndex(index: number, max: number): void {
  if (index < 0 || index > max) throw invalid(`Invalid sheet index: ${index}. It must be between 0 and ${max}.`);
}

/** The properties as the API answers them. */
export const propertiesOf = (workbook: Workbook, tab: Tab): SheetProperties => ({
  ...tab.properties,
  index: workbook.tabs.findIndex(({ properties }) => properties.sheetId === tab.properties.sheetId),
});

export const addSheet = requestWithReply(
  message({ properties: one(sheetProperties) }),
  (workbook, { properties = {} }) => {
    const { index = workbook.tabs.length, ...rest } = properties;
    if (rest.sheetType !== undefined && rest.sheetType !== 'GRID') throw invalid('Only grid sheets can be added.');
    const tab = newTab({
      ...rest,
      sheetId: rest.sheetId ?? freeId(sheetIds(workbook)),
      title: rest.title ?? freeTitle(workbook),
      sheetType: 'GRID',
      gridProperties: { rowCount: DEFAULT_ROWS, columnCount: DEFAULT_COLUMNS, ...rest.gridProperties },
    });
    checkNewSheetId(workbook, tab.properties.sheetId);
    checkTitle(workbook, tab.properties.title);
    checkGrid(tab.properties);
    checkIndex(index, workbook.tabs.length);
    const changed = { ...workbook, tabs: placeTab(workbook.tabs, tab, index) };
    checkWorkbook(changed);
    return { workbook: changed, reply: { addSheet: { properties: propertiesOf(changed, tab) } } };
  },
);

/** What the mask cleared is gone: a grid without counts is refused, as a grid of no rows would be. */
function complete(properties: SheetProperties, sheetId: number): TabProperties {
  const { index: _, ...rest } = properties;
  return {
    ...rest,
    sheetId,
    title: rest.title ?? '',
    gridProperties: { rowCount: 0, columnCount: 0, ...rest.gridProperties },
  };
}

export const updateSheetProperties = request(
  message({ properties: one(sheetProperties), fields: text }),
  (workbook, { properties, fields }) => {
    const given = required(properties, 'properties');
    const mask = requiredMask(fields, sheetProperties);
    const tab = tabWithId(workbook, given.sheetId);
    const before = propertiesOf(workbook, tab);
    const merged = parseMessage(sheetProperties, merge(before, given, mask));
    const changed = cropped({ ...tab, properties: complete(merged, tab.properties.sheetId) });
    checkTitle(workbook, changed.properties.title, changed.properties.sheetId);
    checkGrid(changed.properties);

    const { index = before.index ?? 0 } = merged;
    checkIndex(index, workbook.tabs.length);
    // The new index counts places before the move: the tab itself is still among them.
    const place = index > (before.index ?? 0) ? index - 1 : index;
    const others = workbook.tabs.filter((other) => other !== tab);
    const moved = { ...workbook, tabs: placeTab(others, changed, place) };
    checkWorkbook(moved);
    return moved;
  },
);

export const deleteSheet = request(message({ sheetId: int }), (workbook, { sheetId }) => {
  const tab = tabWithId(workbook, sheetId);
  const id = tab.properties.sheetId;
  const changed = {
    ...workbook,
    tabs: workbook.tabs.filter((other) => other !== tab),
    namedRanges: workbook.namedRanges.filter(({ range }) => (range?.sheetId ?? 0) !== id),
    metadata: workbook.metadata.filter(
      ({ location }) => location?.sheetId !== id && location?.dimensionRange?.sheetId !== id,
    ),
  };
  checkWorkbook(changed);
  return changed;
});

export const duplicateSheet = requestWithReply(
  message({ sourceSheetId: int, insertSheetIndex: int, newSheetId: int, newSheetName: text }),
  (workbook, body) => {
    const source = tabWithId(workbook, body.sourceSheetId);
    const sheetId = body.newSheetId ?? freeId(sheetIds(workbook));
    const title = body.newSheetName ?? `Copy of ${source.properties.title}`;
    const index = body.insertSheetIndex ?? 0;
    checkNewSheetId(workbook, sheetId);
    checkTitle(workbook, title);
    checkIndex(index, workbook.tabs.length);
    const tab = copyOfTab(workbook, source, { sheetId, title });
    const changed = { ...workbook, tabs: placeTab(workbook.tabs, tab, index) };
    checkWorkbook(changed);
    return { workbook: changed, reply: { duplicateSheet: { properties: propertiesOf(changed, tab) } } };
  },
);

/** Replaces one tab and checks what must hold for the file as a whole. */
export function replaceTab(workbook: Workbook, tab: Tab): Workbook {
  const changed = withTab(workbook, tab);
  checkWorkbook(changed);
  return changed;
}
