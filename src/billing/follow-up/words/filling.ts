import type { PlainDate } from '../../calendar.ts';
import { totalsByCurrency } from '../../money.ts';
import type { MessageLine, PlannedMessage } from '../message.ts';
import { cleanLines, isolated, oneLine } from './clean.ts';
import { name } from './invoice-list.ts';
import type { Language } from './language.ts';
import type { NumberName, PLACEHOLDERS, PlaceholderName } from './placeholders.ts';
import type { Labels } from './texts.ts';

/** Placeholders that stand for words in a line. */
export type WordName = {
  [Name in PlaceholderName]: (typeof PLACEHOLDERS)[Name] extends { isBlock: true } ? never : Name;
}[PlaceholderName];

/** What the words of a message are filled with; undefined where there is nothing to say. */
export type MessageFilling = {
  readonly words: Readonly<Record<WordName, string | undefined>>;
  readonly numbers: Readonly<Record<NumberName, number>>;
};

/** @param business name in `MAIL_FROM`; empty for none */
export function fillingOf(
  message: PlannedMessage,
  { language, labels, business }: { language: Language; labels: Labels; business: string },
): MessageFilling {
  const { about, client, sender, formal } = message;
  const named = (text: string): string => name(text, language);
  const contact = isolated(cleanLines(client.financeContact)[0] ?? '', language.isRightToLeft);
  const daysOverdue = Math.max(...about.map((line) => line.daysOverdue));
  const words = {
    greeting: contact === '' ? labels.greeting : `${labels.greeting} ${contact}`,
    contact: some(contact),
    client: named(client.name),
    numbers: language.list(about.map(({ number }) => named(number))),
    count: language.number(about.length),
    projects: language.list([...new Set(about.map(({ project }) => named(project)))].filter((text) => text !== '')),
    sum: language.list(totalsByCurrency(about.map(({ remaining }) => remaining)).map(language.money)),
    due: language.date(earliest(about.map(({ due }) => due))),
    daysOverdue: language.number(daysOverdue),
    promise: promiseWords(about, language),
    earlier: language.list((formal?.earlier ?? []).map(language.date)),
    payBy: formal === undefined ? undefined : language.date(formal.payBy),
    sender: named(sender.name),
    senderAddress: some(oneLine(sender.email ?? '')),
    business: some(named(business)),
  };
  return { words, numbers: { invoices: about.length, daysOverdue } };
}

const some = (text: string): string | undefined => (text === '' ? undefined : text);

const earliest = (days: readonly PlainDate[]): PlainDate => days.reduce((first, day) => (day < first ? day : first));

/** "20 November 2026", with the invoices behind it where not all of them were promised for that day. */
function promiseWords(about: readonly MessageLine[], language: Language): string | undefined {
  const days = [...new Set(about.flatMap(({ brokenPromise }) => brokenPromise ?? []))].sort();
  const words = days.map((day) => {
    const promised = about.filter(({ brokenPromise }) => brokenPromise === day);
    const numbers = promised.map(({ number }) => name(number, language)).join(', ');
    return promised.length === about.length ? language.date(day) : `${language.date(day)} (${numbers})`;
  });
  return words.length === 0 ? undefined : language.list(words);
}
