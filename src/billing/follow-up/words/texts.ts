import type { MessageKind } from '../message.ts';

/** The texts that a team can replace, as its configuration calls them. */
export const TEXT_NAMES = ['courtesy', 'light', 'firm', 'formal', 'failure', 'thanks'] as const;
export type TextName = (typeof TEXT_NAMES)[number];

export const textName: Readonly<Record<MessageKind, TextName>> = {
  'Courtesy note': 'courtesy',
  Light: 'light',
  Firm: 'firm',
  Formal: 'formal',
  'Failure notice': 'failure',
  'Thank-you': 'thanks',
};

/** Plain text with placeholders such as `{{invoices}}`. */
export type Template = { readonly subject: string; readonly text: string };

/** Words around the list of invoices, and how a message begins. */
export const LABEL_NAMES = [
  'greeting',
  'invoice',
  'for',
  'po',
  'due',
  'daysOverdue',
  'remaining',
  'sum',
  'pay',
  'view',
  'pdf',
  'others',
] as const;
export type LabelName = (typeof LABEL_NAMES)[number];
export type Labels = Readonly<Record<LabelName, string>>;

/** What a team has written in one language. What is left out comes from another language. */
export type OwnTexts = { readonly [Name in TextName]?: Template | undefined } & {
  readonly labels?: { readonly [Name in LabelName]?: string | undefined } | undefined;
};

/** All texts of a team, as its configuration gives them. */
export type Texts = {
  /** Where the client has no language, or one without texts. */
  readonly language: string;
  /** By language, as in BCP 47: `de`, `pt-BR`. */
  readonly templates: Readonly<Record<string, OwnTexts>>;
};

/** No texts of one's own: everything as it is shipped, in English. */
export const SHIPPED_ONLY: Texts = { language: 'en', templates: {} };
