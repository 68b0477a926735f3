import { z } from 'zod';
import { isPlainDate } from '../billing/calendar.ts';
import { parseCurrency } from '../billing/currency.ts';
import { TRIGGERS } from '../billing/facts.ts';
import { refuse } from './addresses.ts';
import { cronProblem } from './cron.ts';
import { followUp } from './follow-up.ts';
import { notionId } from './identifiers.ts';

const days = z
  .int('must be a whole number of days')
  .min(0, 'must not be negative')
  .max(365, 'must be at most 365 days');

const timeZone = z.string().refine(isTimeZone, 'must be the name of a time zone, such as Europe/London');

const currency = z
  .string()
  .transform((text, context) => parseCurrency(text) ?? refuse(context, 'must be a currency code, such as EUR'));

const day = z.string().transform((text, context) => {
  return isPlainDate(text) ? text : refuse(context, 'must be an existing date, written YYYY-MM-DD');
});

const cron = z.string().superRefine((text, context) => {
  const problem = cronProblem(text);
  if (problem !== undefined) refuse(context, problem);
});

const budget = (requests: number, seconds: number) =>
  z
    .strictObject({
      requests: z.int().positive().default(requests).describe('Calls allowed in any such time'),
      seconds: z.number().positive().default(seconds),
    })
    .prefault({});

const planPart = z
  .strictObject({
    name: z.string().min(1).describe('Name of the milestone that is made of it'),
    trigger: z.enum(TRIGGERS),
    share: z.number().positive().max(100).optional().describe('Percent of the value of the deal'),
    amount: z.number().positive().optional().describe('Major units of the currency of the deal'),
    afterDays: days
      .optional()
      .describe(
        'Planned date, counted in days from the day on which the project is made; a deposit without it: that day',
      ),
  })
  .refine(({ share, amount }) => (share === undefined) !== (amount === undefined), 'needs either share or amount');

const paymentPlan = z
  .array(planPart)
  .min(1, 'needs at least one part')
  .refine(
    sharesFit,
    'has shares that do not add up to 100 (or, beside amounts, to less; a deposit that is taken off again does not count)',
  );

const perDatabase = <T extends z.ZodType>(own: T) =>
  z.strictObject({ milestones: own, projects: own, clients: own, deals: own });

const ownNames = z.record(z.string(), z.string().min(1));

/** `milepost.config.yaml`: how this business bills, and what its Notion calls things. Every key has a default. */
export const Policy = z.strictObject({
  timeZone: timeZone.default('UTC').describe('Zone of the business; every calendar date is one of this zone'),
  currency: currency.prefault('EUR').describe('Currency where neither milestone nor client names one'),
  paymentTermsDays: days.default(14).describe('Days from issue to due date where the client has none of its own'),
  holidays: z.array(day).default([]).describe('Dates that are no business days, beside those of holidayCountry'),
  holidayCountry: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country code such as GB, or one with its region such as GB-ENG')
    .optional(),
  approval: z
    .strictObject({
      quietPeriodSeconds: z
        .int()
        .min(0)
        .max(86_400)
        .default(120)
        .describe('Wait after an approval, in which it can be taken back'),
      reviewWindowDays: days
        .default(5)
        .describe('Business days in which a delivery should be decided on, before it counts as a mismatch'),
      remind: z
        .boolean()
        .default(true)
        .describe('Comment beside a delivery each time that such a window has passed without a decision'),
      confirmAfterDays: days
        .default(30)
        .describe('What has waited longer than this is billed only once its owner confirms it'),
    })
    .prefault({}),
  dueSoonDays: days.default(7).describe('Days before the due date on which an invoice becomes Due soon'),
  followUp,
  deposit: z
    .strictObject({
      creditedTo: z
        .enum(['final', 'nothing'])
        .default('final')
        .describe('Whether the last milestone takes off what a deposit on top of the price has billed'),
    })
    .prefault({}),
  retainer: z
    .strictObject({
      everyMonths: z.int().min(1).max(12).default(1).describe('Months from one renewal to the next'),
    })
    .prefault({}),
  taxIdRequiredIn: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two letters, such as DE'))
    .default([])
    .describe('Countries whose clients need a tax id before they are billed'),
  closeout: z
    .strictObject({
      comment: z.boolean().default(true).describe('Comment once beside a milestone that is paid'),
    })
    .prefault({}),
  review: z
    .strictObject({
      schedule: cron.default('0 7 * * 1').describe('When the weekly sheet is written (cron, in timeZone)'),
    })
    .prefault({}),
  sweep: z
    .strictObject({
      everySeconds: z
        .int()
        .min(10, 'must be at least 10')
        .default(600)
        .describe('Pause between two looks at everything'),
    })
    .prefault({}),
  defaultBillingOwner: z
    .email('must be an e-mail address')
    .optional()
    .describe('Responsible where Notion names nobody'),
  paymentPlans: z
    .record(z.string().min(1), paymentPlan)
    .default({})
    .describe('Plans that a deal may name, each a list of parts'),
  proposal: z
    .strictObject({
      create: z.boolean().default(true).describe('Make a page for a deal in Proposal sent that links no proposal'),
      template: notionId
        .optional()
        .describe(
          'Page whose text a new proposal begins with: its address or id; without one a plain list of the fields',
        ),
    })
    .prefault({}),
  newProjects: z
    .strictObject({
      kickoffWaitsFor: z
        .enum(['Payment', 'Invoice', 'Nothing'])
        .default('Payment')
        .describe('What of the deposit work waits for'),
      partialApproval: z
        .enum(['Wait for full', 'Bill approved part'])
        .default('Wait for full')
        .describe('Whether an approved part is billed by itself'),
      whenPaused: z
        .enum(['Bill if earned', 'Defer until resume'])
        .default('Bill if earned')
        .describe('What becomes of an approval when the project is paused'),
      pausedRetainer: z
        .enum(['Skip', 'Full', 'Prorate'])
        .default('Skip')
        .describe('What a retainer bills for periods of a pause'),
    })
    .prefault({})
    .describe('Policies of the project that a won deal becomes; anybody may change them on the project'),
  limits: z
    .strictObject({
      notion: budget(180, 60),
      stripe: budget(20, 1),
      stripeReads: z
        .int()
        .positive()
        .default(10_000)
        .describe('Reads that Stripe allows in thirty days: 500 for each transaction, and never fewer than 10,000'),
      sheets: budget(50, 60),
    })
    .prefault({}),
  shadow: z
    .boolean('must be true or false')
    .default(false)
    .describe('Write nothing to Stripe and send nothing; say what would happen'),
  notion: z
    .strictObject({
      properties: perDatabase(ownNames.default({}))
        .prefault({})
        .describe('Own names of properties: usual name → own name'),
      options: perDatabase(z.record(z.string(), ownNames).default({}))
        .prefault({})
        .describe('Own names of options: property → usual option → own option'),
    })
    .prefault({}),
});

export type Policy = z.infer<typeof Policy>;

function isTimeZone(name: string): boolean {
  // An offset such as +01:00 is accepted by Intl, but it knows no summer time.
  if (/^[+-]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

type Shared = { readonly trigger: string; readonly share?: number | undefined };

const sumOf = (parts: readonly Shared[]): number => parts.reduce((sum, { share = 0 }) => sum + share, 0);
const isWhole = (percent: number): boolean => Math.abs(percent - 100) < 0.01;

/**
 * Shares alone must make the whole; beside fixed amounts they must leave something for these. A deposit may come on top of the
 * work, because the last invoice takes it off again.
 */
function sharesFit(parts: readonly Shared[]): boolean {
  const work = parts.filter(({ trigger }) => trigger !== 'Deposit');
  const hasAmount = (some: readonly Shared[]): boolean => some.some(({ share }) => share === undefined);
  if (hasAmount(work)) return sumOf(work) < 100;
  return isWhole(sumOf(work)) || (hasAmount(parts) ? sumOf(parts) < 100 : isWhole(sumOf(parts)));
}
