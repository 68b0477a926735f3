import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { ApiError, badRequest, errorBody, invalid, notInSandbox } from '../errors.ts';
import { type FieldMask, parseFieldMask, project, unknownPath } from '../field-mask.ts';
import type { Tokens } from '../oauth/tokens.ts';
import { authenticate, checkScope } from './access.ts';
import type { Drive } from './drive.ts';
import type { Operation } from './operation.ts';
import type { Quota } from './quota.ts';

type Parts = {
  readonly operations: readonly Operation[];
  readonly drive: Drive;
  readonly tokens: Tokens;
  readonly quota: Quota;
};

const STANDARD_QUERY = new Set(
  '$.xgafv access_token alt callback fields key oauth_token prettyPrint quotaUser upload_protocol uploadType'.split(
    ' ',
  ),
);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(`Invalid percent encoding in the path: ${part}`);
  }
}

function findOperation(operations: readonly Operation[], method: string, path: string) {
  for (const operation of operations) {
    const match = operation.method === method ? operation.pattern.exec(path) : null;
    if (match) return { operation, captures: match.slice(1).map(decoded) };
  }
  throw notInSandbox(`${method} ${path}`);
}

function checkQuery({ query: known }: Operation, query: URLSearchParams): void {
  for (const name of query.keys()) {
    if (known.includes(name) || STANDARD_QUERY.has(name)) continue;
    const description = `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`;
    throw badRequest([{ field: '', description }]);
  }
}

function parseBody(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('Invalid JSON payload received. Unexpected token.');
  }
}

const EVERYTHING: FieldMask = new Map();

/** Reads the `fields` that a client wants in the answer. */
function responseMask(fields: string | null, { answers }: Operation): FieldMask {
  if (fields === null || fields === '') return EVERYTHING;
  const mask = parseFieldMask(fields);
  const unknown = mask ? unknownPath(mask, answers) : fields;
  if (mask && unknown === undefined) return mask;
  const description = `Error expanding 'fields' parameter. Cannot find matching fields for path '${unknown ?? fields}'.`;
  throw new ApiError(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.', [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field: 'fields', description }] },
  ]);
}

/** The Sheets API: finds the method, checks who asks and how often, runs it and shapes the answer. */
export function sheetsApi({ operations, drive, tokens, quota }: Parts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all('/v4/*', async (c) => {
    try {
      const url = new URL(c.req.url);
      const { operation, captures } = findOperation(operations, c.req.method, url.pathname);
      const grant = authenticate(c.req.header('authorization'), tokens);
      checkScope(grant, operation.scope, operation.name);
      quota.spend(operation.quota, grant.email);
      checkQuery(operation, url.searchParams);
      const body = parseBody(await c.req.text());
      // Before anything is done: a mask that is refused must not leave a write behind.
      const mask = responseMask(url.searchParams.get('fields'), operation);
      const answer = operation.run({ captures, query: url.searchParams, body, mask, actor: grant.email, drive });
      return c.json(Object(project(answer, mask)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return new Response(JSON.stringify(errorBody(error)), {
        status: error.code,
        headers: { 'content-type': 'application/json; charset=UTF-8' },
      });
    }
  });
  return app;
}
