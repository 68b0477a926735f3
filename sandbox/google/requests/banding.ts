import { invalid } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { int, message, one, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { type BandedRange, bandedRange } from '../schema/tab-parts.ts';
import { boundsOf, intersects } from '../workbook/grid.ts';
import { openBounds } from '../workbook/protection.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import { freeId, type Tab, type Workbook } from '../workbook/workbook.ts';
import { checkFree, request, requestWithReply, required, requiredMask } from './request.ts';

const bandIds = (workbook: Workbook) =>
  workbook.tabs.flatMap(({ bandedRanges }) => bandedRanges.map(({ bandedRangeId }) => bandedRangeId));

function checkBand(tab: Tab, band: BandedRange): void {
  const range = required(band.range, 'bandedRange.range');
  boundsOf(tab, range);
  if (!band.rowProperties && !band.columnProperties)
    throw invalid('At least one of rowProperties and columnProperties must be set.');
  const overlaps = tab.bandedRanges.some(
    (other) =>
      other.bandedRangeId !== band.bandedRangeId && intersects(openBounds(other.range ?? {}), openBounds(range)),
  );
  if (overlaps)
    throw invalid(
      'You cannot add alternating background colors to a range that already has alternating background colors.',
    );
}

function tabWithBand(workbook: Workbook, id: number | undefined): Tab {
  const tab = workbook.tabs.find(({ bandedRanges }) => bandedRanges.some(({ bandedRangeId }) => bandedRangeId === id));
  if (!tab) throw invalid(`No banding with id: ${id ?? 0}`);
  return tab;
}

export const addBanding = requestWithReply(message({ bandedRange: one(bandedRange) }), (workbook, body) => {
  const given = required(body.bandedRange, 'bandedRange');
  const id = given.bandedRangeId ?? freeId(bandIds(workbook));
  checkFree(id, bandIds(workbook), 'Banding');
  const tab = tabOfGrid(workbook, given.range?.sheetId);
  const band = { ...given, bandedRangeId: id };
  checkBand(tab, band);
  return {
    workbook: withTab(workbook, { ...tab, bandedRanges: [...tab.bandedRanges, band] }),
    reply: { addBanding: { bandedRange: band } },
  };
});

export const updateBanding = request(
  message({ bandedRange: one(bandedRange), fields: text }),
  (workbook, { bandedRange: given, fields }) => {
    const mask = requiredMask(fields, bandedRange);
    const id = given?.bandedRangeId;
    const tab = tabWithBand(workbook, id);
    const bandedRanges = tab.bandedRanges.map((band) =>
      band.bandedRangeId === id ? parseMessage(bandedRange, merge(band, given, mask)) : band,
    );
    for (const band of bandedRanges) checkBand({ ...tab, bandedRanges }, band);
    return withTab(workbook, { ...tab, bandedRanges });
  },
);

export const deleteBanding = request(message({ bandedRangeId: int }), (workbook, { bandedRangeId }) => {
  const tab = tabWithBand(workbook, bandedRangeId);
  const bandedRanges = tab.bandedRanges.filter((band) => band.bandedRangeId !== bandedRangeId);
  return withTab(workbook, { ...tab, bandedRanges });
});
