import { describe, expect, test } from 'vitest';
import { templateProblems } from '../../../../src/billing/follow-up/words/check-template.ts';
import { ENGLISH } from '../../../../src/billing/follow-up/words/english.ts';
import { TEXT_NAMES, type TextName } from '../../../../src/billing/follow-up/words/texts.ts';

const COMPLETE: Readonly<Record<TextName, string>> = {
  courtesy: '{{invoices}}\n{{sender}}',
  light: '{{invoices}}\n{{promise}}\n{{others}}\n{{sender}}',
  firm: '{{invoices}}\n{{promise}}\n{{others}}\n{{sender}}',
  formal: '{{invoices}}\n{{promise}}\n{{clause}}\n{{earlier}} {{payBy}} {{sender}}',
  failure: '{{invoices}}\n{{others}}\n{{sender}}',
  thanks: 'Thanks!',
};

const problems = (name: TextName, text: string, subject = 'Words') =>
  templateProblems(name, { subject, text }).map(({ field, what }) => `${field} ${what}`);

test.each(TEXT_NAMES)('the shipped text "%s" says all it must', (name) => {
  expect(templateProblems(name, ENGLISH[name])).toEqual([]);
});

test.each(TEXT_NAMES)('a text "%s" with no more than it must say is right', (name) => {
  expect(problems(name, COMPLETE[name])).toEqual([]);
});

describe('what a text must say', () => {
  test.each<{ name: TextName; without: string }>([
    ...(['invoices', 'promise', 'others', 'sender'] as const).flatMap((without) => [
      { name: 'light', without } as const,
      { name: 'firm', without } as const,
    ]),
    ...['invoices', 'promise', 'clause', 'earlier', 'payBy', 'sender'].map(
      (without) => ({ name: 'formal', without }) as const,
    ),
    ...['invoices', 'others', 'sender'].map((without) => ({ name: 'failure', without }) as const),
  ])('$name is refused without {{$without}}', ({ name, without }) => {
    const found = problems(name, COMPLETE[name].replace(`{{${without}}}`, 'words'));

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`text must have {{${without}}} somewhere: `);
  });

  test('is not said on a line that another placeholder may take away', () => {
    const text = COMPLETE.formal.replace('{{payBy}}', '{{payBy}} {{contact}}');

    expect(problems('formal', text)).toEqual([
      expect.stringContaining('text must have {{earlier}} on a line that is always there'),
      expect.stringContaining('text must have {{payBy}} on a line that is always there'),
      expect.stringContaining('text must have {{sender}} on a line that is always there'),
    ]);
  });

  test('is not said in one wording of a choice', () => {
    const inOne = COMPLETE.formal.replace('{{payBy}}', '{{invoices:{{payBy}}|soon}}');
    const inBoth = COMPLETE.formal.replace('{{payBy}}', '{{invoices:{{payBy}}|by {{payBy}}}}');

    expect(problems('formal', inOne)).toEqual([expect.stringContaining('must have {{payBy}} on a line that is')]);
    expect(problems('formal', inBoth)).toEqual([]);
  });

  test('is asked for after what cannot be read is mended', () => {
    expect(problems('light', '{{invoices')).toEqual([expect.stringContaining('cannot be read at "{{invoices": write')]);
  });
});

describe('a wrong text', () => {
  test.each<{ name: TextName; has: string; says: string }>([
    {
      name: 'light',
      has: '{{sumn}}',
      says: 'names {{sumn}}, which is no placeholder here; allowed: greeting, contact,',
    },
    { name: 'light', has: '{{daysOverdue}}', says: 'names {{daysOverdue}}, which is no placeholder here' },
    { name: 'firm', has: '{{clause}}', says: 'names {{clause}}, which is no placeholder here' },
    { name: 'thanks', has: '{{sum}}', says: 'names {{sum}}, which is no placeholder here' },
    { name: 'light', has: '{{constructor}}', says: 'names {{constructor}}, which is no placeholder here' },
    { name: 'light', has: '{{invoices:{{foo}}|b}}', says: 'names {{foo}}, which is no placeholder here' },
    { name: 'light', has: 'see {{others}}', says: 'must have {{others}} on a line of its own' },
    { name: 'light', has: '{{invoices:{{others}}|b}}', says: 'must have {{others}} on a line of its own' },
    { name: 'light', has: '{{sum:a|b}}', says: 'cannot choose by "sum"; a choice here begins with invoices:' },
    { name: 'light', has: '{{daysOverdue:a|b}}', says: 'cannot choose by "daysOverdue"' },
    {
      name: 'firm',
      has: '{{sum:a|b}}',
      says: 'cannot choose by "sum"; a choice here begins with invoices: or daysOverdue:',
    },
    { name: 'firm', has: '{{invoices:a}}', says: 'cannot be read at "{{invoices:": write {{name}}, or' },
    { name: 'firm', has: '{{invoices:a|b|c}}', says: 'cannot be read' },
    { name: 'firm', has: '{{}}', says: 'cannot be read' },
    { name: 'firm', has: '{{sum', says: 'cannot be read at "{{sum"' },
  ])('of $name with $has is refused', ({ name, has, says }) => {
    expect(problems(name, `${COMPLETE[name]}\n${has}`)[0]).toContain(`text ${says}`);
  });

  test('that is empty is refused', () => {
    expect(problems('thanks', ' \n')).toEqual(['text must not be empty']);
  });
});

describe('a wrong subject', () => {
  test.each([
    { subject: ' ', says: 'subject must be one line of words' },
    { subject: 'a\nb', says: 'subject must be one line of words' },
    { subject: '{{invoices}}', says: 'subject cannot have {{invoices}}' },
    { subject: 'for {{contact}}', says: 'subject cannot have {{contact}}' },
    { subject: '{{subject}}', says: 'subject names {{subject}}, which is no placeholder here' },
    { subject: '{{invoices:a', says: 'subject cannot be read' },
  ])('is refused: $subject', ({ subject, says }) => {
    expect(problems('thanks', 'Thanks!', subject)[0]).toContain(says);
  });
});
