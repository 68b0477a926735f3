import { z } from 'zod';
import { texts } from './templates.ts';

const hour = (at: number) => z.int('must be a whole hour').min(0).max(24, 'must be at most 24').default(at);

/** `followUp` of `milepost.config.yaml`: how late invoices are followed up (Rules 11 to 13). */
export const followUp = z
  .strictObject({
    held: z.boolean('must be true or false').default(false).describe('While true, no message goes out to any client'),
    sendingHours: z
      .strictObject({ from: hour(9), to: hour(16) })
      .refine(({ from, to }) => from < to, 'must begin before they end')
      .prefault({})
      .describe('Between which hours messages leave, in the zone of the client'),
    formalAfterDays: z
      .int('must be a whole number of days')
      .min(14, 'must be at least 14')
      .max(365)
      .default(14)
      .describe('Days after the due date from which a formal message may go out, where the contract allows one'),
    formalFrom: z
      .number()
      .min(0)
      .default(50)
      .describe('Below this remaining amount (major units) nothing formal goes out'),
    smallBalance: z
      .number()
      .min(0)
      .default(0)
      .describe('What remains at or below this amount (major units) is not followed up'),
    whilePaused: z
      .enum(['continue', 'suspend'])
      .default('continue')
      .describe('Whether invoices of a paused project are followed up'),
    repeats: z
      .int()
      .min(0)
      .max(3, 'must be at most 3')
      .default(0)
      .describe('How often the firm message is repeated, every 14 days, once the last step has gone out'),
    courtesy: z
      .boolean('must be true or false')
      .default(false)
      .describe('Remind the client of an invoice three business days before it is due'),
    thankYou: z.boolean('must be true or false').default(false).describe('Thank the client once an invoice is paid'),
    comments: z
      .boolean('must be true or false')
      .default(true)
      .describe('Comment beside the milestone on each message that went out'),
    morningList: z
      .boolean('must be true or false')
      .default(true)
      .describe('Mail the default billing owner what will go out, an hour before'),
    ...texts,
  })
  .prefault({});
