import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { ApiError, errorBody } from './api-error.ts';

const created = z.object({ id: z.string() });
const CREATES = /^\/v1\/(pages|databases)$/;

/** A creation that is saved although its answer is 503: the body then names what was saved. */
export function createCommitFault() {
  let left = 0;
  const middleware: MiddlewareHandler = async (c, proceed) => {
    await proceed();
    if (left === 0 || c.req.method !== 'POST' || !CREATES.test(c.req.path) || c.res.status >= 400) return;
    left -= 1;
    const { id } = created.parse(await c.res.json());
    const error = new ApiError(503, 'service_unavailable', 'Building the response took too long.', {
      committed_resource_id: id,
      retry_guidance: ['The write was saved. Do not repeat this request.'],
    });
    c.res = Response.json(errorBody(error, randomUUID()), { status: 503 });
  };
  return {
    middleware,
    arm: (times = 1): void => {
      left = times;
    },
  };
}
