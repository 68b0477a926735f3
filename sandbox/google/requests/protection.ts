import { invalid } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { int, message, one, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { type ProtectedRange, protectedRange } from '../schema/tab-parts.ts';
import { boundsOf } from '../workbook/grid.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import { freeId, type Tab, type Workbook } from '../workbook/workbook.ts';
import { type Actor, checkFree, request, requestWithReply, required, requiredMask } from './request.ts';

const protectionIds = (workbook: Workbook) =>
  workbook.tabs.flatMap(({ protectedRanges }) => protectedRanges.map(({ protectedRangeId }) => protectedRangeId));

function tabWithProtection(workbook: Workbook, id: number | undefined): Tab {
  const tab = workbook.tabs.find(({ protectedRanges }) =>
    protectedRanges.some(({ protectedRangeId }) => protectedRangeId === id),
  );
  if (!tab) throw invalid(`No protected range with id: ${id ?? 0}`);
  return tab;
}

function checkProtection(tab: Tab, { range = {}, unprotectedRanges }: ProtectedRange): void {
  boundsOf(tab, range);
  const { sheetId: _, ...bounds } = range;
  if (unprotectedRanges && Object.keys(bounds).length > 0)
    throw invalid('Unprotected ranges are only possible when the whole sheet is protected.');
}

/** A warning has no editors; whoever locks a range stays able to edit it. */
function withEditors(given: ProtectedRange, actor: Actor): ProtectedRange {
  const { editors, requestingUserCanEdit: _, ...rest } = given;
  if (given.warningOnly) return rest;
  return { ...rest, editors: { ...editors, users: [...new Set([...(editors?.users ?? []), actor])] } };
}

export const addProtectedRange = requestWithReply(
  message({ protectedRange: one(protectedRange) }),
  (workbook, body, actor) => {
    const given = required(body.protectedRange, 'protectedRange');
    const id = given.protectedRangeId ?? freeId(protectionIds(workbook));
    checkFree(id, protectionIds(workbook), 'Protected range');
    const range = required(given.range, 'protectedRange.range');
    const tab = tabOfGrid(workbook, range.sheetId);
    checkProtection(tab, given);
    const protection = { ...withEditors(given, actor), protectedRangeId: id };
    return {
      workbook: withTab(workbook, { ...tab, protectedRanges: [...tab.protectedRanges, protection] }),
      reply: { addProtectedRange: { protectedRange: { ...protection, requestingUserCanEdit: true } } },
    };
  },
);

export const updateProtectedRange = request(
  message({ protectedRange: one(protectedRange), fields: text }),
  (workbook, { protectedRange: given, fields }, actor) => {
    const mask = requiredMask(fields, protectedRange);
    const id = given?.protectedRangeId;
    const tab = tabWithProtection(workbook, id);
    const protectedRanges = tab.protectedRanges.map((protection) => {
      if (protection.protectedRangeId !== id) return protection;
      const changed = withEditors(parseMessage(protectedRange, merge(protection, given, mask)), actor);
      checkProtection(tab, changed);
      return { ...changed, protectedRangeId: id ?? 0 };
    });
    return withTab(workbook, { ...tab, protectedRanges });
  },
);

export const deleteProtectedRange = request(message({ protectedRangeId: int }), (workbook, { protectedRangeId }) => {
  const tab = tabWithProtection(workbook, protectedRangeId);
  const protectedRanges = tab.protectedRanges.filter((other) => other.protectedRangeId !== protectedRangeId);
  return withTab(workbook, { ...tab, protectedRanges });
});
