import type { z } from 'zod';
import { cellFormat, color, colorStyle } from './format.ts';
import { flag, int, many, message, notHere, one, oneOf, real, text } from './message.ts';

export const gridProperties = message({
  rowCount: int,
  columnCount: int,
  frozenRowCount: int,
  frozenColumnCount: int,
  hideGridlines: flag,
  rowGroupControlAfter: flag,
  columnGroupControlAfter: flag,
});

export const sheetProperties = message({
  sheetId: int,
  title: text,
  index: int,
  sheetType: oneOf('GRID', 'OBJECT', 'DATA_SOURCE'),
  gridProperties: one(gridProperties),
  hidden: flag,
  rightToLeft: flag,
  tabColor: one(color),
  tabColorStyle: one(colorStyle),
  dataSourceSheetProperties: notHere,
});
export type SheetProperties = z.infer<typeof sheetProperties>;

export const dimensionProperties = message({
  pixelSize: int,
  hiddenByUser: flag,
  hiddenByFilter: flag,
  developerMetadata: notHere,
  dataSourceColumnReference: notHere,
});
export type DimensionProperties = z.infer<typeof dimensionProperties>;

export const spreadsheetProperties = message({
  title: text,
  locale: text,
  timeZone: text,
  autoRecalc: oneOf('ON_CHANGE', 'MINUTE', 'HOUR'),
  defaultFormat: one(cellFormat),
  iterativeCalculationSettings: one(message({ maxIterations: int, convergenceThreshold: real })),
  spreadsheetTheme: one(
    message({
      primaryFontFamily: text,
      themeColors: many(
        message({
          colorType: oneOf(
            'TEXT',
            'BACKGROUND',
            'ACCENT1',
            'ACCENT2',
            'ACCENT3',
            'ACCENT4',
            'ACCENT5',
            'ACCENT6',
            'LINK',
          ),
          color: one(colorStyle),
        }),
      ),
    }),
  ),
  importFunctionsExternalUrlAccessAllowed: flag,
});
export type SpreadsheetProperties = z.infer<typeof spreadsheetProperties>;
