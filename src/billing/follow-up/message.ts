import type { PlainDate } from '../calendar.ts';
import type { Money } from '../money.ts';
import type { Responsible } from '../responsible.ts';

/** What a message to a client is for (Rules 11, 11.9). */
export const MESSAGE_KINDS = ['Courtesy note', 'Light', 'Firm', 'Formal', 'Failure notice', 'Thank-you'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** One invoice as a message names it. */
export type MessageLine = {
  readonly invoiceId: string;
  readonly number: string;
  /** What was billed: name of the milestone, and of its project. */
  readonly milestone: string;
  readonly project: string;
  readonly total: Money;
  /** What is still owed, never the total (X08). */
  readonly remaining: Money;
  readonly due: PlainDate;
  /** Whole days since the due date, on the seller's calendar. */
  readonly daysOverdue: number;
  /** Where it can be paid. */
  readonly url: string | null;
  readonly pdfUrl: string | null;
  /** Empty for none. */
  readonly poNumber: string;
  /** A promise for this day was not kept (Rule 12). */
  readonly brokenPromise: PlainDate | undefined;
};

/** What only a formal message says, all of it from the contract (Rule 13). */
export type FormalTerms = {
  /** The clause in the contract's own words. */
  readonly clause: string;
  /** When earlier messages about the invoice went out. */
  readonly earlier: readonly PlainDate[];
  /** The last day on which a payment keeps the consequence away. */
  readonly payBy: PlainDate;
};

/** A message to one client, before it is put into words. */
export type PlannedMessage = {
  readonly kind: MessageKind;
  readonly client: { readonly id: string; readonly name: string; readonly financeContact: string };
  /** The client's billing address and its list of copies, nobody else (Rule 11.8). */
  readonly to: string;
  readonly copyTo: readonly string[];
  /** A named person of ours: answers go there, or to the address that we send from where that person has none. */
  readonly sender: Responsible;
  /** ISO 639 code; empty: the configured language. */
  readonly language: string;
  /** Invoices that this message counts for, at least one. */
  readonly about: readonly MessageLine[];
  /** Other late invoices of the client, which it lists and which keep their own step (Rule 11.5). */
  readonly beside: readonly MessageLine[];
  readonly formal: FormalTerms | undefined;
};

/** A message in words, as it leaves. */
export type Mail = {
  readonly to: string;
  readonly cc: readonly string[];
  readonly replyTo: { readonly name: string; readonly address: string } | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets; the same for the same message, whoever sends it. */
  readonly messageId: string;
  /** Of the text, for `Content-Language`. */
  readonly language: string;
};
