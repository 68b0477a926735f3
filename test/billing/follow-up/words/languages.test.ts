import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../../src/billing/calendar.ts';
import type { MessageKind } from '../../../../src/billing/follow-up/message.ts';
import { compose } from '../../../../src/billing/follow-up/words/compose.ts';
import { isLanguage, languageOf } from '../../../../src/billing/follow-up/words/language.ts';
import type { Texts } from '../../../../src/billing/follow-up/words/texts.ts';
import { formatMoney } from '../../../../src/billing/money.ts';
import { composing, line, planned, secondLine, sum } from './sample.ts';

const GERMAN: Texts['templates'] = {
  de: {
    light: {
      subject: 'Rechnung {{numbers}} über {{sum}}',
      text: '{{greeting}},\n\nfällig am {{due}}.\n\n{{invoices}}\n{{promise}}\n{{others}}\n{{sender}}',
    },
    labels: { greeting: 'Guten Tag', for: 'Für', due: 'Fällig', remaining: 'Offen', pay: 'Bezahlen' },
  },
};

const inLanguage = (language: string, texts: Texts, kind: MessageKind = 'Light', about = [line()]) =>
  compose(planned(kind, { language, about }), { ...composing, texts });

describe('a text of the team', () => {
  const texts: Texts = { language: 'en', templates: GERMAN };

  test('replaces the shipped one in its language', () => {
    const mail = inLanguage('de', texts);

    expect(mail.subject).toBe('Rechnung NORTH-0042 über 3.500,00 EUR');
    expect(mail.text).toBe(
      'Guten Tag Dana Osei,\n\nfällig am 13. November 2026.\n\n- NORTH-0042 · Für: Concept design (Website relaunch) · PO: PO-7731 · Fällig: 13. November 2026 · Offen: 3.500,00 EUR · Bezahlen: https://invoice.stripe.com/i/acct_1/test_a · PDF: https://pay.stripe.com/invoice/acct_1/test_a/pdf\n\nInes Calder\n',
    );
    expect(mail.language).toBe('de');
    expect(mail.html).toContain('<html lang="de" dir="ltr">');
    expect(mail.html).toMatch(/<th [^>]*>Fällig<.*<th [^>]*>Offen</);
  });

  test('leaves the other languages as they are', () => {
    expect(inLanguage('en', texts).subject).toBe('Invoice NORTH-0042: is it in process?');
  });

  test('leaves the other steps as they are, wholly in English', () => {
    const mail = inLanguage('de', texts, 'Firm');

    expect(mail.language).toBe('en');
    expect(mail.text).toMatch(/^Hello Dana Osei,/);
    expect(mail.text).toContain('Remaining: 3,500.00 EUR');
  });

  test('may replace the shipped English too, step by step', () => {
    const own: Texts = { language: 'en', templates: { en: { thanks: { subject: 'Cheers', text: 'Cheers!' } } } };

    expect(inLanguage('', own, 'Thank-you')).toMatchObject({ subject: 'Cheers', text: 'Cheers!\n', language: 'en' });
    expect(inLanguage('', own, 'Light').text).toContain('Is it in process');
  });

  test('may change the words of the list alone', () => {
    const own: Texts = { language: 'en', templates: { en: { labels: { remaining: 'Balance' } } } };

    expect(inLanguage('', own).text).toContain('Due: 13 November 2026 · Balance: 3,500.00 EUR');
  });
});

describe('the language', () => {
  const texts: Texts = { language: 'de', templates: GERMAN };

  test.each([
    { client: 'de', gets: 'de', why: 'its own' },
    { client: 'DE', gets: 'de', why: 'its own, however it is typed' },
    { client: 'de-at', gets: 'de', why: 'its own without the region' },
    { client: '', gets: 'de', why: 'the configured one' },
    { client: 'fr', gets: 'de', why: 'the configured one, where its own has no texts' },
    { client: 'Deutsch, bitte', gets: 'de', why: 'the configured one, where nobody knows what is meant' },
    { client: 'en', gets: 'en', why: 'the shipped one' },
    { client: 'en-us', gets: 'en', why: 'the shipped one without the region' },
  ])('of a client with "$client" is $why', ({ client, gets }) => {
    expect(inLanguage(client, texts).language).toBe(gets);
  });

  test('of a region has texts of its own, and the words of the wider one', () => {
    const templates = { ...GERMAN, 'de-AT': { light: { subject: 'Grüß Gott', text: '{{greeting}}\n{{invoices}}' } } };
    const mail = inLanguage('de-at', { language: 'en', templates });

    expect(mail).toMatchObject({ subject: 'Grüß Gott', language: 'de-AT' });
    expect(mail.text).toMatch(/^Guten Tag Dana Osei/);
  });

  test('that is configured but has no texts gives way to English', () => {
    expect(inLanguage('', { language: 'fr', templates: {} }).language).toBe('en');
  });

  test('that runs from right to left turns the page and keeps names apart', () => {
    const he = { light: { subject: '{{numbers}}', text: 'שלום {{client}}\n\n{{invoices}}' } };
    const { text, html } = inLanguage('he', { language: 'en', templates: { he } });

    expect(html).toContain('<html lang="he" dir="rtl">');
    expect(html).toMatch(/<th [^>]*text-align:right">Invoice/);
    expect(text).toContain('שלום \u2068Harbour Museum\u2069');
  });
});

describe('a template', () => {
  const inText = (text: string, about = [line()], kind: MessageKind = 'Firm') =>
    inLanguage(
      '',
      { language: 'en', templates: { en: { firm: { subject: 's', text }, light: { subject: 's', text } } } },
      kind,
      about,
    ).text;

  test('loses the lines that have nothing to say, and paragraphs without lines', () => {
    expect(inText('A\n\nbefore {{promise}}\n\nB {{promise}}\nC\n\n{{others}}\n\nD')).toBe('A\n\nC\n\nD\n');
  });

  test('chooses between two wordings, one within the other', () => {
    const text = '{{invoices:one, {{daysOverdue}} {{daysOverdue:day|days}}|{{count}} of {{ client }}}}.';

    expect(inText(text)).toBe('one, 3 days.\n');
    expect(inText(text, [line({ daysOverdue: 1 })])).toBe('one, 1 day.\n');
    expect(inText(text, [line(), secondLine()])).toBe('2 of Harbour Museum.\n');
  });

  test('keeps braces and bars that are no placeholder', () => {
    expect(inText('a | b } {c}')).toBe('a | b } {c}\n');
  });

  test('makes a list of lines that begin with a dash', () => {
    const texts: Texts = {
      language: 'en',
      templates: { en: { firm: { subject: 's', text: 'Either\n- a\n* b\nor c' } } },
    };
    const { text, html } = inLanguage('', texts, 'Firm');

    expect(text).toBe('Either\n\n- a\n- b\n\nor c\n');
    expect(html).toMatch(/<p[^>]*>Either<\/p>\n<ul[^>]*>\n<li>a<\/li>\n<li>b<\/li>\n<\/ul>\n<p[^>]*>or c<\/p>/);
  });

  test('is text: what looks like markup in it is shown', () => {
    const texts: Texts = { language: 'en', templates: { en: { firm: { subject: 's', text: '<b>Now</b>' } } } };

    expect(inLanguage('', texts, 'Firm').html).toContain('&lt;b&gt;Now&lt;/b&gt;');
  });

  test.each(['{{', '{{ }}', '{{sum', '{{invoices:a}}', '{{invoices:a|b', '{{a b}}'])(
    'that cannot be read is not sent: %s',
    (text) => {
      expect(() => inText(text)).toThrow(SyntaxError);
    },
  );

  test.each([
    { placeholder: 'contact', says: 'Dana Osei' },
    { placeholder: 'client', says: 'Harbour Museum' },
    { placeholder: 'numbers', says: 'NORTH-0042 and NORTH-0043' },
    { placeholder: 'count', says: '2' },
    { placeholder: 'projects', says: 'Website relaunch' },
    { placeholder: 'sum', says: '4,700.00 EUR' },
    { placeholder: 'due', says: '12 November 2026' },
    { placeholder: 'daysOverdue', says: '4' },
    { placeholder: 'sender', says: 'Ines Calder' },
    { placeholder: 'senderAddress', says: 'ines@north.example' },
    { placeholder: 'business', says: 'Studio North' },
  ])('has $says for {{$placeholder}}', ({ placeholder, says }) => {
    expect(inText(`{{${placeholder}}}`, [line(), secondLine()])).toBe(`${says}\n`);
  });

  test('names the sum of each currency', () => {
    const about = [line(), secondLine({ remaining: sum(5_000, 'USD') })];

    expect(inText('{{sum}}', about)).toBe('3,500.00 EUR and 50.00 USD\n');
  });
});

describe('dates and money', () => {
  test.each([
    { tag: 'en', date: '17 November 2026', money: '1,234,567.80 EUR' },
    { tag: 'en-US', date: 'November 17, 2026', money: '1,234,567.80 EUR' },
    { tag: 'de', date: '17. November 2026', money: '1.234.567,80 EUR' },
    { tag: 'es', date: '17 de noviembre de 2026', money: '1.234.567,80 EUR' },
    { tag: 'fr', date: '17 novembre 2026', money: '1\u202f234\u202f567,80 EUR' },
    { tag: 'th', date: '17 พฤศจิกายน ค.ศ. 2026', money: '1,234,567.80 EUR' },
  ])('are written as $tag writes them', ({ tag, date, money }) => {
    expect(languageOf(tag).date(plainDate('2026-11-17'))).toBe(date);
    expect(languageOf(tag).money(sum(123_456_780))).toBe(money);
  });

  test.each(['EUR', 'JPY', 'ISK', 'USD'])('are written in English as everywhere else: %s', (currency) => {
    for (const minor of [0, 5, 99, 100, 123_456, 99_999_999, 900_719_925_474])
      expect(languageOf('en').money(sum(minor, currency))).toBe(formatMoney(sum(minor, currency)));
  });

  test('keep to our calendar and digits in every language', () => {
    for (const tag of ['ar', 'ar-EG', 'fa', 'bn', 'my', 'ja-JP-u-ca-japanese']) {
      expect(languageOf(tag).date(plainDate('2026-11-17'))).toMatch(/2026/);
      expect(languageOf(tag).money(sum(350_000))).toMatch(/3.?500/);
    }
  });

  test('belong to languages that exist', () => {
    expect(['de', 'pt-BR', 'zh-Hant', 'no'].filter(isLanguage)).toHaveLength(4);
    expect(['', 'xx', 'german', 'pt-br', 'de_DE', 'e'].filter(isLanguage)).toEqual([]);
  });
});
