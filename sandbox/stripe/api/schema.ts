import { z } from 'zod';

/** Parameters arrive as text; these read and check them. Field names are Stripe's own. */

const integerText = (text: string, ctx: z.RefinementCtx): number => {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  ctx.addIssue({ code: 'custom', message: `Invalid integer: ${text}`, params: { code: 'parameter_invalid_integer' } });
  return z.NEVER;
};

export const integer = z.string().transform(integerText);

export const positiveInteger = integer.refine((value) => value >= 0, {
  message: 'This value must be greater than or equal to 0.',
});

export const flag = z.string().transform((text, ctx): boolean => {
  if (text === 'true' || text === 'false') return text === 'true';
  ctx.addIssue({ code: 'custom', message: `Invalid boolean: ${text}` });
  return z.NEVER;
});

export const decimal = z.string().regex(/^-?\d+(\.\d{1,12})?$/, 'Invalid decimal.');

/** Longer texts than any field takes. */
export const text = z.string().max(5000);

/** An id or another value that must not be empty. */
export const required = z.string().transform((value, ctx): string => {
  if (value !== '') return value;
  ctx.addIssue({
    code: 'custom',
    message: 'You passed an empty string. This parameter cannot be unset.',
    params: { code: 'parameter_invalid_empty' },
  });
  return z.NEVER;
});

export const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) => z.enum(values);

/** A list; one that was emptied arrives as an empty text. */
export const emptyable = <T extends z.ZodType>(schema: T) => z.union([z.literal(''), schema]);

export const metadata = emptyable(
  z.record(
    z.string().refine((key) => !/[[\]]/.test(key), 'Metadata keys cannot contain square brackets.'),
    z.string(),
  ),
);

export const customFields = emptyable(z.array(z.strictObject({ name: required, value: required })));

export const period = z.strictObject({ start: integer, end: integer });

export const range = z.union([
  integer,
  z.strictObject({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
]);
export type Range = z.output<typeof range>;

/** How bank transfers of a customer are matched with invoices. */
export const cashBalanceSettings = z.strictObject({
  reconciliation_mode: oneOf('automatic', 'manual', 'merchant_default').optional(),
});

/** What every list takes. */
export const paging = {
  ending_before: required.optional(),
  limit: integer.refine((value) => value >= 1 && value <= 100, 'This value must be between 1 and 100.').optional(),
  starting_after: required.optional(),
};
