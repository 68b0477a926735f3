import { dateIn, type Instant } from '../../src/billing/calendar.ts';
import type { Client } from '../../src/billing/facts.ts';
import { wrongFormal, wrongStep } from './judge-steps.ts';
import type { Process, Read } from './process.ts';
import { dayOf, mayHaveGone, saidAbout } from './said.ts';
import { isWorkday, stoppedBy, unthanked, waitsFor } from './stops.ts';
import { type Attempt, type FollowUpWorld, type Line, today } from './world.ts';

/** What is wrong with a message at the moment at which it is handed over, in the words of the rules. */
export function judgeAttempt(world: FollowUpWorld, process: Process, attempt: Attempt): readonly string[] {
  const { lines, client, message } = attempt;
  return [
    ...wrongHour(world, attempt),
    ...wrongAddress(attempt),
    ...notFresh(world, process, attempt),
    ...wrongCompany(attempt),
    ...lines.flatMap((line) => [
      ...wrongNow(world, line, client),
      ...wrongSum(line, message),
      ...wrongStep(world, line, client),
      ...(line.slot === 'formal' ? wrongFormal(world, line, message) : []),
      ...saidBefore(world, line),
    ]),
    ...besideStopped(world, process, attempt),
    ...heardToday(world, attempt),
  ].map((words) => `${message.kind} to ${client.name}: ${words}`);
}

export const zoneOf = (world: FollowUpWorld, { timeZone }: Pick<Client, 'timeZone'>): string =>
  timeZone === '' ? world.policy.timeZone : timeZone;

const clocks = new Map<string, Intl.DateTimeFormat>();

function hourIn(zone: string, at: Instant): number {
  const clock =
    clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, clock);
  return Number(clock.format(at));
}

/** Rules 2.5, 2.6. */
function wrongHour(world: FollowUpWorld, { client, at }: Attempt): readonly string[] {
  const zone = zoneOf(world, client);
  const hour = hourIn(zone, at);
  const days = [dateIn(zone, at), today(world)].filter((day) => !isWorkday(day, client));
  return [
    ...(hour < 9 || hour >= 16 ? [`P10: at ${hour} o’clock there`] : []),
    ...days.map((day) => `P10: on ${day}, which is no business day`),
  ];
}

const OURS = 'studio.example';

/** Rule 11.8, P4: the client's own address, and nobody beside it that the client did not name. */
function wrongAddress({ client, message: { to, copyTo } }: Attempt): readonly string[] {
  const isRight = to !== '' && to === client.billingEmail && /^\S+@\S+\.\S+$/.test(to) && !to.endsWith(OURS);
  const strangers = copyTo.filter((one) => !client.copyTo.includes(one));
  return [
    ...(isRight ? [] : [`P4: it goes to ${to}, the client's address is ${client.billingEmail ?? 'none'}`]),
    ...strangers.map((one) => `P4: a copy goes to ${one}`),
  ];
}

const FRESH_MS = 60_000;

/** Rules 11.6, 12.2: within a minute before it, and after the claim, so that what happens in between wins. */
function notFresh(world: FollowUpWorld, process: Process, { client, lines }: Attempt): readonly string[] {
  const stale = <T>(what: string, read: Read<T> | undefined): readonly string[] =>
    read !== undefined && read.tick > process.claimedTick && world.now - read.at <= FRESH_MS
      ? []
      : [`Rule 11.6: ${what} was not read once more before it`];
  return [
    ...stale('the client', process.clients.get(client.id)),
    ...lines.flatMap(({ invoice, milestone, project }) => [
      ...stale(invoice.id, process.invoices.get(invoice.id)),
      ...stale(milestone.name, process.milestones.get(milestone.id)),
      ...stale(project.name, process.projects.get(project.id)),
    ]),
  ];
}

/** Rule 11.5: all of one step; a formal notice by itself. */
function wrongCompany({ lines, message: { beside } }: Attempt): readonly string[] {
  const slots = new Set(lines.map(({ slot }) => slot.replace(/^repeat_\d$/, 'firm')));
  const isFormal = slots.has('formal');
  return [
    ...(slots.size === 1 ? [] : [`Rule 11.5: ${[...slots].join(' and ')} in one message`]),
    ...(isFormal && lines.length + beside.length > 1 ? ['Rule 11.5: a formal notice is not alone'] : []),
  ];
}

/** P3 and P4: on what was read last before it. That a payment failed is said at once, whatever else waits (Rule 11.9). */
function wrongNow(world: FollowUpWorld, line: Line, client: Client): readonly string[] {
  const { slot, invoice } = line;
  const waits = slot === 'failure' ? undefined : waitsFor(world, line, client);
  const why = slot === 'thanks' ? unthanked(world, line, client) : (stoppedBy(world, line, client) ?? waits);
  return why === undefined ? [] : [`P3: ${slot} about ${invoice.id} although: ${why}`];
}

/** X08: what remains, and what is on its way is not asked for again. */
function wrongSum({ invoice, slot }: Line, { about }: Attempt['message']): readonly string[] {
  const { total, amountRemaining, moves, currency } = invoice;
  const right = slot === 'thanks' ? total : amountRemaining - moves.inFlight;
  const named = about.find(({ invoiceId }) => invoiceId === invoice.id)?.remaining;
  if (named?.minor === right && named.currency === currency) return [];
  return [`Rule 11.6: it names ${named?.minor} ${named?.currency} of ${invoice.id}, right is ${right} ${currency}`];
}

/** P4: one message per invoice, step and cycle; of failed payments, one for each. */
function saidBefore(world: FollowUpWorld, { invoice, slot, cycle, failedAt }: Line): readonly string[] {
  const before = saidAbout(world, invoice).find(
    ({ line }) => line.slot === slot && line.cycle === cycle && line.failedAt === failedAt,
  );
  return before === undefined ? [] : [`P4: ${slot} about ${invoice.id} for the second time`];
}

/** Rule 11.5: one message per client and day, on the seller's calendar and on its own. */
function heardToday(world: FollowUpWorld, { client, at }: Attempt): readonly string[] {
  const days = (instant: Instant): readonly string[] => [dayOf(world, instant), dateIn(zoneOf(world, client), instant)];
  const [here, there] = days(at);
  const isTwice = mayHaveGone(world).some((one) => {
    const [lastHere, lastThere] = days(one.at);
    return one.client.id === client.id && (lastHere === here || lastThere === there);
  });
  return isTwice ? ['P4: the client has heard from us today'] : [];
}

/** P3: what is only listed is spoken of as well. */
function besideStopped(world: FollowUpWorld, process: Process, { client, message }: Attempt): readonly string[] {
  return message.beside.flatMap(({ invoiceId, number, remaining }) => {
    const invoice = world.bills.get(invoiceId);
    const milestone = process.milestones.get(invoice?.order.milestoneId ?? '')?.value;
    const project = process.projects.get(milestone?.projectIds[0] ?? '')?.value;
    const read = process.invoices.get(invoiceId);
    if (milestone === undefined || project === undefined) return [`P3: it lists ${number}, whose row was not read`];
    if (read?.value === undefined) return [`Rule 11.6: it lists ${number}, whose money was not read`];
    const why = stoppedBy(world, { invoice: read.value, milestone, project }, client);
    const { amountRemaining, moves } = read.value;
    return [
      ...(why === undefined ? [] : [`P3: it lists ${number} although: ${why}`]),
      ...(remaining.minor === amountRemaining - moves.inFlight ? [] : [`Rule 11.6: it names another sum of ${number}`]),
    ];
  });
}
