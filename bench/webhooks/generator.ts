/**
 * The load generator, in a process of its own: posts a fixed number of signed events over keep-alive connections, each of
 * which sends its next request when the one before is answered.
 */
import { Agent, request } from 'node:http';
import { Round, type RoundResult } from './messages.ts';
import { type SignedEvent, signEvents } from './signed-events.ts';

const ANSWER_WITHIN_MS = 10_000;

async function runRound({ url, secret, requests, connections }: Round): Promise<RoundResult> {
  const events = signEvents(requests, secret).values();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const trouble = new Set<string>();
  let accepted = 0;

  const connection = async (): Promise<void> => {
    // All connections draw from the same events.
    for (const event of events) {
      const status = await post(url, agent, event).catch((error: Error) => error.message);
      if (status === 200) accepted += 1;
      else trouble.add(String(status));
    }
  };
  const startedAt = performance.now();
  const startedBusy = process.cpuUsage();
  await Promise.all(Array.from({ length: connections }, connection));
  const { user, system } = process.cpuUsage(startedBusy);
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return { seconds, accepted, trouble: [...trouble], busySeconds: (user + system) / 1_000_000 };
}

function post(url: string, agent: Agent, { body, signature }: SignedEvent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      'stripe-signature': signature,
    };
    const outgoing = request(url, { method: 'POST', agent, headers, timeout: ANSWER_WITHIN_MS }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
      response.once('error', reject);
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

process.on('message', async (message) => {
  process.send?.(await runRound(Round.parse(message)));
});
// Never outlives the benchmark.
process.once('disconnect', () => process.exit(0));
