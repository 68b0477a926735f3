import { nextBill } from '../amounts/next-bill.ts';
import { billedTwin } from '../amounts/retainer.ts';
import { isLive } from '../billing-key.ts';
import type { DecisionInput } from '../facts.ts';

/** R19. The invoice beside the milestone, and our key, belong to the same world of Stripe. */
export function modeProblem({
  facts: { milestone, invoices, mode, namedInOtherMode },
}: DecisionInput): string | undefined {
  const other = mode === 'test' ? 'live' : 'test';
  if (!namedInOtherMode && invoices.every((invoice) => invoice.mode === mode)) return undefined;
  return `"Stripe invoice" names ${milestone.shown.stripeInvoice}, which is a ${other} invoice, but Milepost works with a ${mode} key: set the key of the right mode`;
}

/**
 * R16. Nothing is billed twice: not what live invoices bill already, and not what may stand behind a name in `Stripe
 * invoice` that is none of our invoices for this milestone.
 */
export function alreadyBilledProblem(input: DecisionInput): string | undefined {
  const { milestone, invoices, namedInOtherMode } = input.facts;
  const [live] = invoices.filter(isLive);
  if (live !== undefined && nextBill(input).kind === 'nothing')
    return `Already billed with invoice ${live.number ?? live.id}`;
  if (
    live === undefined &&
    milestone.trigger === 'Retainer renewal' &&
    billedTwin(input.facts, input.policy) !== undefined
  )
    return 'Another row of this retainer bills the same period already: delete one of the two';
  const named = milestone.shown.stripeInvoice;
  if (named === '' || namedInOtherMode || invoices.some(({ id }) => id === named)) return undefined;
  return `"Stripe invoice" names ${named}, which Milepost did not make for this milestone or cannot find: empty the field if it was never billed`;
}
