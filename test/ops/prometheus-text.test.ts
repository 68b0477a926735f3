import { expect, test } from 'vitest';
import { parseMetrics } from './prometheus-text.ts';

const HEAD = '# HELP a_total Things\n# TYPE a_total counter\n';

test('lines are read with their labels, also where a value holds quotes and line ends', () => {
  const [family] = parseMetrics(`${HEAD}a_total{b="c \\"d\\" \\\\ \\n",e="f"} 2\n`);
  expect(family?.samples).toEqual([{ name: 'a_total', labels: { b: 'c "d" \\ \n', e: 'f' }, value: 2 }]);
});

test.each([
  ['a line without an end', `${HEAD}a_total 1`],
  ['a number without a type', 'a_total 1\n'],
  ['a number that is none', `${HEAD}a_total one\n`],
  ['a label that is not quoted', `${HEAD}a_total{b=c} 1\n`],
  ['a label twice', `${HEAD}a_total{b="c",b="d"} 1\n`],
  ['a line twice', `${HEAD}a_total{b="c"} 1\na_total{b="c"} 2\n`],
  ['a metric in two places', `${HEAD}a_total 1\n${HEAD}a_total 1\n`],
  ['a line of another metric', `${HEAD}b_total 1\n`],
  ['a bucket without its limit', '# HELP h x\n# TYPE h histogram\nh_bucket 1\n'],
  ['a counter below zero', `${HEAD}a_total -1\n`],
])('%s is refused', (_what, text) => {
  expect(() => parseMetrics(text)).toThrow();
});
