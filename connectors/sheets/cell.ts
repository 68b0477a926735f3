import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { Cell, RowLook, Tone } from '../../src/billing/review/table.ts';

export type CellData = sheets_v4.Schema$CellData;
type Format = sheets_v4.Schema$CellFormat;

const DAY_MS = 86_400_000;
/** Day 0 of Sheets' calendar. */
const EPOCH_MS = Date.UTC(1899, 11, 30);

/** Days since 1899-12-30: serials carry no zone, so the calendar day is counted at UTC midnight. */
export const dateSerial = (date: string): number => (Date.parse(`${date}T00:00:00Z`) - EPOCH_MS) / DAY_MS;

/** The code stands in the pattern, so that a sheet in another locale does not show its own currency. */
export const moneyPattern = (currency: string, decimals: number): string =>
  `[$${currency}] #,##0${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`}`;

const color = (red: number, green: number, blue: number) => ({ rgbColor: { red, green, blue } });

const TONES: Readonly<Record<Tone, Format>> = {
  good: { backgroundColorStyle: color(0.85, 0.94, 0.83) },
  soon: { backgroundColorStyle: color(1, 0.95, 0.8) },
  late: { backgroundColorStyle: color(0.96, 0.8, 0.8) },
};

const LOOKS: Readonly<Record<RowLook, Format>> = {
  title: { textFormat: { bold: true, fontSize: 14 } },
  'as of': { textFormat: { italic: true } },
  heading: { textFormat: { bold: true, fontSize: 12 } },
  columns: { textFormat: { bold: true }, backgroundColorStyle: color(0.93, 0.93, 0.93) },
  item: {},
  line: {},
  none: { textFormat: { italic: true } },
  gap: {},
};

/** Texts stay texts whatever they begin with: nothing is parsed, so nothing can become a formula (Rule 15.3). */
function contentOf(cell: Cell): { readonly value?: sheets_v4.Schema$ExtendedValue; readonly format: Format } {
  switch (cell.kind) {
    case 'empty':
      return { format: {} };
    case 'text':
      return {
        value: { stringValue: cell.text },
        format: {
          ...(cell.tone === undefined ? {} : TONES[cell.tone]),
          ...(cell.url === undefined ? {} : { textFormat: { link: { uri: cell.url } } }),
        },
      };
    case 'money':
      return {
        value: { numberValue: cell.major },
        format: { numberFormat: { type: 'CURRENCY', pattern: moneyPattern(cell.currency, cell.decimals) } },
      };
    case 'number':
      return {
        value: { numberValue: cell.value },
        format: { numberFormat: { type: 'NUMBER', pattern: cell.decimals === 0 ? '0' : '0.0' } },
      };
    case 'share':
      return { value: { numberValue: cell.value }, format: { numberFormat: { type: 'PERCENT', pattern: '0.0%' } } };
    case 'date':
      return {
        value: { numberValue: dateSerial(cell.date) },
        format: { numberFormat: { type: 'DATE', pattern: 'yyyy-mm-dd' } },
      };
  }
}

/** A cell as the API takes it. */
export function fromCell(cell: Cell, look: RowLook = 'gap'): CellData {
  const { value, format } = contentOf(cell);
  const wrap: Format = look === 'item' && cell.kind === 'text' ? { wrapStrategy: 'WRAP' } : {};
  const userEnteredFormat = { ...LOOKS[look], ...wrap, ...format };
  return {
    ...(value === undefined ? {} : { userEnteredValue: value }),
    ...(Object.keys(userEnteredFormat).length === 0 ? {} : { userEnteredFormat }),
  };
}

/** What a person sees to be the same in two cells: value and link. Formats may be touched up without being put back. */
export const meaningOf = (cell: CellData | undefined): string => {
  const { stringValue, numberValue, boolValue, formulaValue } = cell?.userEnteredValue ?? {};
  const link = cell?.userEnteredFormat?.textFormat?.link?.uri ?? null;
  return JSON.stringify([stringValue || null, numberValue ?? null, boolValue ?? null, formulaValue ?? null, link]);
};

/** The same for a cell of the owner, to whom whatever hangs on the cell matters. */
export const ownMeaningOf = (cell: CellData | undefined): string =>
  JSON.stringify([meaningOf(cell), cell?.note ?? null, cell?.dataValidation ?? null, cell?.textFormatRuns ?? null]);

export const textOf = (cell: CellData | undefined): string => cell?.userEnteredValue?.stringValue ?? '';
