import { randomBytes } from 'node:crypto';
import type { Grant } from './assertion.ts';

export const TOKEN_SECONDS = 3599;

type Issued = Grant & { readonly expiresAt: number };

export type Tokens = {
  readonly issue: (grant: Grant) => string;
  /** Whom a token speaks for; undefined when it is unknown or has expired. */
  readonly holder: (token: string) => Grant | undefined;
  readonly expireAll: () => void;
};

/** @param now the clock by which tokens expire, in milliseconds */
export function createTokens(now: () => number): Tokens {
  const issued = new Map<string, Issued>();
  return {
    issue(grant) {
      const token = `ya29.sandbox-${randomBytes(24).toString('base64url')}`;
      issued.set(token, { ...grant, expiresAt: now() + TOKEN_SECONDS * 1000 });
      return token;
    },
    holder(token) {
      const grant = issued.get(token);
      return grant && grant.expiresAt > now() ? grant : undefined;
    },
    expireAll: () => issued.clear(),
  };
}
