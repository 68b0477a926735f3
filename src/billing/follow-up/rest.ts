import { isCancelled } from '../approval.ts';
import { addDays, dateIn, type Instant, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Policy } from '../facts.ts';
import { isPaused, untilResumed } from '../pause.ts';
import { peopleFor } from '../people.ts';
import { addressProblem, isAddress } from '../readiness/finance-contact.ts';
import { stopInForce } from '../standing/stops.ts';
import { type Followed, isOld, isReturned, oldFrom } from './followed.ts';
import { brokenPromises, placedOn } from './stop-notes.ts';

/** Why nothing goes out about an invoice now (Rule 12). Every one of these rests on a person's word or on a fact. */
export type Rest = {
  /** In one sentence without a full stop, with who does what. */
  readonly words: string;
  /** Last day of it on the seller's calendar; undefined: until somebody or something ends it. */
  readonly until: PlainDate | undefined;
  /** `Billing detail` says it already, as the reason why the invoice stands as it does (Rule 7.5). */
  readonly isSaid: boolean;
};

type Finder = (followed: Followed, policy: Policy, now: Instant) => Rest | undefined;

const rest = (words: string, until?: PlainDate): Rest => ({ words, until, isSaid: false });
const said = (words: string, until?: PlainDate): Rest => ({ words, until, isSaid: true });

/** The most lasting reasons first: what a person sees is why it will not go on by itself. */
const FINDERS: readonly Finder[] = [
  shadowed,
  held,
  disputed,
  withdrawn,
  atStop,
  afterPromises,
  clientHold,
  ({ invoice }) =>
    invoice.moves.onCashBalance > 0 ? said('money of the client waits to be matched with its invoice') : undefined,
  ({ invoice }) =>
    invoice.moves.inFlight >= invoice.amountRemaining ? said('the whole payment is on its way') : undefined,
  returned,
  pausedProject,
  oldBooks,
  ({ invoice }) =>
    invoice.autoAdvance
      ? rest('Stripe may remind the client of this invoice by itself: switch "auto_advance" off there')
      : undefined,
  noAddress,
];

/** Why follow-up rests, the reason that a person is told first; empty when nothing keeps the next message from going out. */
export const restsOf = (followed: Followed, policy: Policy, now: Instant): readonly Rest[] =>
  FINDERS.flatMap((find) => find(followed, policy, now) ?? []);

/** Whether a person has to talk to the client before anything else goes out by itself, if nothing is paid until then. */
export const waitsForPerson = (followed: Followed, policy: Policy, now: Instant): boolean =>
  afterPromises(followed, policy, now) !== undefined;

/** What keeps back any message at all, thanks for a payment too. A promise that was kept does not. */
const ALWAYS: readonly Finder[] = [
  shadowed,
  held,
  disputed,
  withdrawn,
  (followed, policy, now) =>
    followed.milestone.followUpStop === 'Promised' ? undefined : atStop(followed, policy, now),
  clientHold,
  returned,
  oldBooks,
  noAddress,
];

export const keepsThanksBack = (followed: Followed, policy: Policy, now: Instant): boolean =>
  ALWAYS.some((find) => find(followed, policy, now) !== undefined);

function shadowed(_followed: Followed, { shadow }: Policy): Rest | undefined {
  return shadow ? rest('Milepost runs in shadow mode and sends nothing') : undefined;
}

function held(_followed: Followed, { followUp }: Policy): Rest | undefined {
  return followUp.held ? rest('All follow-up is held by the configuration') : undefined;
}

function withdrawn({ milestone }: Followed): Rest | undefined {
  return isCancelled(milestone.approval) ? said('the approval was taken back after the invoice was issued') : undefined;
}

function returned(followed: Followed): Rest | undefined {
  return isReturned(followed) ? said('the last message came back') : undefined;
}

function disputed(followed: Followed, policy: Policy): Rest | undefined {
  const { disputed: open, disputesLost } = followed.invoice.moves;
  if (open > 0) return said("the client's bank disputes a payment");
  return disputesLost > 0
    ? rest(`a dispute was decided for the client: ${peopleFor(followed, policy).who} decides how to go on`)
    : undefined;
}

/** What a person set beside the milestone. */
function atStop(followed: Followed, policy: Policy, now: Instant): Rest | undefined {
  const { milestone, client } = followed;
  const stop = stopInForce(milestone, client, policy, now, placedOn(followed, policy, now));
  if (stop === undefined) return undefined;
  const reason = stop.reason === '' ? '' : `: ${stop.reason}`;
  return said(`${stop.kind}${stop.until === undefined ? '' : ` until ${stop.until}`}${reason}`, stop.until);
}

/** Whoever has broken two promises is for a person to talk to. */
function afterPromises(followed: Followed, policy: Policy, now: Instant): Rest | undefined {
  const broken = brokenPromises(followed, policy, now);
  return broken.length < 2
    ? undefined
    : rest(
        `${broken.length} promises were not kept (${broken.join(', ')}): ${peopleFor(followed, policy).who} talks to the client`,
      );
}

function clientHold({ client }: Followed, policy: Policy, now: Instant): Rest | undefined {
  const until = dayOf(policy.timeZone, client?.followUpHoldUntil ?? null);
  return until === undefined || until < dateIn(policy.timeZone, now)
    ? undefined
    : rest(`the client is on hold until ${until}`, until);
}

function pausedProject({ project }: Followed, policy: Policy, now: Instant): Rest | undefined {
  if (project === undefined || policy.followUp.whilePaused === 'continue' || !isPaused(project, policy, now))
    return undefined;
  const resumeOn = dayOf(policy.timeZone, project.resumeOn);
  return rest(
    `the project is paused ${untilResumed(project, policy)}`,
    resumeOn === undefined ? undefined : addDays(resumeOn, -1),
  );
}

/** Rule 11.11. */
function oldBooks(followed: Followed, policy: Policy, now: Instant): Rest | undefined {
  if (!isOld(followed, policy)) return undefined;
  const yes = oldFrom(followed, policy);
  if (yes !== undefined)
    return yes > dateIn(policy.timeZone, now)
      ? rest(`it was late before Milepost knew of it, and is followed up from ${yes} on`, addDays(yes, -1))
      : undefined;
  return rest(
    `it was late before Milepost knew of it: ${peopleFor(followed, policy).accountOwner} says yes with a day in "Follow up old invoices from" of the client`,
  );
}

/** No fallback to another contact (Rule 11.8). Stripe mails to the address that stood there when the invoice was made. */
function noAddress(followed: Followed, policy: Policy): Rest | undefined {
  const { client, invoice } = followed;
  const { accountOwner } = peopleFor(followed, policy);
  const address = client?.billingEmail?.trim() ?? '';
  if (!isAddress(address))
    return rest(`there is no address to write to: ${accountOwner} corrects the client's "Billing email"`);
  if (addressProblem(followed, policy.defaultBillingOwner) !== undefined)
    return rest(`"Billing email" of the client is an address of our own: ${accountOwner} corrects it`);
  if (policy.followUp.channel === 'mail' || address.toLowerCase() === invoice.customerEmail?.toLowerCase())
    return undefined;
  return rest(
    `Stripe would mail to another address than the client's "Billing email": ${accountOwner} corrects it in Stripe, or writes by hand`,
  );
}
