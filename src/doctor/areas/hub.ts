import { type Finding, notLookedAt } from '../finding.ts';
import { HUB_MEMORY, judgeHub } from '../judge/hub.ts';
import { judgePublicUrl, PUBLIC_URL } from '../judge/public-url.ts';
import { look } from '../look.ts';
import { probePublicUrl } from '../probe/public-url.ts';
import type { Examined } from './area.ts';

/** Whether it is reached, and what it has done. */
export async function examineHub(examined: Examined): Promise<readonly Finding[]> {
  return [await examineAddress(examined), ...examineWork(examined)];
}

async function examineAddress({ pieces }: Examined): Promise<Finding> {
  const { publicUrl: url, stripeApiUrl } = pieces;
  const looked = await look(PUBLIC_URL, async () => (url === undefined ? undefined : await probePublicUrl(url)));
  if ('finding' in looked) return looked.finding;
  const isLocalStripe = stripeApiUrl !== undefined && new URL(stripeApiUrl).hostname !== 'api.stripe.com';
  return judgePublicUrl({ url, answer: looked.facts, isLocalStripe });
}

function examineWork({ status, pieces, now }: Examined): readonly Finding[] {
  if (status?.stripeReads === undefined) return [notLookedAt(HUB_MEMORY, 'Redis does not answer')];
  return judgeHub({
    now: now(),
    lastSeen: new Map(Object.entries(status.lastSeen).map(([what, at]) => [what, Date.parse(at)])),
    sweepEverySeconds: pieces.policy.sweep.everySeconds,
    failed: status.queue?.failed ?? 0,
    alarms: Object.keys(status.alarms),
    unreadable: Object.entries(status.unreadable).map(([row, words]) => `${row} (${words})`),
    reviewProblem: status.reviewProblem,
    stripeReads: status.stripeReads,
  });
}
