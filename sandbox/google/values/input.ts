import type { ExtendedValue, StoredCell } from '../schema/cell.ts';
import type { NumberFormat } from '../schema/format.ts';
import { toSerial } from './serial.ts';

export type InputOption = 'RAW' | 'USER_ENTERED';
export type Scalar = string | number | boolean;

type Entered = { readonly value: ExtendedValue; readonly format?: NumberFormat };

function asDate(text: string): Entered | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day);
  if (new Date(at).toISOString().slice(0, 10) !== text) return undefined;
  return { value: { numberValue: toSerial(at) }, format: { type: 'DATE', pattern: 'yyyy-mm-dd' } };
}

/** What typing the text into a cell makes of it, in an English spreadsheet. */
function typed(text: string): Entered {
  if (text.startsWith('=') && text.length > 1) return { value: { formulaValue: text } };
  if (text.startsWith("'")) return { value: { stringValue: text.slice(1) } };
  if (/^(true|false)$/i.test(text)) return { value: { boolValue: text.toLowerCase() === 'true' } };
  const number = /^-?[\d,]*\.?\d+$/.test(text) ? Number(text.replaceAll(',', '')) : Number.NaN;
  if (Number.isFinite(number)) return { value: { numberValue: number } };
  const percent = /^(-?\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined)
    return { value: { numberValue: Number(percent) / 100 }, format: { type: 'PERCENT', pattern: '0.00%' } };
  const dollars = /^\$([\d,]+(?:\.\d+)?)$/.exec(text)?.[1];
  if (dollars !== undefined)
    return {
      value: { numberValue: Number(dollars.replaceAll(',', '')) },
      format: { type: 'CURRENCY', pattern: '"$"#,##0.00' },
    };
  return asDate(text) ?? { value: { stringValue: text } };
}

function entered(input: Scalar, option: InputOption): Entered {
  if (typeof input === 'number') return { value: { numberValue: input } };
  if (typeof input === 'boolean') return { value: { boolValue: input } };
  return option === 'RAW' ? { value: { stringValue: input } } : typed(input);
}

/** Puts a value into a cell as `values.update` or a person does: format and note stay, an empty text empties it. */
export function enter(cell: StoredCell | undefined, input: Scalar, option: InputOption): StoredCell | undefined {
  const { userEnteredValue: _, textFormatRuns: __, ...rest } = cell ?? {};
  if (input === '') return Object.keys(rest).length > 0 ? rest : undefined;
  const { value, format } = entered(input, option);
  // A format that is there already wins over the one that typing would bring.
  const brings = format && !rest.userEnteredFormat?.numberFormat;
  return {
    ...rest,
    ...(brings ? { userEnteredFormat: { ...rest.userEnteredFormat, numberFormat: format } } : {}),
    userEnteredValue: value,
  };
}
