/**
 * How each currency is written in smallest units by Stripe. Not ISO 4217's exponents: ISK and UGX are sent with two
 * decimals although they have none, and must then end in 00 (Stripe, "Supported currencies").
 */
export type Currency = string & { readonly brand: 'Currency' };

const ZERO_DECIMAL = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
/** Stripe wants these with three decimals of which the last is 0. Not tried against the real service, so refused. */
const THREE_DECIMAL = new Set('BHD JOD KWD OMR TND'.split(' '));
const WHOLE_UNITS_AS_TWO_DECIMALS = new Set(['ISK', 'UGX']);

/** Smallest sum that Stripe charges, in smallest units. Below it an invoice is closed and the sum put on the customer's balance. */
const MINIMUM: Readonly<Record<string, number>> = {
  ...Object.fromEntries('USD EUR CAD AUD CHF NZD SGD BRL INR'.split(' ').map((code) => [code, 50])),
  ...Object.fromEntries('PLN RON AED MYR'.split(' ').map((code) => [code, 200])),
  GBP: 30,
  DKK: 250,
  SEK: 300,
  NOK: 300,
  CZK: 1500,
  HUF: 17_500,
  HKD: 400,
  JPY: 50,
  MXN: 1000,
  THB: 1000,
};

const KNOWN = new Set(Intl.supportedValuesOf('currency'));

/** Three capital letters that name a currency. */
export const isCurrency = (code: string): code is Currency => KNOWN.has(code);

/** Reads a currency as people write it ("eur", " EUR "); undefined when there is no such currency. */
export function parseCurrency(text: string): Currency | undefined {
  const code = text.trim().toUpperCase();
  return isCurrency(code) ? code : undefined;
}

/** Decimals between major and smallest unit as Stripe counts them: JPY 0, most 2; undefined where we do not bill. */
export function decimalsOf(currency: Currency): 0 | 2 | undefined {
  if (THREE_DECIMAL.has(currency)) return undefined;
  return ZERO_DECIMAL.has(currency) ? 0 : 2;
}

/** True where a sum of smallest units must be a multiple of 100. */
export const wholeUnitsOnly = (currency: Currency): boolean => WHOLE_UNITS_AS_TWO_DECIMALS.has(currency);

/** Smallest sum that Stripe charges in this currency, in smallest units; 1 where Stripe names none. */
export const minimumCharge = (currency: Currency): number => MINIMUM[currency] ?? 1;
