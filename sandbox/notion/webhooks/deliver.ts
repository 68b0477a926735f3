import { signWebhookPayload } from '@notionhq/client';

export type Attempt = {
  readonly at: number;
  readonly eventId: string;
  readonly type: string;
  readonly entityId: string;
  readonly attempt: number;
  readonly outcome: 'acknowledged' | 'refused' | 'unreachable' | 'lost';
  readonly status?: number;
};

export type OutgoingEvent = {
  readonly id: string;
  readonly type: string;
  readonly entity: { readonly id: string };
  readonly attempt_number: number;
};

/** A receiver that takes longer than this has not acknowledged. Notion publishes no number; real services use about ten seconds. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Signs and posts a body; yields the status, or undefined when nobody answered. */
export async function post(url: string, body: string, token: string): Promise<number | undefined> {
  const signature = await signWebhookPayload({ body, verificationToken: token });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-notion-signature': signature },
      body,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

/** Posts one attempt of an event and says how it went. */
export async function attemptDelivery(url: string, event: OutgoingEvent, token: string): Promise<Attempt> {
  const common = {
    eventId: event.id,
    type: event.type,
    entityId: event.entity.id,
    attempt: event.attempt_number,
  };
  const status = await post(url, JSON.stringify(event), token);
  const at = Date.now();
  if (status === undefined) return { ...common, at, outcome: 'unreachable' };
  return { ...common, at, outcome: status >= 200 && status < 300 ? 'acknowledged' : 'refused', status };
}
