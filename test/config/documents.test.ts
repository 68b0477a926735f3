import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { VARIABLE_NAMES } from '../../src/config/environment.ts';
import { policyJsonSchema } from '../../src/config/json-schema.ts';

const ROOT = path.join(import.meta.dirname, '../..');

test('.env.example names exactly the variables that are read, each once', () => {
  const example = readFileSync(path.join(ROOT, '.env.example'), 'utf8');
  const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);

  expect(named.toSorted()).toEqual(VARIABLE_NAMES.toSorted());
});

// After a change of the policy: `npm run vitest -- run test/config --update`.
test('the published JSON Schema is the one that the file is checked with', async () => {
  const schema = `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;

  await expect(schema).toMatchFileSnapshot(path.join(ROOT, 'docs/milepost.config.schema.json'));
});
