/**
 * The load generator, in a process of its own: posts a fixed number of signed events over keep-alive connections, each of
 * which sends its next request when the one before is answered.
 */
import { openLeanClient } from './lean-client.ts';
import { Round, type RoundResult } from './messages.ts';
import { type SignedEvent, signEvents } from './signed-events.ts';

async function runRound({ url, secret, requests, connections }: Round): Promise<RoundResult> {
  const target = new URL(url);
  // All connections draw from the same requests, which are bytes already when the time starts.
  const events = signEvents(requests, secret).map((event) => requestBytes(target, event));
  const upcoming = events.values();
  const clients = await Promise.all(Array.from({ length: connections }, () => openLeanClient(target)));
  const trouble = new Set<string>();
  let accepted = 0;

  const startedAt = performance.now();
  await Promise.all(
    clients.map(async ({ post }) => {
      try {
        for (const request of upcoming) {
          const { status } = await post(request);
          if (status === 200) accepted += 1;
          else trouble.add(`answered ${status}`);
        }
      } catch (error) {
        trouble.add(error instanceof Error ? error.message : String(error));
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { close } of clients) close();
  return { seconds, accepted, trouble: [...trouble] };
}

function requestBytes({ host, pathname }: URL, { body, signature }: SignedEvent): Buffer {
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${body.length}`,
    'user-agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    `stripe-signature: ${signature}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

process.on('message', async (message) => {
  process.send?.(await runRound(Round.parse(message)));
});
// Never outlives the benchmark.
process.once('disconnect', () => process.exit(0));
