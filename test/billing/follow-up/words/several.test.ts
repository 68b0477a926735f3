import { describe, expect, test } from 'vitest';
import type { MessageKind } from '../../../../src/billing/follow-up/message.ts';
import { composed, line, secondLine, sum } from './sample.ts';

const linesWith = (text: string, words: string): readonly string[] =>
  text.split('\n').filter((found) => found.includes(words));

describe('one invoice and several', () => {
  test.each<{ kind: MessageKind; one: readonly string[]; several: readonly string[] }>([
    {
      kind: 'Courtesy note',
      one: ['this invoice is due on 13 November 2026.'],
      several: ['these invoices are due soon, the first on'],
    },
    { kind: 'Light', one: ['This invoice was', 'Is it in'], several: ['These invoices have', 'Are they in'] },
    {
      kind: 'Firm',
      one: ['This invoice was due on 13 November 2026 and is 3 days overdue.', 'holding it up', 'Did the invoice not'],
      several: ['These invoices are overdue, the oldest of them by 4 days.', 'holding them up', 'Did the invoices not'],
    },
    { kind: 'Formal', one: ['about the invoice below', 'about it on'], several: ['the invoices', 'about them on'] },
    {
      kind: 'Failure notice',
      one: ['for this invoice did', 'The same link works'],
      several: ['for these invoices did', 'The same links work '],
    },
    { kind: 'Thank-you', one: ['on this invoice.'], several: ['on these invoices.'] },
  ])('are spoken of each in its own grammar: $kind', ({ kind, one, several }) => {
    const alone = composed(kind).text;
    const together = composed(kind, { about: [line(), secondLine()] }).text;

    for (const words of one) expect(alone).toContain(words);
    for (const words of several) expect(together).toContain(words);
    for (const words of several) expect(alone).not.toContain(words);
  });

  test('a single day is no days', () => {
    expect(composed('Firm', { about: [line({ daysOverdue: 1 })] }).text).toContain('is 1 day overdue.');
  });

  test('the subject names one invoice, and counts several', () => {
    expect(composed('Light').subject).toBe('Invoice NORTH-0042: is it in process?');
    expect(composed('Light', { about: [line(), secondLine()] }).subject).toBe('2 invoices: are they in process?');
  });
});

describe('the list', () => {
  test('has one line for each invoice, however long', () => {
    const milestone = 'A very long name '.repeat(20).trim();
    const { text } = composed('Light', { about: [line({ milestone }), secondLine()] });

    expect(linesWith(text, 'NORTH-0042')).toEqual([
      `- NORTH-0042 · For: ${milestone} (Website relaunch) · PO: PO-7731 · Due: 13 November 2026 · Remaining: 3,500.00 EUR · Pay: https://invoice.stripe.com/i/acct_1/test_a · PDF: https://pay.stripe.com/invoice/acct_1/test_a/pdf`,
    ]);
    expect(linesWith(text, 'NORTH-0043')).toHaveLength(1);
  });

  test('leaves out what an invoice does not have', () => {
    const bare = line({ poNumber: '', pdfUrl: null, url: null, project: ' ' });

    expect(linesWith(composed('Light', { about: [bare] }).text, '- NORTH')).toEqual([
      '- NORTH-0042 · For: Concept design · Due: 13 November 2026 · Remaining: 3,500.00 EUR',
    ]);
  });

  test('keeps currencies apart, with a sum where one has more than one invoice', () => {
    const dollars = line({ number: 'NORTH-0050', remaining: sum(9_900, 'USD') });
    const { text, html } = composed('Light', { about: [dollars, line(), secondLine()] });
    const numbersAndSums = text.split('\n').flatMap((found) => /^- (\S+)|^ {2}(Sum: .*)/.exec(found)?.[0] ?? []);

    expect(numbersAndSums).toEqual(['- NORTH-0042', '- NORTH-0043', '  Sum: 4,700.00 EUR', '- NORTH-0050']);
    expect(html.match(/>Sum</g)).toHaveLength(1);
    expect(html.match(/<tbody>/g)).toHaveLength(2);
    expect(`${text}${html}`).not.toMatch(/4,799|Sum: 99/);
  });

  test('of one invoice has no sum', () => {
    expect(`${composed('Light').text}${composed('Light').html}`).not.toContain('Sum');
  });

  test('says money without decimals where the currency has none', () => {
    expect(composed('Light', { about: [line({ remaining: sum(10_000, 'JPY') })] }).text).toContain('10,000 JPY');
  });
});

describe('other invoices of the client', () => {
  const beside = [secondLine({ number: 'NORTH-0039', daysOverdue: 2 })];
  const mail = composed('Firm', { beside });

  test('are listed below a heading of their own', () => {
    expect(mail.text).toMatch(/\n\nAlso open:\n- NORTH-0039 · For: Content/);
    expect(mail.html).toMatch(/<h2[^>]*>Also open<\/h2>\n<table/);
  });

  test('are not pressed for', () => {
    const [listed = ''] = linesWith(mail.text, 'NORTH-0039');

    expect(listed).toContain('Remaining: 1,200.00 EUR · View: ');
    expect(listed).not.toMatch(/overdue|Pay:/);
  });

  test('change neither grammar nor sums of what the message is about', () => {
    expect(mail.text).toContain('This invoice was due');
    expect(mail.text).not.toContain('Sum');
  });

  test('that there are not have no heading', () => {
    expect(composed('Firm').text).not.toContain('Also open');
  });
});
