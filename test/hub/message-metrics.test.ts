import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { SendOutcome } from '../../jobs/follow-up-client.ts';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import type { FollowUpMessages } from '../../src/hub/follow-up-messages.ts';
import { countMessages } from '../../src/hub/message-metrics.ts';
import { planned } from '../billing/follow-up/words/sample.ts';
import { parseMetrics } from '../ops/prometheus-text.ts';

test('messages are counted by kind and by what became of them', async () => {
  const outcomes: SendOutcome[] = [{ kind: 'sent' }, { kind: 'refused', why: 'full' }, { kind: 'unknown', why: 'cut' }];
  const messages: FollowUpMessages = {
    send: async () => outcomes.shift() ?? { kind: 'sent' },
    sendList: undefined,
    inWords: () => undefined,
    close: () => {},
  };
  const registry = new Registry();
  const { send } = await countMessages({ messages: async () => messages }, registry).messages();
  for (let count = 0; count < 4; count += 1)
    await send({ message: planned('Firm'), counts: [], leavesAt: instantFromMillis(0) });
  const [family] = parseMetrics(await registry.metrics());
  const counted = family?.samples.filter(({ labels }) => labels.kind === 'Firm');
  expect(counted?.map(({ labels, value }) => [labels.outcome, value])).toEqual([
    ['sent', 2],
    ['refused', 1],
    ['unknown', 1],
  ]);
  expect(family?.samples.filter(({ labels, value }) => labels.kind !== 'Firm' && value > 0)).toEqual([]);
});
