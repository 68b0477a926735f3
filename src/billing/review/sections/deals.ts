import { daysBetween, type PlainDate } from '../../calendar.ts';
import { dayOf } from '../../day.ts';
import { isOpen, STAGE_DAYS_MAX } from '../../deals/attention.ts';
import { dealCurrency } from '../../deals/won.ts';
import type { Deal } from '../../facts.ts';
import { responsibleFor } from '../../responsible.ts';
import { moneyShown } from '../amount.ts';
import { only, type ReviewContext } from '../item.ts';
import { ascending, descending, inOrder, largestSum } from '../order.ts';
import { byName, type ReviewRow } from '../row.ts';

type Row = ReviewRow & { readonly isFlagged: boolean; readonly expectedClose: PlainDate | undefined };

/** What is wrong with an open deal (Rule 19.2), in short; else what its own row says is missing. */
function flagsOf(
  deal: Deal,
  {
    actionOn,
    daysInStage,
    today,
  }: { readonly actionOn: PlainDate | undefined; readonly daysInStage: number | undefined; readonly today: PlainDate },
): readonly string[] {
  const flags = [
    deal.nextAction === '' ? 'No next action' : undefined,
    actionOn === undefined ? 'No date for the next action' : undefined,
    actionOn !== undefined && actionOn < today ? 'Its date has passed' : undefined,
    daysInStage !== undefined && daysInStage > STAGE_DAYS_MAX ? `Over ${STAGE_DAYS_MAX} days in stage` : undefined,
    deal.stage === null ? 'No stage' : undefined,
  ].filter((flag) => flag !== undefined);
  return flags.length > 0 ? flags : deal.shown.attention.split('\n').filter((line) => line.trim() !== '');
}

function rowOfDeal(deal: Deal, { clients, policy, day: { zone, today } }: ReviewContext): Row {
  const client = only(deal.clientIds, clients);
  const currency = dealCurrency(deal, client, policy);
  const actionOn = dayOf(zone, deal.nextActionOn);
  const expectedClose = dayOf(zone, deal.expectedClose);
  const since = deal.shown.stageSince;
  const days = since === null ? undefined : daysBetween(since, today);
  const flags = flagsOf(deal, { actionOn, daysInStage: days, today });
  return {
    key: deal.id,
    client: client?.name ?? '',
    project: '',
    item: deal.name,
    url: deal.url,
    status: deal.stage ?? '',
    sum: moneyShown(deal.value, currency),
    date: actionOn,
    days,
    detail: [...flags, ...(expectedClose === undefined ? [] : [`Expected to close ${expectedClose}`])].join('; '),
    // The owner of a deal is its own: nobody stands in for a missing one (Rule 19.2).
    person: responsibleFor({ milestone: { billingOwners: deal.owners }, defaultBillingOwner: undefined })?.name,
    nextStep: deal.nextAction === '' ? 'Name the next action and its day' : deal.nextAction,
    invoice: undefined,
    isFlagged: flags.length > 0,
    expectedClose,
  };
}

/** Every deal that is neither won nor lost (Rule 15, row 7): flagged ones first, then what should close first. */
export const openDeals = (deals: readonly Deal[], context: ReviewContext): readonly ReviewRow[] =>
  deals
    .filter(isOpen)
    .map((deal) => rowOfDeal(deal, context))
    .sort(
      inOrder<Row>(
        descending((row) => (row.isFlagged || row.person === undefined ? 1 : 0)),
        ascending((row) => row.expectedClose),
        largestSum((row) => row.sum),
        byName,
      ),
    )
    .map(({ isFlagged: _, expectedClose: __, ...row }) => row);
