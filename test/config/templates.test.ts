import { describe, expect, test } from 'vitest';
import { LABEL_NAMES, TEXT_NAMES, type Texts } from '../../src/billing/follow-up/words/texts.ts';
import { policyJsonSchema } from '../../src/config/json-schema.ts';
import { parsePolicy } from '../../src/config/read-policy.ts';

const problemsIn = (yaml: string): readonly string[] => {
  const parsed = parsePolicy(yaml);
  return 'problems' in parsed ? parsed.problems.map(({ where, what, mend }) => `${where} ${what} ${mend}`) : [];
};

/** What the file gives to whoever writes messages; fails to compile when the two do not fit. */
function textsIn(yaml: string): Texts {
  const parsed = parsePolicy(yaml);
  if ('problems' in parsed) throw new Error('The file is wrong.');
  const { language, templates } = parsed.value.followUp;
  return { language, templates };
}

const german = (text: string, subject = 'Rechnung {{numbers}}') => `
followUp:
  templates:
    de:
      firm:
        subject: "${subject}"
        text: "${text}"
`;

const COMPLETE = '{{invoices}}\\n{{promise}}\\n{{others}}\\n{{sender}}';

describe('texts of follow-up messages', () => {
  test('are the shipped ones in English where the file says nothing', () => {
    expect(textsIn('')).toEqual({ language: 'en', templates: {} });
  });

  test('may be set for one step of one language alone', () => {
    expect(textsIn(german(COMPLETE))).toEqual({
      language: 'en',
      templates: {
        de: { firm: { subject: 'Rechnung {{numbers}}', text: '{{invoices}}\n{{promise}}\n{{others}}\n{{sender}}' } },
      },
    });
  });

  test('may be labels without a template', () => {
    const yaml = 'followUp: { language: pt-BR, templates: { pt-BR: { labels: { due: " Vencimento " } } } }';

    expect(textsIn(yaml)).toEqual({ language: 'pt-BR', templates: { 'pt-BR': { labels: { due: 'Vencimento' } } } });
  });

  test.each([
    {
      yaml: german(`${COMPLETE} {{nmubers}}`),
      says: 'followUp.templates.de.firm.text names {{nmubers}}, which is no placeholder here; allowed: greeting, contact,',
    },
    {
      yaml: german(COMPLETE, '{{clause}}'),
      says: 'followUp.templates.de.firm.subject names {{clause}}, which is no placeholder here',
    },
    {
      yaml: german('{{invoices}}\\n{{promise}}\\n{{others}}'),
      says: 'followUp.templates.de.firm.text must have {{sender}} somewhere: the name of the person who answers Change it',
    },
    {
      yaml: 'followUp: { templates: { de: { formal: { subject: a, text: "{{invoices}}" } } } }',
      says: 'followUp.templates.de.formal.text must have {{clause}} somewhere',
    },
    {
      yaml: 'followUp: { templates: { de: { frim: {} } } }',
      says: 'followUp.templates.de.frim is not a known key Did you mean followUp.templates.de.firm?',
    },
    {
      yaml: 'followUp: { templates: { de: { labels: { overdue: a } } } }',
      says: 'followUp.templates.de.labels.overdue is not a known key Known here: greeting, invoice,',
    },
    {
      yaml: 'followUp: { templates: { de: { labels: { due: "a\\nb" } } } }',
      says: 'followUp.templates.de.labels.due must be one line of 1 to 40 letters',
    },
    {
      yaml: 'followUp: { templates: { german: {} } }',
      says: 'followUp.templates.german must be the code of a language, such as de or pt-BR Change it',
    },
    { yaml: 'followUp: { language: xx }', says: 'followUp.language must be the code of a language' },
    { yaml: 'followUp: { templates: { de-at: {} } }', says: 'followUp.templates.de-at must be the code of a language' },
    { yaml: 'followUp: { templates: { de: { thanks: { subject: a } } } }', says: 'followUp.templates.de.thanks.text ' },
  ])('are refused: $says', ({ yaml, says }) => {
    expect(problemsIn(yaml).join('\n')).toContain(says);
  });

  test('are refused with all that is wrong at once', () => {
    expect(
      problemsIn('followUp: { templates: { de: { formal: { subject: "", text: "{{invoices}}" } } } }'),
    ).toHaveLength(6);
  });

  test('have every text and every label in the published schema', () => {
    const schema = JSON.stringify(policyJsonSchema());

    for (const name of [...TEXT_NAMES, ...LABEL_NAMES]) expect(schema).toContain(`"${name}":{`);
  });
});
