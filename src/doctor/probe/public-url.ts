import type { PublicUrlFacts } from '../judge/public-url.ts';

const WITHIN_MS = 8_000;

/** Asks for the hub at its public address, as a service from outside would. */
export async function probePublicUrl(url: string): Promise<NonNullable<PublicUrlFacts['answer']>> {
  try {
    const response = await fetch(`${url}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
    const text = await response.text();
    const { status } = response;
    if (status >= 300 && status < 400) return { kind: 'redirect', to: response.headers.get('location') ?? 'elsewhere' };
    return isOurs(text) ? { kind: 'hub' } : { kind: 'something else', status };
  } catch (error) {
    return { kind: 'nothing', why: reasonOf(error) };
  }
}

function isOurs(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'status' in body && body.status === 'alive';
  } catch {
    return false;
  }
}

/** Fetch says "fetch failed", and why only in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message;
}
