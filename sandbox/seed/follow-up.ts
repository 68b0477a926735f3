import { claimFields, messageFields, stopFields } from '../../connectors/stripe/follow-up-record.ts';
import { addDays, dateIn, type PlainDate, startOfDay } from '../../src/billing/calendar.ts';
import type { Policy } from '../../src/billing/facts.ts';
import type { Followed } from '../../src/billing/follow-up/followed.ts';
import { type Planned, planClient } from '../../src/billing/follow-up/plan.ts';
import { type FollowUpRecord, lastMessageAt, SLOTS, type StopNote } from '../../src/billing/follow-up/record.ts';

/** An open invoice, and every stop that people have set beside it since it was sent. */
export type Remembered = { readonly followed: Followed; readonly stops: readonly StopNote[] };

/** The oldest open invoice is not older than this. */
const DAYS_BACK = 90;

/**
 * What a hub that was there all the time has noted about open invoices until yesterday, worked out by its own plan: today's
 * messages are still to go out.
 * @returns the records by the invoice's id
 */
export function pastFollowUps(
  open: readonly Remembered[],
  policy: Policy,
  today: PlainDate,
): ReadonlyMap<string, FollowUpRecord> {
  const records = new Map(open.map(({ followed: { invoice } }) => [invoice.id, invoice.followUps]));
  for (let ago = DAYS_BACK; ago > 0; ago -= 1) {
    const day = addDays(today, -ago);
    const asOfDay = open.map((one) => standingOn(one, records.get(one.followed.invoice.id), day));
    for (const planned of plannedOn(asOfDay, policy, day)) noteSent(records, planned);
  }
  return new Map(open.map((one) => [one.followed.invoice.id, withStops(one, records)]));
}

const withStops = (
  { followed: { invoice }, stops }: Remembered,
  records: ReadonlyMap<string, FollowUpRecord>,
): FollowUpRecord => ({ ...(records.get(invoice.id) ?? invoice.followUps), stops });

/** As it stood on a day of the past: with the messages so far, and the stop of that day. */
function standingOn({ followed, stops }: Remembered, record: FollowUpRecord | undefined, day: PlainDate): Followed {
  const known = stops
    .filter(({ placedOn }) => placedOn <= day)
    .map((note) => ({ ...note, endedOn: note.endedOn !== null && note.endedOn <= day ? note.endedOn : null }));
  const stop = known.findLast(({ endedOn }) => endedOn === null);
  const { milestone, invoice } = followed;
  return {
    ...followed,
    milestone: { ...milestone, followUpStop: stop?.kind ?? null, stopUntil: stop?.until ?? null },
    invoice: { ...invoice, followUps: { ...(record ?? invoice.followUps), stops: known } },
  };
}

function plannedOn(all: readonly Followed[], policy: Policy, day: PlainDate): readonly Planned[] {
  const clients = new Map(all.flatMap(({ client }) => (client === undefined ? [] : [[client.id, client] as const])));
  return [...clients.values()].flatMap((client) => {
    const followed = all.filter((one) => one.client?.id === client.id);
    const heard = followed.flatMap(({ invoice }) => lastMessageAt(invoice.followUps) ?? []).toSorted((a, b) => b - a);
    const facts = { client, followed, lastMessageAt: heard[0] };
    const { planned } = planClient(facts, policy, startOfDay(policy.timeZone, day));
    return planned !== undefined && dateIn(policy.timeZone, planned.leavesAt) === day ? [planned] : [];
  });
}

function noteSent(records: Map<string, FollowUpRecord>, { counts, message, leavesAt }: Planned): void {
  for (const { followed, due } of counts) {
    const { invoice } = followed;
    const record = records.get(invoice.id) ?? invoice.followUps;
    const messages = { ...record.messages, [due.slot]: { state: 'sent' as const, at: leavesAt } };
    records.set(invoice.id, { ...record, messages, sentTo: message.to });
  }
}

/** The metadata that says so. */
export const followUpFields = ({ messages, sentTo, stops }: FollowUpRecord): Record<string, string> => ({
  ...Object.assign(
    {},
    ...SLOTS.map((slot) => (messages[slot] === undefined ? {} : messageFields(slot, messages[slot]))),
  ),
  ...(sentTo === '' ? {} : claimFields({ sentTo })),
  ...(stops.length === 0 ? {} : stopFields(stops)),
});
