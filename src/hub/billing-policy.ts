import { parseSender } from '../../connectors/mail/compose.ts';
import type { Policy } from '../billing/facts.ts';
import type { Config } from '../config/config.ts';

/** Without a mail server of the team's own, Stripe mails. */
function followUpPolicy(configured: Config['policy']['followUp'], from: string | undefined): Policy['followUp'] {
  const {
    held,
    sendingHours,
    formalAfterDays,
    formalFrom,
    smallBalance,
    whilePaused,
    repeats,
    courtesy,
    thankYou,
    comments,
  } = configured;
  const ours = {
    held,
    sendingHours,
    formalAfterDays,
    formalFrom,
    smallBalance,
    whilePaused,
    repeats,
    courtesy,
    thankYou,
    comments,
  };
  return { ...ours, channel: from === undefined ? 'stripe' : 'mail', fromName: nameIn(from ?? '') };
}

/** The name beside the address that mail comes from; the address where there is none. */
function nameIn(from: string): string {
  const { name, address } = parseSender(from);
  return name === '' ? address : name;
}

/** The settings that decisions depend on, out of all that is configured. */
export function billingPolicy({ policy, mail }: Pick<Config, 'policy' | 'mail'>): Policy {
  return {
    timeZone: policy.timeZone,
    currency: policy.currency,
    paymentTermsDays: policy.paymentTermsDays,
    dueSoonDays: policy.dueSoonDays,
    quietPeriodSeconds: policy.approval.quietPeriodSeconds,
    defaultBillingOwner: policy.defaultBillingOwner,
    shadow: policy.shadow,
    holidays: policy.holidays,
    holidayCountry: policy.holidayCountry,
    confirmAfterDays: policy.approval.confirmAfterDays,
    reviewWindowDays: policy.approval.reviewWindowDays,
    depositCreditedTo: policy.deposit.creditedTo,
    retainerMonths: policy.retainer.everyMonths,
    taxIdRequiredIn: policy.taxIdRequiredIn,
    closeoutComment: policy.closeout.comment,
    decisionReminder: policy.approval.remind,
    paymentPlans: policy.paymentPlans,
    proposal: { create: policy.proposal.create, templateId: policy.proposal.template },
    newProjects: policy.newProjects,
    followUp: followUpPolicy(policy.followUp, mail?.from),
    sweepSeconds: policy.sweep.everySeconds,
  };
}
