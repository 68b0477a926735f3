import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { GUIDE } from './guide.ts';
import type { Parsed } from './problem.ts';

/** Who the hub is to Google. */
export interface ServiceAccount {
  readonly email: string;
  /** PEM. */
  readonly privateKey: string;
}

const KeyFile = z.object({
  type: z.literal('service_account'),
  client_email: z.email(),
  // Keys that went through an environment file have their line ends as the two characters \ and n.
  private_key: z.string().transform((text) => text.replaceAll('\\n', '\n')),
});

/** Reads a key file and proves that the key in it can sign, so that a bad one is found now and not on Monday morning. */
export function readServiceAccount(file: string, cwd: string): Parsed<ServiceAccount> {
  let text: string;
  try {
    text = readFileSync(path.resolve(cwd, file), 'utf8');
  } catch {
    return problem('names a file that cannot be read');
  }
  const key = KeyFile.safeParse(jsonOf(text));
  if (!key.success) return problem('names a file that is not the JSON key of a service account');
  if (!isPrivateKey(key.data.private_key)) return problem('names a key file whose private_key is damaged');
  return { value: { email: key.data.client_email, privateKey: key.data.private_key } };
}

function problem(what: string): Parsed<never> {
  const where = 'GOOGLE_APPLICATION_CREDENTIALS';
  return { problems: [{ where, what, mend: GUIDE[where] }] };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).type === 'private';
  } catch {
    return false;
  }
}
