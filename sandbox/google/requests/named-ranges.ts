import { randomUUID } from 'node:crypto';
import { invalid } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { message, one, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { type NamedRange, namedRange } from '../schema/tab-parts.ts';
import { boundsOf } from '../workbook/grid.ts';
import { tabOfGrid } from '../workbook/tabs.ts';
import type { Workbook } from '../workbook/workbook.ts';
import { checkFree, request, requestWithReply, required, requiredMask } from './request.ts';

function checkNamedRange(workbook: Workbook, named: NamedRange): void {
  const name = required(named.name, 'namedRange.name');
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,249}$/.test(name)) throw invalid(`The name of the named range is invalid: ${name}`);
  const taken = workbook.namedRanges.some(
    (other) => other.namedRangeId !== named.namedRangeId && other.name?.toLowerCase() === name.toLowerCase(),
  );
  if (taken) throw invalid(`A named range with the name "${name}" already exists.`);
  const range = required(named.range, 'namedRange.range');
  boundsOf(tabOfGrid(workbook, range.sheetId), range);
}

export const addNamedRange = requestWithReply(message({ namedRange: one(namedRange) }), (workbook, body) => {
  const given = required(body.namedRange, 'namedRange');
  const id = given.namedRangeId ?? randomUUID().slice(0, 12);
  const ids = workbook.namedRanges.map(({ namedRangeId }) => namedRangeId);
  checkFree(id, ids, 'Named range');
  const named = { ...given, namedRangeId: id };
  checkNamedRange(workbook, named);
  return {
    workbook: { ...workbook, namedRanges: [...workbook.namedRanges, named] },
    reply: { addNamedRange: { namedRange: named } },
  };
});

export const updateNamedRange = request(
  message({ namedRange: one(namedRange), fields: text }),
  (workbook, { namedRange: given, fields }) => {
    const mask = requiredMask(fields, namedRange);
    const id = given?.namedRangeId;
    const before = workbook.namedRanges.find(({ namedRangeId }) => namedRangeId === id);
    if (!before) throw invalid(`No named range with id: ${id ?? ''}`);
    const changed = parseMessage(namedRange, merge(before, given, mask));
    checkNamedRange(workbook, changed);
    return { ...workbook, namedRanges: workbook.namedRanges.map((named) => (named === before ? changed : named)) };
  },
);
