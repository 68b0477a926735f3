import { addBusinessDays } from '../business-days.ts';
import { dateIn, type PlainDate } from '../calendar.ts';
import type { Client, Invoice, Policy } from '../facts.ts';
import { businessCalendar } from './stops.ts';

/** Banks answer a debit within four business days as a rule. */
const ANSWERED_WITHIN_BUSINESS_DAYS = 6;

/** The day from which a bank's answer to a debit is overdue, and somebody asks (Rule 9); undefined while none is on its way. */
export function answerOverdueFrom(
  { moves: { inFlightSince } }: Pick<Invoice, 'moves'>,
  client: Pick<Client, 'country'> | undefined,
  policy: Pick<Policy, 'timeZone' | 'holidays' | 'holidayCountry'>,
): PlainDate | undefined {
  if (inFlightSince === null) return undefined;
  const began = dateIn(policy.timeZone, inFlightSince);
  return addBusinessDays(began, ANSWERED_WITHIN_BUSINESS_DAYS + 1, businessCalendar(policy, client));
}
