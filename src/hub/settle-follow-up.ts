import type { Logger } from 'pino';
import { gatherFacts } from '../../jobs/milestone-facts.ts';
import { type Clock, dateIn } from '../billing/calendar.ts';
import { unconfirmedSlots } from '../billing/follow-up/record.ts';
import { slotName } from '../billing/follow-up/slot-name.ts';
import type { Config } from '../config/config.ts';
import { whenReady } from '../queue/redis.ts';
import { billingPolicy } from './billing-policy.ts';
import { readOnlyMemory } from './explain-now.ts';
import { connectServices, openStorage } from './foundation.ts';

const REDIS_WITHIN_MS = 3_000;

/** What a person found out about messages of which nobody knew whether they went out. */
export const ANSWERS = ['sent', 'not-sent'] as const;
export type Answer = (typeof ANSWERS)[number];

export type SettledMessage = { readonly invoice: string; readonly message: string; readonly on: string };

/**
 * Notes the answer on every unconfirmed message of a milestone. What was not sent goes out again by itself, in its turn.
 * @returns the messages; undefined when there is no such milestone
 */
export async function settleFollowUp(
  id: string,
  answer: Answer,
  config: Config,
  { clock, log, tell }: { readonly clock: Clock; readonly log: Logger; readonly tell: (line: string) => void },
): Promise<readonly SettledMessage[] | undefined> {
  const storage = await openStorage(config.redisUrl, log, tell);
  await whenReady(storage.redis, REDIS_WITHIN_MS);
  const { notion, stripe, stop } = connectServices(config, storage);
  const policy = billingPolicy(config);
  try {
    const milestone = await notion.readMilestone(id);
    if (milestone === undefined) return undefined;
    const memory = readOnlyMemory(storage.memory);
    const { invoices } = await gatherFacts({ notion, stripe, clock, policy, memory }, milestone);
    const settled: SettledMessage[] = [];
    for (const invoice of invoices) {
      for (const slot of unconfirmedSlots(invoice.followUps)) {
        const at = invoice.followUps.messages[slot]?.at ?? clock();
        if (answer === 'sent') await stripe.settleMessage(invoice.id, slot, { state: 'sent', at });
        else {
          const { [slot]: _, ...messages } = invoice.followUps.messages;
          await stripe.letGoOfMessage({ ...invoice, followUps: { ...invoice.followUps, messages } }, slot, clock());
        }
        settled.push({
          invoice: invoice.number ?? invoice.id,
          message: slotName[slot],
          on: dateIn(policy.timeZone, at),
        });
      }
    }
    await storage.queue.add([{ name: 'milestone', id, origin: 'command line' }]);
    return settled;
  } finally {
    stop();
    await storage.close();
  }
}
