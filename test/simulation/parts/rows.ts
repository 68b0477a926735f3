import { lookAtRow } from '../../../sandbox/demo/look.ts';
import type { Play } from './play.ts';
import { APPROVER } from './team.ts';

/** A row as somebody reads it who looks at the page. */
export const lookAt = ({ world }: Play, id: string) => lookAtRow(world.notionSandbox, id);

/** All milestones there are, in the order in which they were made; those in the trash are nobody's business. */
export function rowsOf({ world, cast }: Play): readonly string[] {
  const { notionSandbox: notion, workspace } = world;
  const ids = notion.rows(workspace.milestones.dataSourceId).map(({ id }) => id);
  return [...cast.rows.filter((id) => ids.includes(id)), ...ids.filter((id) => !cast.rows.includes(id))];
}

function related({ world }: Play, id: string, property: string): string | undefined {
  const value = world.notionSandbox.page(id).properties[property];
  return value?.type === 'relation' ? value.relation[0]?.id : undefined;
}

export const projectOf = (play: Play, row: string): string | undefined => related(play, row, 'Project');

export function clientOf(play: Play, row: string): string | undefined {
  const project = projectOf(play, row);
  return project === undefined ? undefined : related(play, project, 'Client');
}

export const currencyOf = (play: Play, row: string): string => {
  const client = clientOf(play, row);
  return lookAt(play, row)('Currency') || (client === undefined ? '' : lookAt(play, client)('Currency')) || 'GBP';
};

const DECIMALS: Readonly<Record<string, number>> = { GBP: 2, EUR: 2, JPY: 0 };

/** The sum as typed, whatever its column is called at the moment: the hub knows a column by its id for a while. */
export function amountOf(play: Play, row: string): string {
  const { properties } = play.world.notionSandbox.page(row);
  return lookAt(play, row)('Amount' in properties ? 'Amount' : RENAMED_AMOUNT);
}

/** What somebody calls the column of amounts for a while. */
export const RENAMED_AMOUNT = 'Price';

/** A sum as typed, in smallest units; undefined when it is none that can be billed. */
export function minorOf(amount: string, currency: string): number | undefined {
  const factor = 10 ** (DECIMALS[currency.toUpperCase()] ?? 0);
  const minor = Math.round(Number(amount) * factor);
  return amount !== '' && minor > 0 && Math.abs(minor - Number(amount) * factor) < 1e-6 ? minor : undefined;
}

export const todayIn = ({ world }: Play): string => dayIn(world.context.policy.timeZone, world.clock.now());

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The day on the calendar of a zone, `YYYY-MM-DD`. */
export function dayIn(zone: string, ms: number): string {
  const known = formatters.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  formatters.set(zone, known);
  return known.format(new Date(ms));
}

export const isByDate = (trigger: string): boolean => trigger === 'Deposit' || trigger === 'Retainer renewal';

/** Rules 3.3, 4 and 10.1 written anew: the sum that somebody who may has approved, by what the row says now. */
export function approvedNow(play: Play, row: string): number | undefined {
  const look = lookAt(play, row);
  const [approval, project, currency] = [look('Approval'), projectOf(play, row), currencyOf(play, row)];
  const isDecided = look('Decided by') === APPROVER && look('Decision proof') !== '';
  const isByItsDate = isByDate(look('Trigger'));
  const isPart = approval === 'Approved in part';
  const billsParts = project !== undefined && lookAt(play, project)('Partial approval') === 'Bill approved part';
  // Where parts wait for the rest, a date bills all of it all the same.
  if (isPart && isDecided && (billsParts || !isByItsDate)) return minorOf(look('Approved amount'), currency);
  const isDue = isByItsDate ? look('Planned date') <= todayIn(play) : approval === 'Approved' && isDecided;
  return isDue ? minorOf(amountOf(play, row), currency) : undefined;
}
