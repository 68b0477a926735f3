import type { Invoice, Policy } from '../facts.ts';
import { SLOTS, sentOn } from './record.ts';
import { slotName } from './slot-name.ts';

/** How a comment begins is the same whenever it is written: by it one of before is found again. */
export type FollowUpComment = { readonly beginning: string; readonly text: string };

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
    return [{ beginning, text: `${beginning}${how}` }];
  });
}
