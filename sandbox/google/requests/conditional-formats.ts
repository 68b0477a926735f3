import { invalid, notInSandbox } from '../errors.ts';
import { conditionalFormatRule } from '../schema/condition.ts';
import type { CellFormat } from '../schema/format.ts';
import { int, message, one } from '../schema/message.ts';
import { canJudge } from '../values/condition.ts';
import { boundsOf } from '../workbook/grid.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import { request, requestWithReply, required } from './request.ts';

const FORMATS = new Set(['textFormat', 'backgroundColor', 'backgroundColorStyle']);
const TEXT_FORMATS = new Set([
  'bold',
  'italic',
  'strikethrough',
  'underline',
  'foregroundColor',
  'foregroundColorStyle',
]);

/** A rule can change how text and fill look, and nothing else. */
function checkFormat(format: CellFormat = {}): void {
  const names = Object.keys(format).filter((name) => !FORMATS.has(name));
  const textNames = Object.keys(format.textFormat ?? {}).filter((name) => !TEXT_FORMATS.has(name));
  const refused = [...names, ...textNames.map((name) => `textFormat.${name}`)];
  if (refused.length > 0) throw invalid(`ConditionalFormatRule.format does not support: ${refused.join(', ')}`);
}

export const addConditionalFormatRule = request(
  message({ rule: one(conditionalFormatRule), index: int }),
  (workbook, { rule, index = 0 }) => {
    const given = required(rule, 'rule');
    const ranges = given.ranges ?? [];
    const first = ranges[0];
    if (!first) throw invalid('ConditionalFormatRule.ranges must not be empty.');
    if ((given.booleanRule === undefined) === (given.gradientRule === undefined))
      throw invalid('A ConditionalFormatRule has either a booleanRule or a gradientRule.');
    if (given.booleanRule && given.booleanRule.condition?.type === undefined)
      throw invalid('ConditionalFormatRule.booleanRule.condition.type is required.');
    checkFormat(given.booleanRule?.format);
    const condition = given.booleanRule?.condition;
    if (condition && !canJudge(condition)) throw notInSandbox(`conditional formats with ${condition.type} like this`);
    if (given.gradientRule) throw notInSandbox('conditional formats with gradients');
    const tab = tabOfGrid(workbook, first.sheetId);
    for (const range of ranges) {
      if ((range.sheetId ?? 0) !== tab.properties.sheetId) throw invalid('All ranges of a rule must be on one sheet.');
      boundsOf(tab, range);
    }
    const rules = tab.conditionalFormats;
    if (index < 0 || index > rules.length) throw invalid(`There is no place for a rule at index ${index}.`);
    return withTab(workbook, {
      ...tab,
      conditionalFormats: [...rules.slice(0, index), given, ...rules.slice(index)],
    });
  },
);

export const deleteConditionalFormatRule = requestWithReply(
  message({ sheetId: int, index: int }),
  (workbook, { sheetId, index = 0 }) => {
    const tab = tabOfGrid(workbook, sheetId);
    const rule = tab.conditionalFormats[index];
    if (!rule) throw invalid(`No conditional format on sheet: ${tab.properties.sheetId} at index: ${index}`);
    const conditionalFormats = tab.conditionalFormats.filter((other) => other !== rule);
    return {
      workbook: withTab(workbook, { ...tab, conditionalFormats }),
      reply: { deleteConditionalFormatRule: { rule } },
    };
  },
);
