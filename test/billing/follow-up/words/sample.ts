import { plainDate } from '../../../../src/billing/calendar.ts';
import { isCurrency } from '../../../../src/billing/currency.ts';
import type { MessageKind, MessageLine, PlannedMessage } from '../../../../src/billing/follow-up/message.ts';
import { type Composing, compose } from '../../../../src/billing/follow-up/words/compose.ts';
import { SHIPPED_ONLY } from '../../../../src/billing/follow-up/words/texts.ts';
import type { Money } from '../../../../src/billing/money.ts';

/** @param currency a known one */
export function sum(minor: number, currency = 'EUR'): Money {
  if (!isCurrency(currency)) throw new RangeError(`${currency} is no currency.`);
  return { minor, currency };
}

export const line = (changes: Partial<MessageLine> = {}): MessageLine => ({
  invoiceId: 'in_1',
  number: 'NORTH-0042',
  milestone: 'Concept design',
  project: 'Website relaunch',
  total: sum(600_000),
  remaining: sum(350_000),
  due: plainDate('2026-11-13'),
  daysOverdue: 3,
  url: 'https://invoice.stripe.com/i/acct_1/test_a',
  pdfUrl: 'https://pay.stripe.com/invoice/acct_1/test_a/pdf',
  poNumber: 'PO-7731',
  brokenPromise: undefined,
  ...changes,
});

/** Another invoice of the same client. */
export const secondLine = (changes: Partial<MessageLine> = {}): MessageLine =>
  line({
    invoiceId: 'in_2',
    number: 'NORTH-0043',
    milestone: 'Content',
    total: sum(120_000),
    remaining: sum(120_000),
    due: plainDate('2026-11-12'),
    daysOverdue: 4,
    url: 'https://invoice.stripe.com/i/acct_1/test_b',
    pdfUrl: 'https://pay.stripe.com/invoice/acct_1/test_b/pdf',
    poNumber: '',
    ...changes,
  });

export const planned = (kind: MessageKind, changes: Partial<PlannedMessage> = {}): PlannedMessage => ({
  kind,
  client: { id: 'client-1', name: 'Harbour Museum', financeContact: 'Dana Osei' },
  to: 'accounts@harbour.example',
  copyTo: ['dana@harbour.example'],
  sender: { name: 'Ines Calder', email: 'ines@north.example', notionId: 'person-1' },
  language: '',
  about: [line()],
  beside: [],
  formal:
    kind === 'Formal'
      ? {
          clause: '7.3 If an invoice is 14 days overdue, the Studio may suspend work until it is paid.',
          earlier: [plainDate('2026-11-16'), plainDate('2026-11-20')],
          payBy: plainDate('2026-12-04'),
        }
      : undefined,
  ...changes,
});

export const composing: Composing = {
  texts: SHIPPED_ONLY,
  from: { domain: 'north.example', name: 'Studio North' },
  id: 'light.in_1.2026-11-16',
};

export const composed = (kind: MessageKind, changes: Partial<PlannedMessage> = {}) =>
  compose(planned(kind, changes), composing);
