import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, type Problem } from '../../src/config/problem.ts';
import { tempDir } from '../support/temp-dir.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export const KEY = {
  type: 'service_account',
  client_email: 'hub@example.iam.gserviceaccount.com',
  private_key: privateKey,
};

/** A working directory with everything right in it; `env` and `files` change that. */
export function complete(env: Record<string, string | undefined> = {}, files: Record<string, string> = {}) {
  const cwd = tempDir();
  for (const [name, content] of Object.entries({ 'key.json': JSON.stringify(KEY), ...files })) {
    writeFileSync(path.join(cwd, name), content);
  }
  return {
    cwd,
    env: {
      NOTION_TOKEN: 'ntn_abc',
      NOTION_MILESTONES_DB: '11111111111111111111111111111111',
      NOTION_PROJECTS_DB: '22222222222222222222222222222222',
      NOTION_CLIENTS_DB: '33333333333333333333333333333333',
      NOTION_DEALS_DB: '44444444444444444444444444444444',
      STRIPE_SECRET_KEY: 'sk_test_abc',
      STRIPE_WEBHOOK_SECRET: 'whsec_abc',
      GOOGLE_APPLICATION_CREDENTIALS: 'key.json',
      GOOGLE_SHEET_ID: 'sheet-1',
      ...env,
    },
  };
}

/** The problems that loading ends with; none when it succeeds. */
export function problemsIn(load: () => unknown): readonly Problem[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
