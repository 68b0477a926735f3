import { invalid } from '../api/errors.ts';

/** Amounts of these are whole units, without a minor one. */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));
/** Written with two decimals, although only whole units exist. */
const WHOLE_UNITS_ONLY = new Set(['isk', 'ugx']);
const TWO_DECIMAL = new Set(
  (
    'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc ' +
    'cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr ' +
    'kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk ' +
    'php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx usd ' +
    'uyu uzs wst xcd yer zar zmw'
  ).split(' '),
);

/** The least that can be charged, in minor units; an invoice below it is carried over to the customer's balance. */
const MINIMUM: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};

const AMOUNT_MAX = 99_999_999;

export const isCurrency = (code: string): boolean =>
  ZERO_DECIMAL.has(code) || THREE_DECIMAL.has(code) || TWO_DECIMAL.has(code);

/** How many decimals a printed amount has. */
export const decimalsOf = (currency: string): number =>
  ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;

export const minimumCharge = (currency: string): number => MINIMUM[currency] ?? 1;

/** Refuses an amount that the currency cannot express or no payment can carry. */
export function checkAmount(amount: number, currency: string, param: string): void {
  if (Math.abs(amount) > AMOUNT_MAX)
    throw invalid(`Amount must be no more than ${formatAmount(AMOUNT_MAX, currency)}`, {
      code: 'amount_too_large',
      param,
    });
  const step = WHOLE_UNITS_ONLY.has(currency) ? 100 : THREE_DECIMAL.has(currency) ? 10 : 1;
  if (amount % step !== 0)
    throw invalid(`Amounts in ${currency.toUpperCase()} must be divisible by ${step}`, { param });
}

/** `120000, 'eur'` → `€1,200.00`. */
export function formatAmount(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amount / 10 ** decimals);
}
