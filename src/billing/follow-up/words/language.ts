import type { PlainDate } from '../../calendar.ts';
import { decimalsOf } from '../../currency.ts';
import { type Money, majorUnits } from '../../money.ts';

/** How a language writes what is no text. */
export type Language = {
  readonly tag: string;
  readonly isRightToLeft: boolean;
  /** Written out, so that no client reads the month for the day: "17 November 2026". */
  readonly date: (day: PlainDate) => string;
  /** With the code of the currency behind it: "3,500.00 EUR". */
  readonly money: (sum: Money) => string;
  readonly number: (value: number) => string;
  /** "A, B and C". */
  readonly list: (items: readonly string[]) => string;
};

const RIGHT_TO_LEFT_SCRIPTS = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

/** Plain English is that of Europe, which names the day before the month. */
const localeOf = (tag: string): string => (tag === 'en' ? 'en-GB' : tag);

/** True for a tag such as `de` or `pt-BR` whose dates and sums can be written. */
export function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([tag]).includes(tag);
  } catch {
    return false;
  }
}

const kept = new Map<string, Language>();

/** @param tag one for which `isLanguage` holds */
export function languageOf(tag: string): Language {
  const known = kept.get(tag);
  if (known !== undefined) return known;
  const language = build(tag);
  kept.set(tag, language);
  return language;
}

function build(tag: string): Language {
  const locale = localeOf(tag);
  // The same calendar and digits as on the invoice, whatever is usual in the language.
  const days = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeZone: 'UTC',
    calendar: 'gregory',
    numberingSystem: 'latn',
  });
  const numbers = new Intl.NumberFormat(locale, { numberingSystem: 'latn' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    tag,
    isRightToLeft: RIGHT_TO_LEFT_SCRIPTS.has(new Intl.Locale(tag).maximize().script ?? ''),
    date: (day) => days.format(new Date(day)),
    money: (sum) => {
      const decimals = decimalsOf(sum.currency) ?? 2;
      const digits = { numberingSystem: 'latn', minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      return `${majorUnits(sum).toLocaleString(locale, digits)} ${sum.currency}`;
    },
    number: (value) => numbers.format(value),
    list: (items) => lists.format(items),
  };
}
