import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parsePolicy } from '../../src/config/read-policy.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../docs/deals.md'), 'utf8');

test('the configuration that docs/deals.md shows is one', () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
  expect(parsePolicy(yaml)).toMatchObject({
    value: { paymentPlans: { Standard: [{}, {}, {}], Halves: [{}, {}], 'Fixed first': [{}, {}] } },
  });
});
