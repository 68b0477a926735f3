import { ApiError } from '../errors.ts';
import type { Grant } from '../oauth/assertion.ts';
import type { Tokens } from '../oauth/tokens.ts';
import type { Access } from './quota.ts';

const AUTH = 'https://www.googleapis.com/auth/';
const WRITE_SCOPES = ['spreadsheets', 'drive', 'drive.file'].map((name) => AUTH + name);
const READ_SCOPES = [...WRITE_SCOPES, `${AUTH}spreadsheets.readonly`, `${AUTH}drive.readonly`];

/** @returns for whom a request speaks; throws 403 without credentials and 401 with stale ones */
export function authenticate(header: string | undefined, tokens: Tokens): Grant {
  if (header === undefined)
    throw new ApiError(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    );
  const token = /^Bearer (\S+)$/i.exec(header)?.[1];
  const grant = token === undefined ? undefined : tokens.holder(token);
  if (!grant)
    throw new ApiError(
      401,
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    );
  return grant;
}

/** Refuses a token whose scopes do not cover the method. */
export function checkScope(grant: Grant, scopes: Access, method: string): void {
  const sufficient = scopes === 'read' ? READ_SCOPES : WRITE_SCOPES;
  if (grant.scopes.some((scope) => sufficient.includes(scope))) return;
  throw new ApiError(403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.', [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
      domain: 'googleapis.com',
      metadata: {
        service: 'sheets.googleapis.com',
        method: `google.apps.sheets.v4.SpreadsheetsService.${method}`,
      },
    },
  ]);
}
