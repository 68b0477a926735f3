import { afterAll, beforeAll, expect, test } from 'vitest';
import { AROUND_FAULTS } from './faults-around.ts';
import { NOTION_FAULTS } from './faults-notion.ts';
import { STRIPE_FAULTS } from './faults-stripe.ts';
import { finding, notGreen, rightSetUp, type SetUp } from './kit.ts';

let setUp: SetUp;
beforeAll(async () => {
  setUp = await rightSetUp();
});
afterAll(() => setUp.close());

test('a right set-up is green in every line', async () => {
  const report = await setUp.look();
  expect(notGreen(report)).toEqual([]);
  expect(report.ok).toBe(true);
});

test.each([...AROUND_FAULTS, ...NOTION_FAULTS, ...STRIPE_FAULTS])(
  '$fault: $line is $level, and green once its mend was followed',
  async ({ apply, line, level, mend, also = [] }) => {
    const { follow, tidy } = await apply(setUp);
    const broken = await setUp.look().finally(follow);
    const mended = await setUp.look();
    await tidy?.();

    expect(finding(broken, line)).toMatchObject({ level, mend: expect.stringMatching(mend) });
    expect(broken.ok).toBe(level === 'yellow');
    const others = notGreen(broken).filter(({ id }) => id !== line && !also.includes(id));
    expect(others).toEqual([]);
    expect(notGreen(mended)).toEqual([]);
  },
);
