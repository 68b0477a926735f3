import { describe, expect, test } from 'vitest';
import { run, scriptProject } from './script-project.ts';

const PASSED = { status: 'passed' };
const FAILED = { status: 'failed' };

/** A project whose tools tell that they ran; vitest writes this report and ends with this code. */
function project({ biome = 0, tsc = 0, vitest = 0, report = {}, redis = '' } = {}): string {
  const written = JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [{ ...PASSED, assertionResults: [PASSED] }],
    ...report,
  });
  return scriptProject({
    'src/queue/private-redis/obtain-redis.ts': `export async function obtainRedis() { ${redis} }`,
    'scripts/lib/obtain-chromium.mjs': `export async function obtainChromium() { console.log('looked for a browser') }`,
    'node_modules/.bin/biome': `#!/bin/sh\necho "ran biome $*"\nexit ${biome}\n`,
    'node_modules/.bin/tsc': `#!/bin/sh\necho "ran tsc $*"\nexit ${tsc}\n`,
    'node_modules/.bin/vitest': `#!/bin/sh
echo "ran vitest $*"
for argument in "$@"; do case "$argument" in --outputFile.json=*) echo '${written}' > "\${argument#*=}";; esac; done
exit ${vitest}
`,
  });
}

const linesOf = (stdout: string) => stdout.trimEnd().split('\n');
const ranIn = (stdout: string) => [...stdout.matchAll(/^ran (\w+ \S+)/gm)].map(([, step]) => step);

describe('npm test', () => {
  test('checks format and lint, then types, then runs all tests, and ends with their counts', async () => {
    const { code, stdout } = await run(project(), ['scripts/verify.mjs']);

    expect(code).toBe(0);
    expect(ranIn(stdout)).toEqual(['biome check', 'tsc --noEmit', 'vitest run']);
    expect(linesOf(stdout).at(-1)).toBe('3 passed, 0 failed');
  });

  test.each([
    { step: 'biome', codes: { biome: 4 }, code: 4, ran: ['biome check'] },
    { step: 'tsc', codes: { tsc: 2 }, code: 2, ran: ['biome check', 'tsc --noEmit'] },
    { step: 'vitest', codes: { vitest: 6 }, code: 6, ran: ['biome check', 'tsc --noEmit', 'vitest run'] },
  ])('stops at $step when it fails, with its exit code', async ({ codes, code, ran }) => {
    const result = await run(project(codes), ['scripts/verify.mjs']);

    expect(result.code).toBe(code);
    expect(ranIn(result.stdout)).toEqual(ran);
  });

  test('with arguments runs the chosen tests alone', async () => {
    const { stdout } = await run(project(), ['scripts/verify.mjs', 'test/billing', '--bail=1']);

    expect(ranIn(stdout)).toEqual(['vitest run']);
    expect(stdout).toContain('> vitest run test/billing --bail=1\n');
  });

  test.each([
    { args: [], looks: true },
    { args: ['--project', 'browser'], looks: true },
    { args: ['test/billing'], looks: false },
  ])('looks for a browser only when its tests may run: $args', async ({ args, looks }) => {
    const { stdout } = await run(project(), ['scripts/verify.mjs', ...args]);

    expect(stdout.includes('looked for a browser')).toBe(looks);
  });

  test('without any Redis says so before anything runs', async () => {
    const root = project({ redis: 'throw new Error("No Redis server found.")' });

    const { code, stdout, stderr } = await run(root, ['scripts/verify.mjs']);

    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'No Redis server found.\n' });
  });
});

describe('the counts', () => {
  test.each([
    {
      why: 'skipped tests are named when there are any',
      report: { numPendingTests: 1, numTodoTests: 1 },
      line: '3 passed, 0 failed, 2 skipped',
    },
    {
      why: 'a file that could not be loaded counts as failed',
      report: { testResults: [{ ...FAILED, assertionResults: [] }] },
      line: '3 passed, 1 failed',
    },
    {
      why: 'a file with a failed test counts that test only',
      report: { numFailedTests: 1, testResults: [{ ...FAILED, assertionResults: [PASSED, FAILED] }] },
      line: '3 passed, 1 failed',
    },
  ])('$line ($why)', async ({ report, line }) => {
    const { stdout } = await run(project({ report }), ['scripts/verify.mjs', 'some']);

    expect(linesOf(stdout).at(-1)).toBe(line);
  });
});
