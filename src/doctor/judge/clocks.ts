import { type Finding, green, red, type Subject, yellow } from '../finding.ts';

/** How far the clock of somebody is ahead of ours, in milliseconds; undefined when it could not be asked. */
export type ClockFacts = { readonly service: string; readonly aheadMs: number | undefined };

const about = (service: string): Subject => ({ id: `clock.${service.toLowerCase()}`, area: 'Clocks', what: service });

const NOTICED_MS = 60_000;
/** Stripe's signatures count for five minutes, and so do the tokens that Google is asked for. */
const REFUSED_MS = 240_000;

export function judgeClock({ service, aheadMs }: ClockFacts): Finding {
  const subject = about(service);
  if (aheadMs === undefined)
    return yellow(subject, 'its clock could not be asked', 'See to the lines about the service itself first.');
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) < NOTICED_MS) return green(subject, seconds <= 1 ? 'the same' : `${seconds} s apart`);
  const why = `our clock is ${seconds} s ${aheadMs > 0 ? 'behind' : 'ahead'}`;
  const mend = 'Set the clock of this machine, and let it be kept: `sudo timedatectl set-ntp true`.';
  return Math.abs(aheadMs) < REFUSED_MS
    ? yellow(subject, why, mend)
    : red(subject, `${why}: webhooks are refused as too old, and Google gives no access`, mend);
}
