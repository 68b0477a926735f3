import { type Money, totalsByCurrency } from '../../money.ts';
import type { MessageLine } from '../message.ts';
import type { Detail, InvoiceGroup, InvoiceRow, Link } from './blocks.ts';
import { isolated, oneLine, webAddress } from './clean.ts';
import type { Language } from './language.ts';
import type { Labels } from './texts.ts';

/** What a list says about its invoices beside their numbers. */
export type ListStyle = {
  /** Nothing is owed any more, so neither when nor how much is said. */
  readonly isPaid?: boolean;
  readonly withDaysOverdue?: boolean;
  /** Whether the link invites to pay. */
  readonly toPay?: boolean;
};

type Wording = { readonly language: Language; readonly labels: Labels; readonly style: ListStyle };

/** The invoices, those of one currency together, with their sum where there are several. */
export function invoiceGroups(lines: readonly MessageLine[], wording: Wording): readonly InvoiceGroup[] {
  return totalsByCurrency(lines.map(({ remaining }) => remaining)).map((total) => {
    const ofCurrency = lines.filter(({ remaining }) => remaining.currency === total.currency);
    return {
      rows: ofCurrency.map((line) => invoiceRow(line, wording)),
      sum: ofCurrency.length > 1 && wording.style.isPaid !== true ? sumOf(total, wording) : undefined,
    };
  });
}

const sumOf = (total: Money, { language, labels }: Wording): Detail => ({
  label: labels.sum,
  value: language.money(total),
});

function invoiceRow(line: MessageLine, wording: Wording): InvoiceRow {
  const { language, labels, style } = wording;
  return {
    number: name(line.number, language),
    details: [
      { label: labels.for, value: whatFor(line, language) },
      { label: labels.po, value: name(line.poNumber, language) },
    ].filter(({ value }) => value !== ''),
    due: style.isPaid === true ? [] : dueDetails(line, wording),
    remaining: style.isPaid === true ? undefined : { label: labels.remaining, value: language.money(line.remaining) },
    links: links(line, wording),
  };
}

/** A name from Notion or Stripe, as it may stand between other words. */
export const name = (text: string, { isRightToLeft }: Language): string => isolated(oneLine(text), isRightToLeft);

/** "Concept design (Brand refresh)". */
function whatFor({ milestone, project }: MessageLine, language: Language): string {
  const names = [milestone, project].map((text) => name(text, language)).filter((text) => text !== '');
  const [first = '', second] = names;
  return second === undefined ? first : `${first} (${second})`;
}

function dueDetails({ due, daysOverdue }: MessageLine, { language, labels, style }: Wording): readonly Detail[] {
  const date = { label: labels.due, value: language.date(due) };
  if (style.withDaysOverdue !== true) return [date];
  return [date, { label: labels.daysOverdue, value: language.number(daysOverdue) }];
}

const links = ({ url, pdfUrl }: MessageLine, { labels, style }: Wording): readonly Link[] =>
  [
    { label: style.toPay === true ? labels.pay : labels.view, url: webAddress(url) },
    { label: labels.pdf, url: webAddress(pdfUrl) },
  ].flatMap(({ label, url: address }) => (address === undefined ? [] : [{ label, url: address }]));
