import type { z } from 'zod';
import { flag, int, message, one, oneOf, real, text } from './message.ts';

export const color = message({ red: real, green: real, blue: real, alpha: real });

export const colorStyle = message({
  rgbColor: one(color),
  themeColor: oneOf('TEXT', 'BACKGROUND', 'ACCENT1', 'ACCENT2', 'ACCENT3', 'ACCENT4', 'ACCENT5', 'ACCENT6', 'LINK'),
});
export type ColorStyle = z.infer<typeof colorStyle>;

export const border = message({
  style: oneOf('DOTTED', 'DASHED', 'SOLID', 'SOLID_MEDIUM', 'SOLID_THICK', 'NONE', 'DOUBLE'),
  width: int,
  color: one(color),
  colorStyle: one(colorStyle),
});
export type Border = z.infer<typeof border>;

export const textFormat = message({
  foregroundColor: one(color),
  foregroundColorStyle: one(colorStyle),
  fontFamily: text,
  fontSize: int,
  bold: flag,
  italic: flag,
  strikethrough: flag,
  underline: flag,
  link: one(message({ uri: text })),
});

export const numberFormat = message({
  type: oneOf('TEXT', 'NUMBER', 'PERCENT', 'CURRENCY', 'DATE', 'TIME', 'DATE_TIME', 'SCIENTIFIC'),
  pattern: text,
});
export type NumberFormat = z.infer<typeof numberFormat>;

export const cellFormat = message({
  numberFormat: one(numberFormat),
  backgroundColor: one(color),
  backgroundColorStyle: one(colorStyle),
  borders: one(message({ top: one(border), bottom: one(border), left: one(border), right: one(border) })),
  padding: one(message({ top: int, right: int, bottom: int, left: int })),
  horizontalAlignment: oneOf('LEFT', 'CENTER', 'RIGHT'),
  verticalAlignment: oneOf('TOP', 'MIDDLE', 'BOTTOM'),
  wrapStrategy: oneOf('OVERFLOW_CELL', 'LEGACY_WRAP', 'CLIP', 'WRAP'),
  textDirection: oneOf('LEFT_TO_RIGHT', 'RIGHT_TO_LEFT'),
  textFormat: one(textFormat),
  hyperlinkDisplayType: oneOf('LINKED', 'PLAIN_TEXT'),
  textRotation: one(message({ angle: int, vertical: flag })),
});
export type CellFormat = z.infer<typeof cellFormat>;
