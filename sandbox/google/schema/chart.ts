import type { z } from 'zod';
import { color, colorStyle, textFormat } from './format.ts';
import { flag, int, many, message, notHere, one, oneOf, real, text } from './message.ts';
import { gridCoordinate, gridRange } from './range.ts';
import { filterSpec, sortSpec } from './tab-parts.ts';

const chartKind = oneOf('BAR', 'LINE', 'AREA', 'COLUMN', 'SCATTER', 'COMBO', 'STEPPED_AREA');
const axisPosition = oneOf('BOTTOM_AXIS', 'LEFT_AXIS', 'RIGHT_AXIS');
const legend = ['BOTTOM_LEGEND', 'LEFT_LEGEND', 'RIGHT_LEGEND', 'TOP_LEGEND', 'NO_LEGEND'] as const;
const textPosition = one(message({ horizontalAlignment: oneOf('LEFT', 'CENTER', 'RIGHT') }));

const chartData = message({
  sourceRange: one(message({ sources: many(gridRange) })),
  aggregateType: oneOf('AVERAGE', 'COUNT', 'MAX', 'MEDIAN', 'MIN', 'SUM'),
  groupRule: notHere,
  columnReference: notHere,
});

const pointStyle = message({
  shape: oneOf('CIRCLE', 'DIAMOND', 'HEXAGON', 'PENTAGON', 'SQUARE', 'STAR', 'TRIANGLE', 'X_MARK'),
  size: real,
});

const dataLabel = message({
  type: oneOf('NONE', 'DATA', 'CUSTOM'),
  textFormat: one(textFormat),
  placement: oneOf('CENTER', 'LEFT', 'RIGHT', 'ABOVE', 'BELOW', 'INSIDE_END', 'INSIDE_BASE', 'OUTSIDE_END'),
  customLabelData: one(chartData),
});

const dashes = [
  'INVISIBLE',
  'CUSTOM',
  'SOLID',
  'DOTTED',
  'MEDIUM_DASHED',
  'MEDIUM_DASHED_DOTTED',
  'LONG_DASHED',
  'LONG_DASHED_DOTTED',
] as const;

const basicChart = message({
  chartType: chartKind,
  legendPosition: oneOf(...legend),
  axis: many(
    message({
      position: axisPosition,
      title: text,
      format: one(textFormat),
      titleTextPosition: textPosition,
      viewWindowOptions: one(
        message({
          viewWindowMin: real,
          viewWindowMax: real,
          viewWindowMode: oneOf('DEFAULT_VIEW_WINDOW_MODE', 'EXPLICIT', 'PRETTY'),
        }),
      ),
    }),
  ),
  domains: many(message({ domain: one(chartData), reversed: flag })),
  series: many(
    message({
      series: one(chartData),
      targetAxis: axisPosition,
      type: chartKind,
      lineStyle: one(message({ width: int, type: oneOf(...dashes) })),
      pointStyle: one(pointStyle),
      dataLabel: one(dataLabel),
      color: one(color),
      colorStyle: one(colorStyle),
      styleOverrides: many(
        message({ index: int, color: one(color), colorStyle: one(colorStyle), pointStyle: one(pointStyle) }),
      ),
    }),
  ),
  headerCount: int,
  threeDimensional: flag,
  interpolateNulls: flag,
  stackedType: oneOf('NOT_STACKED', 'STACKED', 'PERCENT_STACKED'),
  lineSmoothing: flag,
  compareMode: oneOf('DATUM', 'CATEGORY'),
  totalDataLabel: one(dataLabel),
});

export const chartSpec = message({
  title: text,
  altText: text,
  titleTextFormat: one(textFormat),
  titleTextPosition: textPosition,
  subtitle: text,
  subtitleTextFormat: one(textFormat),
  subtitleTextPosition: textPosition,
  fontName: text,
  maximized: flag,
  backgroundColor: one(color),
  backgroundColorStyle: one(colorStyle),
  hiddenDimensionStrategy: oneOf('SKIP_HIDDEN_ROWS_AND_COLUMNS', 'SKIP_HIDDEN_ROWS', 'SKIP_HIDDEN_COLUMNS', 'SHOW_ALL'),
  filterSpecs: many(filterSpec),
  sortSpecs: many(sortSpec),
  basicChart: one(basicChart),
  pieChart: one(
    message({
      domain: one(chartData),
      series: one(chartData),
      legendPosition: oneOf(...legend, 'LABELED_LEGEND'),
      threeDimensional: flag,
      pieHole: real,
    }),
  ),
  bubbleChart: notHere,
  candlestickChart: notHere,
  orgChart: notHere,
  histogramChart: notHere,
  waterfallChart: notHere,
  treemapChart: notHere,
  scorecardChart: notHere,
  dataSourceChartProperties: notHere,
});
export type ChartSpec = z.infer<typeof chartSpec>;

export const overlayPosition = message({
  anchorCell: one(gridCoordinate),
  offsetXPixels: int,
  offsetYPixels: int,
  widthPixels: int,
  heightPixels: int,
});
export type OverlayPosition = z.infer<typeof overlayPosition>;

export const embeddedObjectPosition = message({ sheetId: int, overlayPosition: one(overlayPosition), newSheet: flag });

export const embeddedChart = message({
  chartId: int,
  spec: one(chartSpec),
  position: one(embeddedObjectPosition),
  border: one(message({ color: one(color), colorStyle: one(colorStyle) })),
});
export type EmbeddedChart = z.infer<typeof embeddedChart>;
