import { addBusinessDays, firstBusinessDayFrom, isBusinessDay } from '../../src/billing/business-days.ts';
import { addDays, dateIn, daysBetween, type PlainDate } from '../../src/billing/calendar.ts';
import type { Client, Milestone } from '../../src/billing/facts.ts';
import { netCash, requiredOf } from '../../src/billing/standing/net-cash.ts';
import { type FollowUpWorld, type Line, type Stood, today } from './world.ts';

/** The rules of stopping, written anew: the hub is not its own judge (Rule 12). */

const HOLD_DAYS = 14;
const HOLD_DAYS_MAX = 60;
const PROMISE_DAYS_MAX = 30;
const AFTER_ANSWER_DAYS = 3;

export const calendarFor = ({ country }: Pick<Client, 'country'>) => ({
  countries: ['GB-ENG', country].filter((code) => code !== ''),
  holidays: [],
});

export const isWorkday = (day: PlainDate, client: Pick<Client, 'country'>): boolean =>
  isBusinessDay(day, calendarFor(client));

const earlier = (a: PlainDate, b: PlainDate): PlainDate => (a < b ? a : b);

const isTooFar = ({ until, placedOn }: Pick<Stood, 'until' | 'placedOn'>): boolean =>
  until !== null && daysBetween(placedOn, until) > PROMISE_DAYS_MAX;

/** The last day of a stop; undefined: until somebody ends it. */
function lastDayOf(stop: Pick<Stood, 'kind' | 'until' | 'placedOn'>, client: Client): PlainDate | undefined {
  const { kind, until, placedOn } = stop;
  if (kind === 'Queried') return until ?? undefined;
  if (kind === 'On hold') return earlier(until ?? addDays(placedOn, HOLD_DAYS), addDays(placedOn, HOLD_DAYS_MAX));
  if (isTooFar(stop)) return addDays(placedOn, -1);
  return until === null ? addDays(placedOn, HOLD_DAYS) : addBusinessDays(until, 1, calendarFor(client));
}

const dayIn = (world: FollowUpWorld, at: Milestone['stopUntil']): PlainDate | null =>
  at === null || typeof at === 'string' ? at : dateIn(world.policy.timeZone, at);

/** Notes what stands beside the milestones now, as anybody who looks at them sees it. */
export function watchStops(world: FollowUpWorld): void {
  for (const row of world.milestones.values()) {
    const stood = world.stood.get(row.id) ?? [];
    const after = stoodAfter(world, row, stood);
    if (after !== stood) world.stood.set(row.id, after);
  }
}

function stoodAfter(world: FollowUpWorld, row: Milestone, stood: readonly Stood[]): readonly Stood[] {
  const now = today(world);
  const { followUpStop: kind } = row;
  const until = dayIn(world, row.stopUntil);
  const last = stood.at(-1);
  const open = last?.endedOn === null ? last : undefined;
  const placed = kind === null ? [] : [{ kind, until, placedOn: now, endedOn: null }];
  if (open === undefined) return kind === null ? stood : [...stood, ...placed];
  if (open.kind === kind && open.until === until) return stood;
  const ends = lastDayOf(open, clientOf(world, row));
  const isOver = ends !== undefined && ends < now;
  // Another day for what still holds corrects it.
  if (open.kind === kind && !isOver) return [...stood.slice(0, -1), ...placed];
  return [...stood.slice(0, -1), { ...open, endedOn: isOver && kind !== null ? ends : now }, ...placed];
}

function clientOf({ projects, clients }: FollowUpWorld, row: Milestone): Client {
  const client = clients.get(projects.get(row.projectIds[0] ?? '')?.clientIds[0] ?? '');
  if (client === undefined) throw new RangeError(`${row.name} has no client.`);
  return client;
}

/** Since when what stands there stands there; today, where nobody has seen it before. */
function placedOn(world: FollowUpWorld, { id, followUpStop, stopUntil }: Milestone): PlainDate {
  const open = world.stood.get(id)?.findLast(({ endedOn }) => endedOn === null);
  const isSame = open?.kind === followUpStop && open.until === dayIn(world, stopUntil);
  return isSame && open !== undefined ? open.placedOn : today(world);
}

type About = Pick<Line, 'invoice' | 'milestone' | 'project'>;

function stopHere(world: FollowUpWorld, milestone: Milestone, client: Client): string | undefined {
  const { followUpStop: kind } = milestone;
  if (kind === null) return undefined;
  const last = lastDayOf(
    { kind, until: dayIn(world, milestone.stopUntil), placedOn: placedOn(world, milestone) },
    client,
  );
  return last === undefined || today(world) <= last ? kind : undefined;
}

/** Promises whose day and its grace passed while they stood. */
const brokenPromises = (world: FollowUpWorld, { invoice, milestone }: About, client: Client): readonly Stood[] =>
  world.wasClosed.has(invoice.id)
    ? []
    : (world.stood.get(milestone.id) ?? []).filter((one) => {
        const { kind, until, placedOn: placed, endedOn } = one;
        if (kind !== 'Promised' || until === null || until < placed || isTooFar(one)) return false;
        const last = lastDayOf(one, client);
        return last !== undefined && last < today(world) && (endedOn === null || endedOn >= last);
      });

/** A question was answered, and the client has three days to act on the answer. */
const isAnsweredLately = (world: FollowUpWorld, { invoice, milestone }: About): boolean =>
  !world.wasClosed.has(invoice.id) &&
  (world.stood.get(milestone.id) ?? []).some(({ kind, until, endedOn }) => {
    if (kind !== 'Queried') return false;
    const ended = endedOn !== null && until !== null ? earlier(endedOn, until) : (endedOn ?? until);
    return ended !== null && ended < today(world) && daysBetween(ended, today(world)) < AFTER_ANSWER_DAYS;
  });

/** Why nothing at all may go out to this client, thanks included. */
function keepsAllBack(world: FollowUpWorld, about: About, client: Client): string | undefined {
  const { invoice, milestone } = about;
  const now = today(world);
  if (world.held) return 'all follow-up is held';
  if (invoice.moves.disputed > 0) return 'disputed';
  if (invoice.moves.disputesLost > 0) return 'a dispute was lost';
  if (milestone.approval === 'Withdrawn') return 'the approval was taken back';
  const hold = client.followUpHoldUntil;
  if (typeof hold === 'string' && now <= hold) return 'the client is on hold';
  if (invoice.mailReturned && world.bounced.get(invoice.id) === client.billingEmail)
    return 'the last message came back';
  if (isOld(invoice, world.policy.timeZone) && (client.oldInvoicesFrom === null || client.oldInvoicesFrom > now))
    return 'old, and nobody has said yes';
  return undefined;
}

export function isOld({ adoptedAt, dueAt }: About['invoice'], zone: string): boolean {
  return adoptedAt !== null && dueAt !== null && dateIn(zone, dueAt) < dateIn(zone, adoptedAt);
}

/** Why an invoice may not be spoken of as late on facts like these (P3, P4, Rules 11.6, 12). */
export function stoppedBy(world: FollowUpWorld, about: About, client: Client): string | undefined {
  const { invoice, milestone, project } = about;
  const { status, amountRemaining, amountPaid, moves } = invoice;
  if (status !== 'open') return status;
  if (moves.inFlight >= amountRemaining) return 'all of it is on its way';
  if (moves.onCashBalance > 0) return 'a short transfer';
  if (invoice.delivering === 'portal' && amountPaid === 0 && milestone.portalReference === '')
    return 'not handed in yet';
  const { followUp } = world.policy;
  const decimals = invoice.currency === 'JPY' ? 1 : 100;
  if (amountRemaining - moves.inFlight <= followUp.smallBalance * decimals) return 'a small balance';
  if (project.status === 'Paused' && followUp.whilePaused === 'suspend' && !isOver(project.resumeOn, world))
    return 'the project is paused';
  if (brokenPromises(world, about, client).length > 1) return 'two promises were broken';
  return stopHere(world, milestone, client) ?? keepsAllBack(world, about, client);
}

/** Why its next step has to wait, although nothing stops it any more. */
export function waitsFor(world: FollowUpWorld, about: About, client: Client): string | undefined {
  const { inFlightSince } = about.invoice.moves;
  const began = inFlightSince === null ? undefined : dateIn(world.policy.timeZone, inFlightSince);
  if (began !== undefined && today(world) < firstBusinessDayFrom(addDays(began, 1), calendarFor(client)))
    return 'a part is on its way since today';
  return isAnsweredLately(world, about) ? 'a question was answered a moment ago' : undefined;
}

const isOver = (day: About['project']['resumeOn'], world: FollowUpWorld): boolean =>
  typeof day === 'string' && day <= today(world);

/** Why no thanks may go out. A promise that was kept is no reason. */
export function unthanked(world: FollowUpWorld, about: About, client: Client): string | undefined {
  const { invoice, milestone } = about;
  if (invoice.status !== 'paid') return invoice.status;
  if (netCash(invoice) < requiredOf(invoice)) return 'money went back';
  const stop = stopHere(world, milestone, client);
  return stop === undefined || stop === 'Promised' ? keepsAllBack(world, about, client) : stop;
}
