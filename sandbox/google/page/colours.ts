import type { ColorStyle } from '../schema/format.ts';

type Rgb = NonNullable<ColorStyle['rgbColor']>;

/** The default theme of a new spreadsheet, near enough for a page. */
const THEME: Readonly<Record<string, string>> = {
  TEXT: '#202124',
  BACKGROUND: '#ffffff',
  ACCENT1: '#4285f4',
  ACCENT2: '#ea4335',
  ACCENT3: '#fbbc04',
  ACCENT4: '#34a853',
  ACCENT5: '#ff6d01',
  ACCENT6: '#46bdc6',
  LINK: '#1155cc',
};

const channel = (value = 0): number => Math.round(Math.min(1, Math.max(0, value)) * 255);

/** A colour for CSS; the style wins over the older plain colour. */
export function cssColour(style: ColorStyle | undefined, plain?: Rgb): string | undefined {
  if (style?.themeColor) return THEME[style.themeColor];
  const rgb = style?.rgbColor ?? plain;
  return rgb ? `rgb(${channel(rgb.red)},${channel(rgb.green)},${channel(rgb.blue)})` : undefined;
}
