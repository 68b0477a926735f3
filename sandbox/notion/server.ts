import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Faults } from '../kit/faults.ts';
import type { Journal } from '../kit/journal.ts';
import { ApiError, errorBody } from './api-error.ts';
import type { World } from './model.ts';
import { blockRoutes } from './routes/blocks.ts';
import { commentRoutes } from './routes/comments.ts';
import { dataSourceRoutes } from './routes/data-sources.ts';
import { databaseRoutes } from './routes/databases.ts';
import { pageRoutes } from './routes/pages.ts';
import { searchRoutes } from './routes/search.ts';
import { userRoutes } from './routes/users.ts';
import { viewRoutes } from './routes/views.ts';

/** The sandbox speaks one version only, the one the hub is pinned to. */
export const API_VERSION = '2026-03-11';

const authenticate =
  (token: string): MiddlewareHandler =>
  async (c, proceed) => {
    if (c.req.header('authorization') !== `Bearer ${token}`)
      throw new ApiError(401, 'unauthorized', 'API token is invalid.');
    await proceed();
  };

const requireVersion: MiddlewareHandler = async (c, proceed) => {
  const version = c.req.header('notion-version');
  if (version === undefined)
    throw new ApiError(
      400,
      'missing_version',
      'Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.',
    );
  if (version !== API_VERSION)
    throw new ApiError(
      400,
      'validation_error',
      `Notion-Version header failed validation: Notion-Version header should be \`"${API_VERSION}"\`, instead was \`"${version}"\`.`,
    );
  await proceed();
};

type Parts = {
  readonly world: World;
  readonly token: string;
  readonly rateLimit: MiddlewareHandler;
  readonly faults: Faults;
  readonly commitFault: MiddlewareHandler;
  readonly journal: Journal;
};

/** The Notion API itself, below `/v1`. */
export function createApi({
  world,
  token,
  rateLimit,
  faults,
  commitFault,
  journal,
}: Parts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('/v1/*', journal.middleware, faults.delivery);
  app.use('/v1/*', authenticate(token), rateLimit, faults.middleware, commitFault, requireVersion);
  app.route('/v1/users', userRoutes(world));
  app.route('/v1/pages', pageRoutes(world));
  app.route('/v1/databases', databaseRoutes(world));
  app.route('/v1/data_sources', dataSourceRoutes(world));
  app.route('/v1/comments', commentRoutes(world));
  app.route('/v1/blocks', blockRoutes(world));
  app.route('/v1/views', viewRoutes(world));
  app.route('/v1/search', searchRoutes(world));
  app.notFound((c) => {
    throw new ApiError(400, 'invalid_request_url', `Invalid request URL: ${c.req.method} ${c.req.path}.`);
  });
  app.onError((error, c) => {
    const known =
      error instanceof ApiError ? error : new ApiError(500, 'internal_server_error', `${error.name}: ${error.message}`);
    const requestId = randomUUID();
    c.header('x-notion-request-id', requestId);
    const wait = known.additionalData?.retry_after;
    if (typeof wait === 'string') c.header('retry-after', wait);
    return c.json(errorBody(known, requestId), known.status);
  });
  return app;
}
