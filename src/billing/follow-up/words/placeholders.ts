import { TEXT_NAMES, type TextName } from './texts.ts';

export type Placeholder = {
  /** For whoever writes a text. */
  readonly means: string;
  /** More than words in a line: it stands on a line of its own. */
  readonly isBlock?: true;
  /** A line with it is left out when there is nothing to say. */
  readonly mayBeEmpty?: true;
  /** Where it may stand. */
  readonly within: readonly TextName[];
};

const REMINDERS = ['light', 'firm', 'formal'] as const;
const LATE = [...REMINDERS, 'failure'] as const;
const OPEN = ['courtesy', ...LATE] as const;

export const PLACEHOLDERS = {
  greeting: {
    means: 'the greeting of the labels, with the name of the finance contact if there is one',
    within: TEXT_NAMES,
  },
  contact: { means: 'the name of the finance contact', mayBeEmpty: true, within: TEXT_NAMES },
  client: { means: 'the name of the client', within: TEXT_NAMES },
  invoices: { means: 'the list of the invoices, a line each, with links', isBlock: true, within: TEXT_NAMES },
  numbers: { means: 'the numbers of the invoices', within: TEXT_NAMES },
  count: { means: 'how many invoices', within: TEXT_NAMES },
  projects: { means: 'the names of their projects', within: TEXT_NAMES },
  sum: { means: 'all that remains to be paid, for each currency by itself', within: OPEN },
  due: { means: 'the due date; the first one of several', within: OPEN },
  daysOverdue: { means: 'how many days the invoice is overdue; the most of several', within: ['firm', 'formal'] },
  promise: {
    means: 'for when the client had planned payment, where that day has passed',
    mayBeEmpty: true,
    within: LATE,
  },
  earlier: { means: 'the dates of earlier messages', within: ['formal'] },
  clause: { means: 'the clause of the contract in its own words', isBlock: true, within: ['formal'] },
  payBy: { means: 'the last day on which payment keeps the consequence away', within: ['formal'] },
  others: {
    means: 'other open invoices of the client, below a heading',
    isBlock: true,
    mayBeEmpty: true,
    within: LATE,
  },
  sender: { means: 'the name of the person who answers', within: TEXT_NAMES },
  senderAddress: { means: 'the e-mail address of that person', mayBeEmpty: true, within: TEXT_NAMES },
  business: { means: 'the name in MAIL_FROM', mayBeEmpty: true, within: TEXT_NAMES },
} as const satisfies Readonly<Record<string, Placeholder>>;

export type PlaceholderName = keyof typeof PLACEHOLDERS;

/** What a wording can be chosen by. */
export const NUMBERS = ['invoices', 'daysOverdue'] as const satisfies readonly PlaceholderName[];
export type NumberName = (typeof NUMBERS)[number];

const ASKED_ABOUT = ['invoices', 'promise', 'sender', 'others'] as const;

/** What a message must say, whatever its words (Rules 11, 12, 13). */
export const MUST_SAY: Readonly<Record<TextName, readonly PlaceholderName[]>> = {
  courtesy: ['invoices', 'sender'],
  light: ASKED_ABOUT,
  firm: ASKED_ABOUT,
  formal: ['invoices', 'earlier', 'promise', 'clause', 'payBy', 'sender'],
  failure: ['invoices', 'sender', 'others'],
  thanks: [],
};

/** The placeholder of this name where it may stand in this text; undefined where it may not. */
export function placeholderIn(text: TextName, name: string): Placeholder | undefined {
  const all: Readonly<Record<string, Placeholder>> = PLACEHOLDERS;
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  return found?.within.includes(text) === true ? found : undefined;
}

const isPlaceholder = (name: string): name is PlaceholderName => Object.hasOwn(PLACEHOLDERS, name);

/** Their names, in the order in which they are documented. */
export const placeholdersIn = (text: TextName): readonly PlaceholderName[] =>
  Object.keys(PLACEHOLDERS)
    .filter(isPlaceholder)
    .filter((name) => placeholderIn(text, name) !== undefined);
