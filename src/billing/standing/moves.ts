import type { ShownOnMilestone } from '../facts.ts';

/** Where a milestone stands, told apart as far as the allowed moves need it (Rule 7.6). */
const PLACES = [
  'Not yet triggered',
  'Sent',
  'Due soon',
  'Overdue',
  'Overdue, money returned',
  'Paid',
  'Closed',
  'Closed, written off',
  'Closed, nothing asked for',
] as const;
type Place = (typeof PLACES)[number];

/** Voided and cancelled, or nothing to bill: a new decision may still bill it. */
const NOTHING_ASKED_FOR = 'Closed, nothing asked for';
const ENDS: readonly Place[] = ['Paid', 'Closed', 'Closed, written off', NOTHING_ASKED_FOR, 'Not yet triggered'];

/** One step each, with its cause in Rule 7.6. */
const ALLOWED: Readonly<Record<Place, readonly Place[]>> = {
  'Not yet triggered': ['Sent', 'Due soon', NOTHING_ASKED_FOR],
  Sent: ['Due soon', ...ENDS],
  'Due soon': ['Overdue', ...ENDS],
  Overdue: ['Sent', 'Due soon', ...ENDS], // a replacement is due later
  'Overdue, money returned': ['Paid', 'Closed'],
  Paid: ['Overdue, money returned', 'Closed'],
  'Closed, written off': ['Paid', NOTHING_ASKED_FOR, 'Not yet triggered'], // Stripe lets it be voided as well
  'Closed, nothing asked for': ['Not yet triggered'],
  Closed: [],
};

type Shown = Pick<ShownOnMilestone, 'billingStatus' | 'billingDetail'> & Partial<Pick<ShownOnMilestone, 'remaining'>>;

function placeOf({ billingStatus, billingDetail, remaining }: Shown): Place | undefined {
  if (billingStatus === 'Overdue' && billingDetail.startsWith('Money returned')) return 'Overdue, money returned';
  if (billingStatus !== 'Closed') return PLACES.find((place) => place === billingStatus);
  // A reason that weighs more may be said instead; but only of what was written off anything remains.
  if (billingDetail.startsWith('Written off') || (remaining ?? 0) > 0) return 'Closed, written off';
  // Of what no live invoice bills no sum is shown, whatever else is said there.
  const isUnbilled = remaining === null || /^(Voided|Skipped|Nothing to bill)/.test(billingDetail);
  return isUnbilled ? NOTHING_ASKED_FOR : 'Closed';
}

/** Everything that can be reached in some steps: whoever looks seldom does not see each of them. */
function reachable(from: Place): ReadonlySet<Place> {
  const found = new Set<Place>([from]);
  for (const place of found) for (const next of ALLOWED[place]) found.add(next);
  return found;
}

const REACHABLE = new Map(PLACES.map((place) => [place, reachable(place)]));

/**
 * What nobody and nothing may cause, in words: an integrity alarm (Rule 7.6). A date or a settled invoice never goes back.
 * @param inParts several invoices bill it, or more was billed since: an open one beside a paid one is no way back
 * @returns undefined when the move is an allowed one, or several
 */
export function impossibleMove(before: Shown, after: Shown, inParts: boolean): string | undefined {
  const [from, to] = [placeOf(before), placeOf(after)];
  if (from === undefined || to === undefined || inParts || REACHABLE.get(from)?.has(to) !== false) return undefined;
  return `The billing status moved from ${from} to ${to}, which nothing may cause`;
}
