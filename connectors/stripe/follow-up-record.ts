import { type Instant, instantFromIso, isPlainDate, toIso } from '../../src/billing/calendar.ts';
import { FOLLOW_UP_STOPS } from '../../src/billing/facts.ts';
import {
  type FollowUpRecord,
  MESSAGE_STATES,
  type MessageState,
  SLOTS,
  type Slot,
  type StopNote,
} from '../../src/billing/follow-up/record.ts';

/** The metadata of an invoice that tells of its follow-up. `milepost_followup_<step>` is relied upon by other programs. */
const FIELDS = {
  message: (slot: Slot) => `milepost_followup_${slot}`,
  cycle: 'milepost_followup_cycle',
  attempt: 'milepost_followup_attempt',
  claim: 'milepost_followup_claim',
  sentTo: 'milepost_followup_to',
  failureAt: 'milepost_followup_failed_payment',
  stops: 'milepost_stops',
} as const;

type Metadata = Readonly<Record<string, string>>;

const instantOf = (text: string): Instant | null => (Number.isNaN(Date.parse(text)) ? null : instantFromIso(text));

const countOf = (text: string | undefined): number => Math.max(0, Number.parseInt(text ?? '0', 10) || 0);

/** "sent 2026-11-16T09:00:12.000Z" */
function stateOf(text: string | undefined): MessageState | undefined {
  const [word, iso = ''] = (text ?? '').trim().split(' ');
  const state = MESSAGE_STATES.find((known) => known === word);
  const at = instantOf(iso);
  // Whatever else stands there was meant to say that something went out: nothing is sent over it.
  if (word === undefined || word === '') return undefined;
  return state === undefined || at === null ? { state: 'unconfirmed', at: at ?? instantFromIso(NEVER) } : { state, at };
}

const NEVER = '1970-01-01T00:00:00Z';

/** "Promised|2026-11-10|2026-11-20|", several with semicolons between. */
function stopIn(text: string): StopNote | undefined {
  const [kindWords = '', ...days] = text.trim().split('|');
  const kind = FOLLOW_UP_STOPS.find((known) => known === kindWords);
  const [placedOn, until = '', endedOn = ''] = days;
  if (kind === undefined || placedOn === undefined || !isPlainDate(placedOn)) return undefined;
  return {
    kind,
    placedOn,
    until: isPlainDate(until) ? until : null,
    endedOn: isPlainDate(endedOn) ? endedOn : null,
  };
}

const stopText = ({ kind, placedOn, until, endedOn }: StopNote): string =>
  [kind, placedOn, until ?? '', endedOn ?? ''].join('|');

/** What the metadata of an invoice says about its follow-up. */
export function followUpsIn(metadata: Metadata): FollowUpRecord {
  const messages: Partial<Record<Slot, MessageState>> = {};
  for (const slot of SLOTS) {
    const state = stateOf(metadata[FIELDS.message(slot)]);
    if (state !== undefined) messages[slot] = state;
  }
  return {
    messages,
    cycle: countOf(metadata[FIELDS.cycle]),
    attempt: countOf(metadata[FIELDS.attempt]),
    claim: metadata[FIELDS.claim] ?? '',
    sentTo: metadata[FIELDS.sentTo] ?? '',
    failureAt: instantOf(metadata[FIELDS.failureAt] ?? ''),
    stops: (metadata[FIELDS.stops] ?? '').split(';').flatMap((text) => stopIn(text) ?? []),
  };
}

/** The metadata that says one message's state. */
export const messageFields = (slot: Slot, { state, at }: MessageState): Record<string, string> => ({
  [FIELDS.message(slot)]: `${state} ${toIso(at)}`,
});

/** Empty values take a field away. */
export const noMessageFields = (slot: Slot): Record<string, string> => ({ [FIELDS.message(slot)]: '' });

export type ClaimFields = Pick<FollowUpRecord, 'cycle' | 'attempt' | 'claim' | 'sentTo' | 'failureAt'>;

/** The metadata beside the state of a message. */
export const claimFields = ({
  cycle,
  attempt,
  claim,
  sentTo,
  failureAt,
}: Partial<ClaimFields>): Record<string, string> => ({
  ...(cycle === undefined ? {} : { [FIELDS.cycle]: String(cycle) }),
  ...(attempt === undefined ? {} : { [FIELDS.attempt]: String(attempt) }),
  ...(claim === undefined ? {} : { [FIELDS.claim]: claim }),
  ...(sentTo === undefined ? {} : { [FIELDS.sentTo]: sentTo }),
  ...(failureAt === undefined ? {} : { [FIELDS.failureAt]: failureAt === null ? '' : toIso(failureAt) }),
});

/** More stops than these on one invoice tell nothing new. */
const STOPS_KEPT = 8;

export const stopFields = (stops: readonly StopNote[]): Record<string, string> => ({
  [FIELDS.stops]: stops.slice(-STOPS_KEPT).map(stopText).join(';'),
});
