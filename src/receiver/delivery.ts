import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { DeliveryMetrics } from './delivery-metrics.ts';
import type { ReceiverEnv } from './raw-body.ts';
import { createRequestIds } from './request-id.ts';
import { type HintSink, type Settled, settleDelivery, type WebhookSource } from './settle.ts';

export type DeliveryOptions = {
  readonly inbox: HintSink;
  readonly log: Logger;
  readonly metrics: DeliveryMetrics;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told about authentic deliveries, at most once in {@link NOTICE_EVERY_MS} per source; must not throw. */
  readonly noteAuthentic?: ((source: WebhookSource['name'], at: number) => void) | undefined;
};

/** Takes one delivery: reads, proves, keeps, answers, and leaves one line in the log. */
export type TakeDelivery = (c: Context<ReceiverEnv>, source: WebhookSource) => Promise<Response>;

const RETRY_AFTER_SECONDS = 5;
/** "When did the last webhook come?" needs no more precision, and no write per delivery. */
const NOTICE_EVERY_MS = 5_000;

export function createDelivery(options: DeliveryOptions): TakeDelivery {
  const nextRequestId = createRequestIds();
  const notice = createNotice(options);
  return async (c, source) => {
    const startedAt = performance.now();
    const requestId = nextRequestId();
    const settled = await settleDelivery(c, source, options.inbox);
    const durationMs = performance.now() - startedAt;
    options.metrics.observe(source.name, settled.outcome, durationMs);
    writeLine(options.log, source.name, requestId, settled, durationMs);
    if (settled.outcome === 'queued' || settled.outcome === 'ignored') notice(source.name);
    return answer(c, requestId, settled);
  };
}

function answer(c: Context<ReceiverEnv>, requestId: string, { status, why }: Settled): Response {
  // Not c.body(): plain headers are written as they are, without building web Headers from them and back.
  if (status === 200) return new Response(null, { headers: { 'x-request-id': requestId, 'content-length': '0' } });
  const retry = status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : undefined;
  return c.json({ error: why ?? 'refused' }, status, { 'x-request-id': requestId, ...retry });
}

/** Identifiers and durations only: bodies and signatures never reach the log. */
function writeLine(log: Logger, source: string, requestId: string, settled: Settled, durationMs: number): void {
  const line = {
    source,
    request_id: requestId,
    event_id: settled.eventId,
    event_type: settled.eventType,
    outcome: settled.outcome,
    why: settled.why,
    duration_ms: Math.round(durationMs * 10) / 10,
  };
  if (settled.status === 200) log.info(line, 'webhook');
  else if (settled.error === undefined) log.warn(line, 'webhook refused');
  else log.error({ ...line, err: settled.error }, 'webhook refused');
}

function createNotice({ clock, noteAuthentic }: DeliveryOptions): (source: WebhookSource['name']) => void {
  const last = new Map<string, number>();
  return (source) => {
    if (noteAuthentic === undefined) return;
    const now = clock();
    if (now - (last.get(source) ?? Number.NEGATIVE_INFINITY) < NOTICE_EVERY_MS) return;
    last.set(source, now);
    noteAuthentic(source, now);
  };
}
