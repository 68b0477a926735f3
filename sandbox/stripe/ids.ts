import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` letters and digits that nobody can guess. */
export function randomText(length: number, alphabet: string = ALPHABET): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}

export type IdPrefix =
  | 'ccsbtxn'
  | 'ch'
  | 'cn'
  | 'cnli'
  | 'cus'
  | 'du'
  | 'evt'
  | 'ii'
  | 'il'
  | 'in'
  | 'inpay'
  | 'par'
  | 'pi'
  | 'pr'
  | 'price'
  | 'prod'
  | 're'
  | 'req'
  | 'txi'
  | 'we';

/** An id in Stripe's form: a prefix that names the kind, then random characters. */
export const newId = (prefix: IdPrefix): string =>
  prefix === 'cus' || prefix === 'prod' || prefix === 'req'
    ? `${prefix}_${randomText(14)}`
    : `${prefix}_1${randomText(23)}`;

/** Prints before the number of each invoice of one customer. */
export const newInvoicePrefix = (): string => randomText(8, '23456789ABCDEFGHJKLMNPQRSTUVWXYZ');
