import type { StoredCell } from '../schema/cell.ts';
import type { Border, CellFormat } from '../schema/format.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab } from '../workbook/workbook.ts';
import { cssColour } from './colours.ts';
import { ruleFormat } from './conditional.ts';

const BORDERS: Readonly<Record<string, string>> = {
  DOTTED: '1px dotted',
  DASHED: '1px dashed',
  SOLID: '1px solid',
  SOLID_MEDIUM: '2px solid',
  SOLID_THICK: '3px solid',
  DOUBLE: '3px double',
};

const borderStyle = (side: string, border: Border | undefined): string[] => {
  const line = BORDERS[border?.style ?? ''];
  return line ? [`border-${side}:${line} ${cssColour(border?.colorStyle, border?.color) ?? 'currentColor'}`] : [];
};

/** The colour of alternating bands, where the tab has them. */
function bandColour(tab: Tab, row: number, column: number): string | undefined {
  for (const { range = {}, rowProperties: colours } of tab.bandedRanges) {
    const { top, bottom, left, right } = openBounds(range);
    if (!colours || row < top || row >= bottom || column < left || column >= right) continue;
    const header = cssColour(colours.headerColorStyle, colours.headerColor);
    if (header && row === top) return header;
    const first = (row - top - (header ? 1 : 0)) % 2 === 0;
    return first
      ? cssColour(colours.firstBandColorStyle, colours.firstBandColor)
      : cssColour(colours.secondBandColorStyle, colours.secondBandColor);
  }
  return undefined;
}

const fillOf = (format: CellFormat | undefined): string | undefined =>
  cssColour(format?.backgroundColorStyle, format?.backgroundColor);

/** The CSS of a text format, as far as it says anything. */
export function textStyle(text: CellFormat['textFormat'] | undefined): string[] {
  const colour = cssColour(text?.foregroundColorStyle, text?.foregroundColor);
  const lines = [text?.underline ? 'underline' : '', text?.strikethrough ? 'line-through' : ''].filter(Boolean);
  const family = text?.fontFamily ?? '';
  return [
    ...(text?.bold === undefined ? [] : [`font-weight:${text.bold ? 600 : 400}`]),
    ...(text?.italic ? ['font-style:italic'] : []),
    ...(text?.fontSize ? [`font-size:${text.fontSize}pt`] : []),
    ...(/^[\w -]+$/.test(family) ? [`font-family:"${family}",Arial,sans-serif`] : []),
    ...(lines.length > 0 ? [`text-decoration:${lines.join(' ')}`] : []),
    ...(colour ? [`color:${colour}`] : []),
  ];
}

/** Numbers end at the right, texts begin where their writing begins: a Hebrew one at the right. */
function alignment(cell: StoredCell | undefined): string {
  const wanted = cell?.userEnteredFormat?.horizontalAlignment?.toLowerCase();
  const value = cell?.userEnteredValue;
  return wanted ?? (value?.numberValue !== undefined ? 'right' : value?.boolValue !== undefined ? 'center' : 'start');
}

/** The CSS of a cell: its own format, then bands below and rules above it. */
export function cellStyle(tab: Tab, row: number, column: number): string {
  const cell = tab.rows[row]?.[column];
  const format = cell?.userEnteredFormat;
  const rule = ruleFormat(tab, row, column);
  const fill = fillOf(rule) ?? fillOf(format) ?? bandColour(tab, row, column);
  const align = alignment(cell);
  return [
    ...(align === 'start' ? [] : [`text-align:${align}`]),
    ...(format?.verticalAlignment ? [`vertical-align:${format.verticalAlignment.toLowerCase()}`] : []),
    ...(format?.wrapStrategy === 'WRAP' ? ['white-space:pre-wrap'] : []),
    ...textStyle(format?.textFormat),
    ...textStyle(rule?.textFormat),
    ...(fill ? [`background:${fill}`] : []),
    ...borderStyle('top', format?.borders?.top),
    ...borderStyle('bottom', format?.borders?.bottom),
    ...borderStyle('left', format?.borders?.left),
    ...borderStyle('right', format?.borders?.right),
  ].join(';');
}
