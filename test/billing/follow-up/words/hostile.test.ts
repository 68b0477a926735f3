import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../../src/billing/calendar.ts';
import { MESSAGE_KINDS, type MessageLine, type PlannedMessage } from '../../../../src/billing/follow-up/message.ts';
import { oneLine } from '../../../../src/billing/follow-up/words/clean.ts';
import { compose } from '../../../../src/billing/follow-up/words/compose.ts';
import { formatMoney } from '../../../../src/billing/money.ts';
import { composed, composing, line, planned, sum } from './sample.ts';

/** What people, and those who mean harm, may put into a name. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '<script>',
        '</p>',
        '"',
        "'",
        '&',
        '&lt;',
        '\r\nBcc: x@y.example',
        '\n\n',
        '\u2028',
        '\0',
        '\u202e',
        '\u2069',
        'אבג',
        '{{sender}}',
        '{{invoices:a|b}}',
        '$&',
        ' onload=x',
        'x',
        '- ',
        '> ',
        '\ud800',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const kind = fc.constantFrom(...MESSAGE_KINDS);
const day = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => plainDate(date.toISOString().slice(0, 10)));

const lineOf = (text: fc.Arbitrary<string>): fc.Arbitrary<MessageLine> =>
  fc
    .record({
      invoiceId: text,
      number: fc.stringMatching(/^[A-Z0-9]{1,12}-\d{4}$/),
      milestone: text,
      project: text,
      minor: fc.integer({ min: 1, max: 99_999_999 }),
      currency: fc.constantFrom('EUR', 'USD', 'JPY', 'ISK'),
      due: day,
      daysOverdue: fc.integer({ min: 1, max: 900 }),
      url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
      pdfUrl: fc.option(fc.webUrl()),
      poNumber: text,
      brokenPromise: fc.option(day, { nil: undefined }),
    })
    .map(({ minor, currency, ...rest }) => ({
      ...rest,
      total: sum(99_999_999, currency),
      remaining: sum(minor, currency),
    }));

const messageOf = (text: fc.Arbitrary<string>): fc.Arbitrary<PlannedMessage> =>
  fc
    .record({
      kind,
      client: fc.record({ id: text, name: text, financeContact: text }),
      sender: fc.record({
        name: text,
        email: fc.option(fc.oneof(text, fc.emailAddress())),
        notionId: fc.constant(null),
      }),
      language: text,
      about: fc.array(lineOf(text), { minLength: 1, maxLength: 5 }),
      beside: fc.array(lineOf(text), { maxLength: 3 }),
      clause: text.map((words) => `7.3 ${words}`),
      earlier: fc.array(day, { minLength: 1, maxLength: 3 }),
      payBy: day,
    })
    .map(({ clause, earlier, payBy, ...rest }) => ({
      ...planned('Light'),
      ...rest,
      formal: { clause, earlier, payBy },
    }));

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Tags without what their attributes say: the shape of the page. */
const shapeOf = (html: string): readonly string[] =>
  [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));

/** The same message with harmless words wherever there are any. */
function tamed(message: PlannedMessage): PlannedMessage {
  const tame = (text: string): string => (oneLine(text) === '' ? '' : 'words');
  const lines = (all: readonly MessageLine[]): readonly MessageLine[] =>
    all.map((one) => ({
      ...one,
      milestone: tame(one.milestone),
      project: tame(one.project),
      poNumber: tame(one.poNumber),
    }));
  const { client, sender, formal } = message;
  return {
    ...message,
    client: { ...client, name: tame(client.name), financeContact: tame(client.financeContact) },
    sender: { ...sender, name: tame(sender.name) },
    about: lines(message.about),
    beside: lines(message.beside),
    formal: formal && {
      ...formal,
      clause: formal.clause
        .split(/\r\n|[\n\r\u2028\u2029]/)
        .map(tame)
        .join('\n'),
    },
  };
}

const written = (message: PlannedMessage, id = 'id') => compose(message, { ...composing, id });

test('nothing that a name holds changes the shape of the page', () => {
  fc.assert(
    fc.property(messageOf(hostile), (message) => {
      expect(shapeOf(written(message).html)).toEqual(shapeOf(written(tamed(message)).html));
    }),
  );
});

test('nothing that a name holds adds a line to the text', () => {
  const lineCount = (text: string): number => text.split(/[\n\r\u2028\u2029\v\f\u0085]/).length;

  fc.assert(
    fc.property(messageOf(hostile), (message) => {
      expect(lineCount(written(message).text)).toBe(lineCount(written(tamed(message)).text));
    }),
  );
});

test('nothing that a name holds breaks a header', () => {
  fc.assert(
    fc.property(messageOf(hostile), hostile, (message, id) => {
      const { subject, replyTo, messageId, language } = written(message, id);

      expect(`${subject}${replyTo?.name}${replyTo?.address}${language}`).not.toMatch(/[\p{Cc}\u2028\u2029\p{Cs}]/u);
      expect(subject).not.toBe('');
      expect(messageId).toMatch(/^[\w.-]*@north\.example$/);
    }),
  );
});

test('every invoice is named with what remains and its link, as text and as HTML', () => {
  fc.assert(
    fc.property(messageOf(hostile), (message) => {
      const { text, html } = written(message);
      const lines = text.split('\n');
      for (const { number, remaining, url } of message.about) {
        const own = lines.filter((found) => found.startsWith(`- ${number} · `) && found.includes(`: ${url}`));
        expect(own.length).toBeGreaterThan(0);
        expect(html).toContain(`<strong>${number}</strong>`);
        expect(html).toContain(`href="${escaped(url ?? '')}"`);
        if (message.kind === 'Thank-you') continue;
        expect(own.some((found) => found.includes(`Remaining: ${formatMoney(remaining)} · `))).toBe(true);
        expect(html).toContain(`<strong>${formatMoney(remaining)}</strong>`);
      }
    }),
  );
});

describe('a name', () => {
  const withName = (milestone: string) => composed('Light', { about: [line({ milestone })] });

  test('is shown as it is typed', () => {
    const { text, html } = withName('R&D <phase 2> "final"');

    expect(text).toContain('For: R&D <phase 2> "final" (Website');
    expect(html).toContain('For: R&amp;D &lt;phase 2&gt; &quot;final&quot; (Website');
  });

  test('that looks like a placeholder is a name', () => {
    expect(withName('{{sender}}').text).toContain('For: {{sender}} (');
  });

  test('that runs from right to left is kept apart from the words around it', () => {
    const { text, html } = withName('עיצוב ראשוני');

    expect(text).toContain('For: \u2068עיצוב ראשוני\u2069 (Website relaunch)');
    expect(html).toContain('For: \u2068עיצוב ראשוני\u2069 (Website relaunch)');
  });

  test('cannot turn the line around', () => {
    expect(withName('evil\u202eexe.fdp\u2066').text).toContain('For: evilexe.fdp (');
  });

  test('may be long, the subject may not', () => {
    const number = '🚀'.repeat(300);
    const { subject, text } = composed('Light', { about: [line({ number })] });

    expect([...subject]).toHaveLength(200);
    expect(subject).toMatch(/^Invoice 🚀+…$/u);
    expect(text).toContain(number);
  });
});

describe('a link', () => {
  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://a.example/\r\nx',
    'https://a.example/ x',
    'ftp://a.example',
    '',
  ])('%j is not one', (url) => {
    const { text, html } = composed('Light', { about: [line({ url, pdfUrl: url })] });

    expect(html).not.toContain('<a ');
    expect(text).not.toMatch(/Pay:|PDF:/);
  });

  test('cannot leave its attribute', () => {
    const { html } = composed('Light', { about: [line({ url: `https://a.example/?a=1&b="><script>'` })] });

    expect(html).toContain('href="https://a.example/?a=1&amp;b=&quot;&gt;&lt;script&gt;&#39;"');
  });
});

test('the page loads nothing and sets no colours but grey', () => {
  for (const kind of MESSAGE_KINDS) {
    const { html } = composed(kind);

    expect(html).not.toMatch(/<(img|script|link|style|iframe|form)\b|url\(|@import| src=/i);
    expect(html.match(/#[0-9a-f]{3,8}\b/gi)?.every((colour) => colour === '#888') ?? true).toBe(true);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('width=device-width');
  }
});
