import type { Policy } from '../billing/facts.ts';
import type { Config } from '../config/config.ts';

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
    followUp: { ...policy.followUp, channel: mail === undefined ? 'stripe' : 'mail' },
    sweepSeconds: policy.sweep.everySeconds,
  };
}
