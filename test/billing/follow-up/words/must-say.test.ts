import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../../src/billing/calendar.ts';
import { MESSAGE_KINDS, type MessageKind } from '../../../../src/billing/follow-up/message.ts';
import { compose } from '../../../../src/billing/follow-up/words/compose.ts';
import { composed, composing, line, planned, secondLine } from './sample.ts';

type Words = { readonly says: readonly (string | RegExp)[]; readonly neverSays: readonly RegExp[] };

const INVOICE = ['NORTH-0042', 'Concept design (Website relaunch)'];
const LINKS = ['https://invoice.stripe.com/i/acct_1/test_a', 'https://pay.stripe.com/invoice/acct_1/test_a/pdf'];
const OWED = ['PO-7731', '13 November 2026', '3,500.00 EUR', 'Ines Calder'];
const THREATS = [/\bfees?\b/i, /interest/i, /charge/i, /legal/i, /court/i, /collect/i, /consequence/i, /stop work/i];
const BLAME = [/fail/i, /neglect/i, /ignor/i, /must/i, /immediately/i];
const LATE = [/overdue/i, /\blate\b/i, /\bunpaid\b/i, /days/i];

/** Rule 11's table, with 11.9. */
const TABLE: Readonly<Record<MessageKind, Words>> = {
  'Courtesy note': {
    says: [...INVOICE, ...LINKS, ...OWED, /nothing comes as a surprise/, /is due on 13 November 2026/],
    neverSays: [...THREATS, ...BLAME, ...LATE],
  },
  Light: {
    says: [...INVOICE, ...LINKS, ...OWED, /is it in process/i, /Ines Calder reads and answers/],
    neverSays: [...THREATS, ...BLAME, ...LATE],
  },
  Firm: {
    says: [
      ...INVOICE,
      ...LINKS,
      ...OWED,
      '3 days overdue',
      /obstacle/,
      /purchase order/,
      /not reach you/,
      /the date on which we can expect payment/,
    ],
    neverSays: [...THREATS, ...BLAME],
  },
  Formal: {
    says: [
      ...INVOICE,
      ...LINKS,
      ...OWED,
      '16 November 2026 and 20 November 2026',
      'by 4 December 2026',
      '7.3 If an invoice is 14 days overdue, the Studio may suspend work until it is paid.',
    ],
    neverSays: [...THREATS, ...BLAME],
  },
  'Failure notice': {
    says: [...INVOICE, ...LINKS, ...OWED, /did not go through/, /same link works/],
    neverSays: [...THREATS, ...LATE, /neglect/i],
  },
  'Thank-you': {
    says: [...INVOICE, ...LINKS, 'Ines Calder', /thank you/i],
    neverSays: [...THREATS, ...BLAME, ...LATE, /EUR/, /13 November/],
  },
};

describe.each(MESSAGE_KINDS)('%s', (kind) => {
  const { subject, text, html } = composed(kind);

  test.each(TABLE[kind].says)('says %s, as text and as HTML', (words) => {
    expect(text).toMatch(words);
    expect(html).toMatch(words);
  });

  test.each(TABLE[kind].neverSays)('never says %s', (words) => {
    // What a style or an address holds is said to nobody.
    const read = html.replace(/<[^>]*>/g, ' ');

    expect(`${subject}\n${text}\n${read}`).not.toMatch(words);
  });

  test('names what remains, never the total (X08)', () => {
    expect(`${subject}${text}${html}`).not.toContain('6,000.00');
  });

  test('is the same for the same message', () => {
    expect(composed(kind)).toMatchObject({ subject, text, html });
  });

  test('fills every placeholder', () => {
    const { about, beside } = { about: [line(), secondLine()], beside: [secondLine({ number: 'NORTH-0040' })] };
    const mail = composed(kind, { about, beside });

    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/[{}|]|undefined|NaN|\[object/);
  });
});

describe('a formal message', () => {
  test('adds nothing to the consequence that the clause gives', () => {
    const { text } = composed('Formal');

    expect(text.replace(/^> .*$/gm, '')).not.toMatch(/suspend|stop|work|pause/i);
  });

  test('quotes every line of the clause', () => {
    const terms = planned('Formal').formal;
    const formal = terms && { ...terms, clause: '7.3 Late payment\r\n\nWork may stop.\n' };
    const { text, html } = composed('Formal', { formal });

    expect(text).toContain('\n> 7.3 Late payment\n>\n> Work may stop.\n');
    expect(html).toMatch(/<blockquote[^>]*>7\.3 Late payment<br>\n<br>\nWork may stop\.<\/blockquote>/);
  });

  test.each([
    { lacks: 'the words of the clause', changes: { clause: ' \n ' } },
    { lacks: 'the dates of earlier messages', changes: { earlier: [] } },
  ])('is not written without $lacks', ({ lacks, changes }) => {
    const terms = planned('Formal').formal;

    expect(() => composed('Formal', { formal: terms && { ...terms, ...changes } })).toThrow(lacks);
  });

  test('is not written without its terms', () => {
    expect(() => composed('Formal', { formal: undefined })).toThrow('the words of the clause');
  });
});

test('a message about no invoice is not written', () => {
  expect(() => composed('Light', { about: [] })).toThrow('needs an invoice');
});

describe('a broken promise', () => {
  const brokenPromise = plainDate('2026-11-20');

  test.each(['Light', 'Firm', 'Formal'] as const)('is referred to by a %s message', (kind) => {
    const { text, html } = composed(kind, { about: [line({ brokenPromise })] });

    expect(text).toContain('You had planned payment for 20 November 2026');
    expect(html).toContain('You had planned payment for 20 November 2026');
  });

  test('that there was not is not spoken of', () => {
    expect(composed('Firm').text).not.toContain('planned');
  });

  test('of one invoice among several names it', () => {
    const { text } = composed('Firm', { about: [line(), secondLine({ brokenPromise })] });

    expect(text).toContain('planned payment for 20 November 2026 (NORTH-0043)');
  });

  test('for two days names both, in their order', () => {
    const about = [line({ brokenPromise }), secondLine({ brokenPromise: plainDate('2026-11-19') })];

    expect(composed('Firm', { about }).text).toContain(
      'planned payment for 19 November 2026 (NORTH-0043) and 20 November 2026 (NORTH-0042)',
    );
  });
});

describe('the greeting', () => {
  test.each([
    { financeContact: 'Dana Osei', greets: 'Hello Dana Osei,' },
    { financeContact: '\n  Dana Osei \nAccounts, 3rd floor', greets: 'Hello Dana Osei,' },
    { financeContact: '  ', greets: 'Hello,' },
  ])('of $financeContact is $greets', ({ financeContact, greets }) => {
    const { text } = composed('Light', { client: { id: 'client-1', name: 'Harbour Museum', financeContact } });

    expect(text.startsWith(`${greets}\n\n`)).toBe(true);
  });
});

describe('around the words', () => {
  test('recipients stay as they were planned', () => {
    expect(composed('Light')).toMatchObject({ to: 'accounts@harbour.example', cc: ['dana@harbour.example'] });
  });

  test('answers go to the sender', () => {
    expect(composed('Light').replyTo).toEqual({ name: 'Ines Calder', address: 'ines@north.example' });
  });

  test.each([null, '', 'ines', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'a\0@b.example'])(
    'answers go to whom the mail comes from where the address of the sender is %j',
    (email) => {
      expect(composed('Light', { sender: { name: 'Ines', email, notionId: null } }).replyTo).toBeUndefined();
    },
  );

  test('the Message-ID is what was given, at our domain', () => {
    expect(composed('Light').messageId).toBe('light.in_1.2026-11-16@north.example');
  });

  test('a sender without a business signs alone', () => {
    const mail = compose(planned('Light'), { ...composing, from: { domain: 'north.example' } });

    expect(mail.text.endsWith('Kind regards,\nInes Calder\n')).toBe(true);
  });
});
