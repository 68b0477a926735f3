import type { PlainDate } from '../calendar.ts';
import type { Invoice, Policy } from '../facts.ts';
import { invoiceDates } from '../standing/status.ts';
import { windowEnds } from './follow-up-day.ts';
import { isOld } from './followed.ts';
import { SLOTS, type Slot, sentOn } from './record.ts';
import { slotName } from './slot-name.ts';

/** How a comment begins is the same whenever it is written: by it one of before is found again. */
export type FollowUpComment = { readonly beginning: string; readonly text: string };

const ROLLED = ' It is rolled: its usual days had passed, because nobody works on them or something kept it back.';

/** It went out beyond the window of its step (Rule 11.1). What was late before it was taken over has windows of its own. */
function isRolled(invoice: Invoice, slot: Slot, on: PlainDate, policy: Pick<Policy, 'timeZone'>): boolean {
  const due = invoiceDates(invoice, policy.timeZone)?.due;
  if (due === undefined || isOld({ invoice }, policy) || (slot !== 'light' && slot !== 'firm')) return false;
  return on > windowEnds(slot === 'light' ? 'Light' : 'Firm', due);
}

/** One comment for each message that went out about an invoice. */
export function messageComments(
  invoice: Invoice,
  policy: Pick<Policy, 'timeZone' | 'followUp'>,
): readonly FollowUpComment[] {
  const { followUps, number, id } = invoice;
  return SLOTS.flatMap((slot) => {
    const on = sentOn(followUps, slot, policy.timeZone);
    if (on === undefined || followUps.messages[slot]?.state !== 'sent') return [];
    const beginning = `${slotName[slot]} follow-up of ${on}: invoice ${number ?? id} `;
    const how =
      policy.followUp.channel === 'stripe'
        ? 'was mailed again by Stripe, in its own words: the text cannot differ by step there.'
        : `was followed up by mail${followUps.sentTo === '' ? '' : ` to ${followUps.sentTo}`}.`;
    return [{ beginning, text: `${beginning}${how}${isRolled(invoice, slot, on, policy) ? ROLLED : ''}` }];
  });
}
