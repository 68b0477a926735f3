import { z } from 'zod';
import { templateProblems } from '../billing/follow-up/words/check-template.ts';
import { isLanguage } from '../billing/follow-up/words/language.ts';
import { type LabelName, SHIPPED_ONLY, type TextName } from '../billing/follow-up/words/texts.ts';

const NO_LANGUAGE = 'must be the code of a language, such as de or pt-BR';

const language = z.string().refine(isLanguage, NO_LANGUAGE);

const template = (name: TextName) =>
  z
    .strictObject({
      subject: z.string().describe('One line, with placeholders such as {{numbers}}'),
      text: z.string().describe('Paragraphs with placeholders such as {{invoices}}, see docs/follow-up-texts.md'),
    })
    .superRefine((own, context) => {
      for (const { field, what } of templateProblems(name, own))
        context.addIssue({ code: 'custom', path: [field], message: what });
    })
    .optional();

const label = z
  .string()
  .trim()
  .regex(/^.{1,40}$/, 'must be one line of 1 to 40 letters')
  .optional();

const labels = z
  .strictObject({
    greeting: label,
    invoice: label,
    for: label,
    po: label,
    due: label,
    daysOverdue: label,
    remaining: label,
    sum: label,
    pay: label,
    view: label,
    pdf: label,
    others: label,
  } satisfies Record<LabelName, typeof label>)
  .optional()
  .describe('Words around the list of invoices');

const ownTexts = z.strictObject({
  courtesy: template('courtesy'),
  light: template('light'),
  firm: template('firm'),
  formal: template('formal'),
  failure: template('failure'),
  thanks: template('thanks'),
  labels,
} satisfies Record<TextName | 'labels', z.ZodType>);

/** `followUp.language` and `followUp.templates` of `milepost.config.yaml`: together they are `Texts`. */
export const texts = {
  language: language.default(SHIPPED_ONLY.language).describe('Language of messages to clients that have none'),
  templates: z
    .record(language, ownTexts, { error: ({ code }) => (code === 'invalid_key' ? NO_LANGUAGE : undefined) })
    .default({})
    .describe('Own texts: language → text → subject and text'),
};
