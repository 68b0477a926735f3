import type { Work } from '../../../jobs/ports.ts';
import { type Bill, billsOf, isLive, rightStatuses, standsOf } from './books.ts';
import { milestone, untilNextMorning } from './perform.ts';
import type { Play } from './play.ts';
import { name } from './promises.ts';
import { approvedNow, clientOf, currencyOf, isByDate, lookAt, minorOf, projectOf, rowsOf } from './rows.ts';

/** What must hold once it was quiet and everything was looked at. @returns what does not, in words */
export async function brokenAtRest(play: Play): Promise<readonly string[]> {
  if (!isReadable(play)) return [];
  const broken = rowsOf(play).flatMap((row) => (isSound(play, row) ? unsettled(play, row) : []));
  return [...broken, ...(await changesOnceMore(play))];
}

/** A column that was renamed stops everything in its table, until it is named as before. */
const isReadable = ({ world, cast: { rows } }: Play): boolean =>
  rows.every((row) => 'Amount' in world.notionSandbox.page(row).properties);

/** Whoever broke a row, or a client's link to Stripe, is told in its own row; the promises are for the others. */
function isSound(play: Play, row: string): boolean {
  const client = clientOf(play, row);
  return !play.spoilt.has(row) && client !== undefined && !play.estranged.has(client);
}

async function changesOnceMore(play: Play): Promise<readonly string[]> {
  const { world, hub, cast } = play;
  await untilNextMorning(play);
  const writes = () => world.notionSandbox.journal.entries().filter(({ method }) => method === 'PATCH').length;
  const [before, count] = [everythingShown(play), writes()];
  const rows: readonly Work[] = rowsOf(play).map(milestone);
  const projects: readonly Work[] = cast.projects.map((id) => ({ name: 'project', id, origin: 'test' }));
  const clients: readonly Work[] = cast.clients.map((id) => ({ name: 'client', id, origin: 'test' }));
  await hub.work(...rows, ...projects, ...clients);
  // What waits on a balance shows on a new invoice only once the hub looks at it again.
  if (writes() === count || play.transferred.size > 0) return [];
  const after = everythingShown(play);
  const changed = [...after].filter(([what, value]) => before.get(what) !== value);
  return [
    'a fresh look shows something else than the next morning left',
    ...changed.map(([what, value]) => `${what}: "${value}" instead of "${before.get(what)}"`),
  ];
}

/** Every property of every row as a person reads it, by the names of both. */
function everythingShown(play: Play): ReadonlyMap<string, string> {
  const { cast, world } = play;
  return new Map(
    [...rowsOf(play), ...cast.projects, ...cast.clients].flatMap((id) => {
      const look = lookAt(play, id);
      return Object.keys(world.notionSandbox.page(id).properties).map(
        (property) => [`"${property}" of ${name(play, id)}`, look(property)] as const,
      );
    }),
  );
}

function unsettled(play: Play, row: string): readonly string[] {
  const look = lookAt(play, row);
  const bills = billsOf(play, row);
  const live = bills.filter(isLive);
  const right = live.length > 0 ? rightStatuses(play, live) : withoutInvoice(play, row, bills);
  const shows = `${name(play, row)} shows "${look('Billing status')}", "${look('Billing detail')}"`;
  return [
    ...(right.some((status) => status === look('Billing status'))
      ? []
      : [`${shows} where ${right.join(' or ')} is right`]),
    ...wrongFigures(play, row, live).map((problem) => `${shows}, ${problem}`),
    ...(bills.some(({ status }) => status === 'draft') && isLinked(play, row)
      ? [`${shows}, and a draft is left over`]
      : []),
    ...(bills.length === 0 && isReady(play, row)
      ? [`${shows}, "${look('Missing for billing')}": ready, not billed`]
      : []),
  ];
}

/** Without the link, drafts that ask nobody for anything may stay unfound until the next invoice is due. */
function isLinked(play: Play, row: string): boolean {
  const client = clientOf(play, row);
  return client !== undefined && lookAt(play, client)('Stripe customer') !== '';
}

function wrongFigures(play: Play, row: string, live: readonly Bill[]): readonly string[] {
  const look = lookAt(play, row);
  const named = live.find(({ id }) => id === look('Stripe invoice'));
  if (live.length === 0) return look('Invoiced') === '' && look('Remaining') === '' ? [] : ['with sums of no invoice'];
  if (named === undefined) return [`naming ${look('Stripe invoice')}, which is none of its live invoices`];
  const own = live.filter(({ currency }) => currency === named.currency);
  const isWhole = !live.some((bill) => standsOf(play, bill).isReturned);
  const shown = (property: string): number => minorOf(look(property), named.currency) ?? 0;
  const total = own.reduce((sum, bill) => sum + bill.total, 0);
  const open = own.reduce((sum, bill) => sum + bill.amount_remaining, 0);
  return [
    ...(look('Invoice number') === named.number ? [] : ['with the number of another invoice']),
    ...(shown('Invoiced') === total ? [] : [`invoiced ${look('Invoiced')}, right is ${total}`]),
    ...(!isWhole || shown('Remaining') === open ? [] : [`remaining ${look('Remaining')}, right is ${open}`]),
  ];
}

/** 7.2-1 and 2; what a deposit or a pause leaves nothing of may be closed as well. */
function withoutInvoice(play: Play, row: string, bills: readonly Bill[]): readonly string[] {
  const look = lookAt(play, row);
  const isCancelled = look('Approval') === 'Rejected' || look('Approval') === 'Withdrawn';
  if (isCancelled && bills.some(({ status }) => status === 'void')) return ['Closed'];
  const mayBeNothing = look('Trigger') === 'Retainer renewal' || hasDeposit(play, row);
  return mayBeNothing ? ['Not yet triggered', 'Closed'] : ['Not yet triggered'];
}

const hasDeposit = (play: Play, row: string): boolean =>
  rowsOf(play).some(
    (other) => lookAt(play, other)('Trigger') === 'Deposit' && projectOf(play, other) === projectOf(play, row),
  );

/** Rule 5 written anew, and narrower: what fulfils this is ready whatever else there may be to think of. */
function isReady(play: Play, row: string): boolean {
  const look = lookAt(play, row);
  const [client, project] = [clientOf(play, row), projectOf(play, row)];
  if (client === undefined || project === undefined || isByDate(look('Trigger')) || hasDeposit(play, row)) return false;
  return (
    look('Approval') === 'Approved' &&
    approvedNow(play, row) !== undefined &&
    look('Approved amount') === '' &&
    // A draft that is noted here and gone was deleted by somebody: the row says so, and a person decides (R16).
    look('Stripe invoice') === '' &&
    look('Delivery') === 'Delivered' &&
    look('Deliverable') !== '' &&
    isHandedOver(play, row) &&
    lookAt(play, client)('Billing email') !== '' &&
    !hasOrder(play, client) &&
    lookAt(play, project)('Approval owner') !== '' &&
    lookAt(play, project)('Contract value') === '' &&
    lookAt(play, project)('Status') === 'Active' &&
    currencyOf(play, row) !== ''
  );
}

function isHandedOver({ world }: Play, row: string): boolean {
  const { Trigger, 'Handed over': parts } = world.notionSandbox.page(row).properties;
  const isHandoff = Trigger?.type === 'select' && Trigger.select?.name === 'Final handoff';
  return !isHandoff || (parts?.type === 'multi_select' && parts.multi_select.length === 4);
}

function hasOrder({ world }: Play, client: string): boolean {
  const required = world.notionSandbox.page(client).properties['PO required'];
  return required?.type === 'checkbox' && required.checkbox;
}
