import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Faults } from '../../kit/faults.ts';
import type { Journal } from '../../kit/journal.ts';
import { type Account, withCause } from '../account.ts';
import type { StripeEnv } from './environment.ts';
import { ApiError, type ErrorBody, errorAnswer } from './errors.ts';
import { expand } from './expand.ts';
import { parseForm } from './form.ts';
import { limitRate, requireKey, standardHeaders } from './guards.ts';
import type { Idempotency } from './idempotency.ts';
import type { Route } from './route.ts';
import { validate } from './validate.ts';

const json = (status: number, body: string, headers: Record<string, string> = {}): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });

const expandList = z.array(z.string()).optional();

/** Checks the parameters, executes the request, expands the answer. Nothing in here waits, so it is one step. */
function execute(c: Context<StripeEnv>, account: Account, route: Route, encoded: string): Response {
  const { expand: paths, ...params } = parseForm(encoded);
  const asked = validate(z.object({ expand: expandList }), paths === undefined ? {} : { expand: paths });
  const ids = { id: c.req.param('id') ?? '', child: c.req.param('child') ?? '' };
  const run = route.prepare(params, ids);
  if (route.method !== 'GET') c.set('executed', true);
  const cause = { id: c.get('requestId'), idempotency_key: c.req.header('idempotency-key') ?? null };
  const answer = withCause(account, cause, () => run(account));
  return json(200, JSON.stringify(expand(account, answer, asked.expand ?? []), null, 2));
}

/** Stripe tells somebody who looks in the wrong mode. The sandbox's own keys are test keys. */
const inOtherMode = (body: ErrorBody): ErrorBody => ({
  ...body,
  message: `${body.message}; a similar object exists in live mode, but a test mode key was used to make this request.`,
});

function problem(error: unknown, requestId: string, account: Account): Response {
  if (error instanceof ApiError) {
    const body = account.otherMode.has(error.missing ?? '') ? inOtherMode(error.body) : error.body;
    return json(error.status, JSON.stringify(errorAnswer(body, requestId), null, 2));
  }
  // A bug of the sandbox, not of the caller: say what it was.
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return json(500, JSON.stringify(errorAnswer({ type: 'api_error', message }, requestId)));
}

async function answer(c: Context<StripeEnv>, account: Account, route: Route): Promise<Response> {
  const replay = c.get('replay');
  if (replay !== undefined) return json(replay.status, replay.body, { 'idempotent-replayed': 'true' });
  const encoded = route.method === 'POST' ? await c.req.text() : new URL(c.req.url).search;
  try {
    return execute(c, account, route, encoded);
  } catch (error) {
    return problem(error, c.get('requestId'), account);
  }
}

export type ApiOptions = {
  readonly account: Account;
  readonly faults: Faults;
  readonly idempotency: Idempotency;
  readonly journal: Journal;
  readonly rateLimitPerSecond: number;
  readonly routes: readonly Route[];
  readonly secretKeys: readonly string[];
};

/** The HTTP side of `/v1`. */
export function createApi(options: ApiOptions): Hono<StripeEnv> {
  const { account, faults, idempotency, journal, rateLimitPerSecond, routes, secretKeys } = options;
  const app = new Hono<StripeEnv>();
  app.use(
    '/v1/*',
    journal.middleware,
    faults.delivery,
    standardHeaders,
    requireKey(secretKeys),
    limitRate(rateLimitPerSecond),
  );
  app.use('/v1/*', idempotency.middleware, faults.middleware);
  for (const route of routes) app.on(route.method, route.path, (c) => answer(c, account, route));
  app.all('/v1/*', (c) => {
    const message = `Unrecognized request URL (${c.req.method}: ${c.req.path}).`;
    return c.json(errorAnswer({ type: 'invalid_request_error', message }, c.get('requestId')), 404);
  });
  return app;
}
