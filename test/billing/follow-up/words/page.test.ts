import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../../src/billing/calendar.ts';
import { MESSAGE_KINDS, type MessageKind, type PlannedMessage } from '../../../../src/billing/follow-up/message.ts';
import { compose } from '../../../../src/billing/follow-up/words/compose.ts';
import { MUST_SAY, PLACEHOLDERS, type Placeholder } from '../../../../src/billing/follow-up/words/placeholders.ts';
import { SHIPPED_ONLY, TEXT_NAMES, type Texts, textName } from '../../../../src/billing/follow-up/words/texts.ts';
import { parsePolicy } from '../../../../src/config/read-policy.ts';
import { composing, line, planned, secondLine } from './sample.ts';

const PAGE = path.join(import.meta.dirname, '../../../../docs/follow-up-texts.md');
const page = readFileSync(PAGE, 'utf8');

/** Each text once, and between them what not every message says: several invoices, a promise, others. */
const SAMPLES: Readonly<Record<MessageKind, Partial<PlannedMessage>>> = {
  'Courtesy note': { about: [line({ daysOverdue: 0 })] },
  Light: {},
  Firm: {
    about: [line({ daysOverdue: 7, brokenPromise: plainDate('2026-11-18') }), secondLine({ daysOverdue: 8 })],
    beside: [secondLine({ number: 'NORTH-0047', milestone: 'Photography', due: plainDate('2026-11-19') })],
  },
  Formal: { about: [line({ daysOverdue: 14 })] },
  'Failure notice': {},
  'Thank-you': {},
};

const written = (kind: MessageKind, texts: Texts): string => {
  const { subject, text } = compose(planned(kind, SAMPLES[kind]), { ...composing, texts });
  return `\`\`\`text\nSubject: ${subject}\n\n${text}\`\`\``;
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function placeholderRow([name, placeholder]: [string, Placeholder]): string {
  const where = placeholder.within.length === TEXT_NAMES.length ? 'all' : placeholder.within.join(', ');
  return row([`\`{{${name}}}\``, placeholder.means, where, placeholder.mayBeEmpty === true ? 'yes' : '']);
}

const germanYaml = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
const german = (): Texts => {
  const parsed = parsePolicy(germanYaml);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.value.followUp;
};

const PARTS: Readonly<Record<string, () => string>> = {
  samples: () => MESSAGE_KINDS.map((kind) => `### ${kind}\n\n${written(kind, SHIPPED_ONLY)}`).join('\n\n'),
  placeholders: () =>
    [
      row(['placeholder', 'stands for', 'in', 'may be empty']),
      '|---|---|---|---|',
      ...Object.entries(PLACEHOLDERS).map(placeholderRow),
    ].join('\n'),
  'must say': () =>
    TEXT_NAMES.map((name) => {
      const needs = MUST_SAY[name].map((needed) => `\`{{${needed}}}\``).join(', ');
      return `- \`${name}\`: ${needs === '' ? 'nothing' : needs}`;
    }).join('\n'),
  'german sample': () => written('Light', german()),
};

/** The page with the part between two marks replaced. */
function withPart(text: string, name: string, content: string): string {
  const [before, after] = text.split(`<!-- ${name}: `);
  const mark = after?.slice(0, after.indexOf('\n'));
  const rest = after?.slice(after.indexOf('<!-- end -->'));
  return `${before}<!-- ${name}: ${mark}\n\n${content}\n\n${rest}`;
}

// After a change of the shipped texts: `npm run vitest -- run --project unit test/billing/follow-up/words --update`.
test('the page shows the texts and placeholders as they are', async () => {
  let asItIs = page;
  for (const [name, content] of Object.entries(PARTS)) {
    expect(page.split(`<!-- ${name}: `), name).toHaveLength(2);
    asItIs = withPart(asItIs, name, content());
  }

  await expect(asItIs).toMatchFileSnapshot(PAGE);
});

describe('the German example', () => {
  test.each(MESSAGE_KINDS)('has a text of its own for %s', (kind) => {
    const mail = compose(planned(kind, { ...SAMPLES[kind], language: 'de' }), { ...composing, texts: german() });

    expect(mail.language).toBe('de');
    expect(mail.text).toMatch(/^Guten Tag Dana Osei,/);
    expect(`${mail.subject}\n${mail.text.replace(/https:\S+|^> .*/gm, '')}`).not.toMatch(
      /\b(the|is|are|invoices?|Due|Remaining|Pay|Sum|Also)\b/,
    );
    expect(Object.keys(german().templates.de ?? {})).toContain(textName[kind]);
  });
});
