import { expect, test } from 'vitest';
import type { Finding } from '../simulation/finding.ts';
import { parts } from '../simulation/parts.ts';
import { failureText } from '../simulation/report.ts';

/** The same histories on every machine. `npm run simulate -- --parts --seeds 1000` looks further. */
const SEEDS = 30;
const AT_ONCE = 4;

test('whatever happens in whatever order, money is asked for once, and one quiet sweep later Notion tells the truth', {
  timeout: 600_000,
}, async () => {
  const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);
  const findings: Finding[] = [];
  const playOn = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) findings.push(await parts.check(seed));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, playOn));
  expect(findings).toHaveLength(SEEDS);
  expect(findings.filter(({ broken }) => broken.length > 0).map(failureText)).toEqual([]);
});
