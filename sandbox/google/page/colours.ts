import type { ColorStyle } from '../schema/format.ts';

type Rgb = NonNullable<ColorStyle['rgbColor']>;
type Channels = readonly [red: number, green: number, blue: number];

/** The default theme of a new spreadsheet, near enough for a page. */
const THEME: Readonly<Record<string, Channels>> = {
  TEXT: [32, 33, 36],
  BACKGROUND: [255, 255, 255],
  ACCENT1: [66, 133, 244],
  ACCENT2: [234, 67, 53],
  ACCENT3: [251, 188, 4],
  ACCENT4: [52, 168, 83],
  ACCENT5: [255, 109, 1],
  ACCENT6: [70, 189, 198],
  LINK: [17, 85, 204],
};

/** What a chart's series are drawn in when nobody chose a colour, in order. */
const SERIES = ['ACCENT1', 'ACCENT2', 'ACCENT3', 'ACCENT4', 'ACCENT5', 'ACCENT6'] as const;

/** The paper of a dark page: what white turns into. */
const DARKEST = 0.13;
/** Strong colours glare on dark paper. */
const DARK_SATURATION = 0.8;

const channel = (value = 0): number => Math.round(Math.min(1, Math.max(0, value)) * 255);

/** The same hue with light and dark exchanged, so that tints stay tints and text on them stays readable. */
function inDark([red, green, blue]: Channels): Channels {
  const [max, min] = [Math.max(red, green, blue) / 255, Math.min(red, green, blue) / 255];
  const lightness = (max + min) / 2;
  const spread = 1 - Math.abs(max + min - 1);
  const saturation = spread === 0 ? 0 : ((max - min) / spread) * DARK_SATURATION;
  const target = DARKEST + (1 - lightness) * (1 - DARKEST);
  const reach = saturation * (1 - Math.abs(2 * target - 1));
  const exchanged = (value: number): number => {
    const place = max === min ? 0.5 : (value / 255 - min) / (max - min);
    return Math.round((target + (place - 0.5) * reach) * 255);
  };
  return [exchanged(red), exchanged(green), exchanged(blue)];
}

const rgb = ([red, green, blue]: Channels): string => `rgb(${red},${green},${blue})`;

/** A colour for CSS, which has another value where the reader prefers a dark page. */
const bothWays = (channels: Channels): string => `light-dark(${rgb(channels)},${rgb(inDark(channels))})`;

/** A colour for CSS; the style wins over the older plain colour. */
export function cssColour(style: ColorStyle | undefined, plain?: Rgb): string | undefined {
  const theme = THEME[style?.themeColor ?? ''];
  if (theme) return bothWays(theme);
  const given = style?.rgbColor ?? plain;
  return given ? bothWays([channel(given.red), channel(given.green), channel(given.blue)]) : undefined;
}

/** The colour of a chart's series by its place, where none was chosen. */
export const seriesColour = (index: number): string => {
  const name = SERIES[index % SERIES.length] ?? 'ACCENT1';
  return rgb(THEME[name] ?? [0, 0, 0]);
};

/** A colour that means the same in both: the fill of a mark in a chart. */
export const markColour = (style: ColorStyle | undefined, plain?: Rgb): string | undefined => {
  const given = style?.rgbColor ?? plain;
  const channels = THEME[style?.themeColor ?? ''];
  if (channels) return rgb(channels);
  return given ? rgb([channel(given.red), channel(given.green), channel(given.blue)]) : undefined;
};
