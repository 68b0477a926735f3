import { type Currency, isCurrency } from '../src/billing/currency.ts';
import type { Money } from '../src/billing/money.ts';
import type { JobContext } from './ports.ts';

const UNBILLED = 'unbilled';

/**
 * Notes what is approved on a milestone and not billed yet, so that its sum is known at any moment without a call to anybody. Every
 * look at the milestone says it anew; after a loss of Redis the next sweep looks at all of them.
 */
export async function noteUnbilled(
  { memory }: Pick<JobContext, 'memory'>,
  milestoneId: string,
  sum: Money | undefined,
): Promise<void> {
  const words = sum === undefined ? '' : `${sum.currency} ${sum.minor}`;
  const before = (await memory.fingerprint(UNBILLED, milestoneId)) ?? '';
  if (before !== words) await memory.rememberFingerprint(UNBILLED, milestoneId, words);
}

/** The sums by currency, in smallest units. */
export async function unbilledSums({ memory }: Pick<JobContext, 'memory'>): Promise<ReadonlyMap<Currency, number>> {
  const sums = new Map<Currency, number>();
  for (const words of Object.values(await memory.fingerprints(UNBILLED))) {
    const [currency = '', minor] = words.split(' ');
    if (isCurrency(currency)) sums.set(currency, (sums.get(currency) ?? 0) + Number(minor));
  }
  return sums;
}
