import { createVerify } from 'node:crypto';
import { z } from 'zod';

/** The audience is Google's own URL whatever address the request was sent to: client libraries have it as a constant. */
const AUDIENCE = 'https://oauth2.googleapis.com/token';
const LIFETIME_MAX_S = 3600;
const SKEW_MAX_S = 300;
const SCOPES = [
  'https://www.googleapis.com/auth/spreadsheets',
  'https://www.googleapis.com/auth/spreadsheets.readonly',
  'https://www.googleapis.com/auth/drive',
  'https://www.googleapis.com/auth/drive.readonly',
  'https://www.googleapis.com/auth/drive.file',
];

const header = z.object({ alg: z.string() });
const claims = z.object({
  iss: z.string(),
  scope: z.string().default(''),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  sub: z.string().optional(),
});

export type TokenError = {
  readonly status: 400 | 401;
  readonly error: string;
  readonly error_description: string;
};

export type Grant = { readonly email: string; readonly scopes: readonly string[] };

const grantRefused = (description: string): TokenError => ({
  status: 400,
  error: 'invalid_grant',
  error_description: description,
});

function decode<S extends z.ZodType>(schema: S, part: string | undefined): z.infer<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/**
 * Checks the signed assertion of a service account.
 * @param publicKeyOf the key of a known account
 * @param nowMs the endpoint's clock
 */
export function verifyAssertion(
  assertion: string,
  publicKeyOf: (email: string) => string | undefined,
  nowMs: number,
): Grant | TokenError {
  const [head, body, signature, extra] = assertion.split('.');
  const claimed = decode(claims, body);
  if (decode(header, head)?.alg !== 'RS256' || !claimed || !signature || extra !== undefined)
    return grantRefused('Bad Request');
  const key = publicKeyOf(claimed.iss);
  if (key === undefined) return grantRefused('Invalid grant: account not found');
  const genuine = createVerify('RSA-SHA256').update(`${head}.${body}`).verify(key, signature, 'base64url');
  if (!genuine) return grantRefused('Invalid JWT Signature.');
  if (claimed.aud !== AUDIENCE) return grantRefused('Invalid JWT: Failed audience check.');

  const now = nowMs / 1000;
  const { iat, exp } = claimed;
  if (Math.abs(now - iat) > SKEW_MAX_S || exp <= now || exp - iat > LIFETIME_MAX_S)
    return grantRefused(
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  if (claimed.sub !== undefined && claimed.sub !== claimed.iss)
    return {
      status: 401,
      error: 'unauthorized_client',
      error_description:
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
    };
  const scopes = claimed.scope.split(' ').filter((scope) => scope !== '');
  if (!scopes.some((scope) => SCOPES.includes(scope)))
    return {
      status: 400,
      error: 'invalid_scope',
      error_description: 'Invalid OAuth scope or ID token audience provided.',
    };
  return { email: claimed.iss, scopes };
}
