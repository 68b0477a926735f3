import type { MiddlewareHandler } from 'hono';
import { ApiError } from './api-error.ts';

export type RateWindow = { readonly startedAt: number; requests: number; refused: number };

/** A fixed window of real time: the whole budget may go in one burst, and a new one begins at the window's end. */
export function createRateLimit(limit: { requests: number; seconds: number }) {
  const windowMs = limit.seconds * 1000;
  const origin = Date.now();
  const windows: RateWindow[] = [];

  const currentWindow = (): RateWindow => {
    const now = Date.now();
    const startedAt = now - ((now - origin) % windowMs);
    const last = windows.at(-1);
    if (last?.startedAt === startedAt) return last;
    const fresh = { startedAt, requests: 0, refused: 0 };
    windows.push(fresh);
    return fresh;
  };

  const middleware: MiddlewareHandler = async (_c, proceed) => {
    const window = currentWindow();
    if (window.requests >= limit.requests) {
      window.refused += 1;
      const seconds = Math.max(1, Math.ceil((window.startedAt + windowMs - Date.now()) / 1000));
      throw new ApiError(429, 'rate_limited', 'You have been rate limited. Please try again in a few minutes.', {
        rate_limit_reason: 'public_api_request_rate_limit',
        retry_after: String(seconds),
      });
    }
    window.requests += 1;
    await proceed();
  };

  return { middleware, windows: (): readonly RateWindow[] => windows };
}
