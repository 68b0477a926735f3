import { dateIn, type Instant, toIso } from '../calendar.ts';
import type { MilestoneFacts, Policy } from '../facts.ts';
import type { Followed } from './followed.ts';
import { nextMessage } from './next-message.ts';
import { leavesAt } from './sending-time.ts';
import { slotName } from './slot-name.ts';

type Step = { readonly what: string; readonly when: string };

/** Which message goes out next about each invoice, to whom and why, or why none does. */
export function followUpSteps(
  { milestone, project, client, invoices }: MilestoneFacts,
  policy: Policy,
  now: Instant,
): readonly Step[] {
  return invoices
    .filter(({ status }) => status === 'open')
    .map((invoice) => stepOf({ invoice, milestone, project, client }, policy, now));
}

function stepOf(followed: Followed, policy: Policy, now: Instant): Step {
  const { invoice, client } = followed;
  const name = invoice.number ?? invoice.id;
  const next = nextMessage(followed, policy, now);
  switch (next.kind) {
    case 'message': {
      const by = policy.followUp.channel === 'stripe' ? ', mailed by Stripe' : '';
      const why = next.rolled ? ', later than usual because of the days before it' : '';
      return {
        what: `The ${slotName[next.slot].toLowerCase()} message about invoice ${name} goes to ${client?.billingEmail ?? 'the client'}${by}${why}, if it is still unpaid and nothing stops it`,
        when: toIso(leavesAt(client, policy, next.day, now)),
      };
    }
    case 'rests':
      return {
        what: `No message about invoice ${name} goes out: ${next.rest.words}`,
        when: next.rest.until === undefined ? 'until that changes' : `until ${next.rest.until}`,
      };
    case 'by hand':
      return {
        what: `No message about invoice ${name} goes out by itself${next.words === '' ? ': every step has gone out' : `: ${next.words}`}`,
        when: next.since > dateIn(policy.timeZone, now) ? `a person is asked on ${next.since}` : `since ${next.since}`,
      };
    case 'being sent':
      return { what: `A message about invoice ${name} is being sent`, when: 'now' };
    case 'nothing':
      return { what: `No message about invoice ${name} is needed`, when: 'now' };
  }
}
