import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { type TokenError, verifyAssertion } from './assertion.ts';
import type { ServiceAccount } from './service-account.ts';
import { TOKEN_SECONDS, type Tokens } from './tokens.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Parts = {
  readonly account: ServiceAccount;
  readonly tokens: Tokens;
  readonly now: () => number;
};

function grant(form: URLSearchParams, { account, tokens, now }: Parts): { access_token: string } | TokenError {
  if (form.get('grant_type') !== JWT_BEARER)
    return {
      status: 400,
      error: 'unsupported_grant_type',
      error_description: `Invalid grant_type: ${form.get('grant_type') ?? ''}`,
    };
  const assertion = form.get('assertion');
  if (assertion === null)
    return { status: 400, error: 'invalid_request', error_description: 'Missing required parameter: assertion' };
  const publicKeyOf = (email: string) => (email === account.email ? account.publicKey : undefined);
  const verified = verifyAssertion(assertion, publicKeyOf, now());
  return 'error' in verified ? verified : { access_token: tokens.issue(verified) };
}

/** `POST /token`: exchanges a service account's signed assertion for an access token. */
export function tokenEndpoint(parts: Parts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/token', async (c) => {
    const type = c.req.header('content-type') ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded'))
      return c.json({ error: 'invalid_request', error_description: 'The body must be form encoded.' }, 400);
    const answer = grant(new URLSearchParams(await c.req.text()), parts);
    if ('error' in answer) {
      const { status, ...body } = answer;
      return c.json(body, status);
    }
    return c.json({ access_token: answer.access_token, expires_in: TOKEN_SECONDS, token_type: 'Bearer' });
  });
  return app;
}
