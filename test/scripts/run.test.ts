import { once } from 'node:events';
import { existsSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { run, scriptProject, start } from './script-project.ts';

const TOOL = '#!/bin/sh\necho "tool got: $*"\nexit 7\n';
// As npm ci does: the packages, and last of all its own record of them.
const NPM = `#!/bin/sh
echo "npm $*"
mkdir -p node_modules/.bin
printf '#!/bin/sh\\necho "tool got: $*"; command -v tool; exit 7' > node_modules/.bin/tool
printf '#!/bin/sh\\n' > node_modules/.bin/node
chmod +x node_modules/.bin/tool node_modules/.bin/node
touch node_modules/.package-lock.json
`;

function installedProject(files: Record<string, string> = {}) {
  return scriptProject({
    'package-lock.json': '{}',
    'node_modules/.package-lock.json': '{}',
    'node_modules/.bin/node': '#!/bin/sh\n',
    'node_modules/.bin/tool': TOOL,
    ...files,
  });
}

describe('an npm script', () => {
  test('on a fresh clone installs the packages with one line of notice, then runs the tool with its arguments', async () => {
    const root = scriptProject({ 'package-lock.json': '{}', 'path/npm': NPM });

    const { code, stdout, stderr } = await run(root, ['scripts/run.mjs', 'tool', 'a b', '--flag']);

    expect(stderr).toMatch(/^First run: installing packages \(about 20 s\)…\nnpm ci --include=dev /);
    expect(stdout).toBe(`tool got: a b --flag\n${path.join(root, 'node_modules/.bin/tool')}\n`);
    expect(code).toBe(7);
  });

  test('installs again when the lock file is newer than what is installed', async () => {
    const root = installedProject({ 'path/npm': NPM });
    utimesSync(path.join(root, 'node_modules/.package-lock.json'), 1_000, 1_000);

    expect((await run(root, ['scripts/run.mjs', 'tool'])).stderr).toContain(
      'package-lock.json has changed: installing',
    );
  });

  test('started twice at once installs once, and both run', async () => {
    const root = scriptProject({ 'package-lock.json': '{}', 'path/npm': NPM.replace('mkdir', 'sleep 0.5\nmkdir') });
    const both = await Promise.all([run(root, ['scripts/run.mjs', 'tool']), run(root, ['scripts/run.mjs', 'tool'])]);

    expect(both.map(({ code }) => code)).toEqual([7, 7]);
    expect(both.filter(({ stderr }) => stderr.includes('npm ci'))).toHaveLength(1);
    expect(existsSync(path.join(root, '.installing'))).toBe(false);
  });

  test('takes the place of an install that was killed', async () => {
    const { child, ended } = start(tempDir(), ['--eval', '']);
    await ended;
    const root = scriptProject({ 'package-lock.json': '{}', 'path/npm': NPM, '.installing': String(child.pid) });

    expect((await run(root, ['scripts/run.mjs', 'tool'])).code).toBe(7);
  });

  test('installs nothing when the packages are there', async () => {
    const { code, stderr } = await run(installedProject(), ['scripts/run.mjs', 'tool']);

    expect({ code, stderr }).toEqual({ code: 7, stderr: '' });
  });

  test('says what to do when the packages cannot be installed, and runs nothing', async () => {
    const root = scriptProject({
      'package-lock.json': '{}',
      'path/npm': '#!/bin/sh\necho "network is down" >&2; exit 3\n',
    });

    const { code, stderr } = await run(root, ['scripts/run.mjs', 'node', '--eval', 'console.log("ran")']);

    expect(code).toBe(1);
    expect(stderr).toMatch(/network is down\nnpm ci failed, see above\./);
  });

  test('names a tool that does not exist', async () => {
    const { code, stderr } = await run(installedProject(), ['scripts/run.mjs', 'no-such-tool']);

    expect(code).toBe(127);
    expect(stderr).toContain('Cannot run no-such-tool');
  });
});

describe('a signal to an npm script', () => {
  const WAITS = `#!/bin/sh
trap 'echo ended-by-term > ended; exit 9' TERM
echo waiting
while :; do sleep 0.02; done
`;

  test('reaches the tool, whose exit code is kept', async () => {
    const root = installedProject({ 'node_modules/.bin/tool': WAITS });
    const { child, ended } = start(root, ['scripts/run.mjs', 'tool']);
    await once(child.stdout, 'data');

    child.kill('SIGTERM');

    expect((await ended).code).toBe(9);
  });

  test('that only ends npm ends the tool as well', async () => {
    const root = installedProject({ 'node_modules/.bin/tool': WAITS });
    // The trailing command keeps the shell in between, as npm's shell is.
    const script = `"${process.execPath}" scripts/run.mjs tool; true`;
    const { child: npm, ended } = start(root, ['-c', script], { npm_lifecycle_event: 'start' }, '/bin/sh');
    await once(npm.stdout, 'data');

    npm.kill('SIGKILL');
    await ended; // the output closes when the last process holding it is gone

    expect(existsSync(path.join(root, 'ended'))).toBe(true);
  });
});
