import type { Language } from './language.ts';
import type { Labels } from './texts.ts';

/** A name and what stands behind it: "Due: 17 November 2026". */
export type Detail = { readonly label: string; readonly value: string };
export type Link = { readonly label: string; readonly url: string };

/** One invoice as a message lists it. */
export type InvoiceRow = {
  readonly number: string;
  /** What for, purchase order. */
  readonly details: readonly Detail[];
  /** When it was due, how long ago; nothing where that does not matter any more. */
  readonly due: readonly Detail[];
  readonly remaining: Detail | undefined;
  readonly links: readonly Link[];
};

/** Invoices of one currency. */
export type InvoiceGroup = {
  readonly rows: readonly InvoiceRow[];
  /** Only where there is more than one to add up. */
  readonly sum: Detail | undefined;
};

/** What a message is made of, before it becomes plain text or HTML. */
export type Block =
  | { readonly is: 'paragraph'; readonly lines: readonly string[] }
  | { readonly is: 'points'; readonly points: readonly string[] }
  | { readonly is: 'quote'; readonly lines: readonly string[] }
  | { readonly is: 'invoices'; readonly heading: string | undefined; readonly groups: readonly InvoiceGroup[] };

/** A whole message, the same for both forms. */
export type Letter = {
  readonly subject: string;
  readonly language: Language;
  readonly labels: Labels;
  readonly blocks: readonly Block[];
};
