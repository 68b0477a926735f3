import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { run, scriptProject, start } from './script-project.ts';

const CLI = 'const words: string[] = process.argv.slice(2);\nconsole.log("cli got:", words.join(" "));\n';

/** Preloaded: makes this Node.js say that it is an old one. */
const PRETEND_OLD = `
Object.defineProperty(process, 'version', { value: 'v20.11.0' });
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.0' } });
`;
const OLD_NODE = ['--import', './pretend-old.mjs', 'bin/milepost.mjs'];

describe('the milepost command', () => {
  test('runs the hub with its arguments', async () => {
    const root = scriptProject({ 'src/cli.ts': CLI, 'node_modules/.package-lock.json': '{}' });

    const { code, stdout } = await run(root, ['bin/milepost.mjs', 'status', '--json']);

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'cli got: status --json\n' });
  });

  test('says what to do when the packages are not installed', async () => {
    const { code, stderr } = await run(scriptProject({ 'src/cli.ts': CLI }), ['bin/milepost.mjs']);

    expect(code).toBe(1);
    expect(stderr).toMatch(/not installed yet\. Run "npm ci" in/);
  });
});

describe('the milepost command on an old Node.js', () => {
  test('goes on, on the Node.js installed with the packages, and keeps its exit code', async () => {
    const root = scriptProject({
      'pretend-old.mjs': PRETEND_OLD,
      'node_modules/.bin/node': '#!/bin/sh\nshift\necho "new node got: $*"\nexit 5\n',
    });

    const { code, stdout } = await run(root, [...OLD_NODE, 'status', '--json']);

    expect({ code, stdout }).toEqual({ code: 5, stdout: 'new node got: status --json\n' });
  });

  test('passes signals on', async () => {
    const root = scriptProject({
      'pretend-old.mjs': PRETEND_OLD,
      'node_modules/.bin/node': '#!/bin/sh\ntrap "exit 9" TERM\necho waiting\nwhile :; do sleep 0.02; done\n',
    });
    const { child, ended } = start(root, [...OLD_NODE, 'start']);
    await once(child.stdout, 'data');

    child.kill('SIGTERM');

    expect((await ended).code).toBe(9);
  });

  test('names the Node.js that it needs when there is none, and ends with 1', async () => {
    const root = scriptProject({ 'pretend-old.mjs': PRETEND_OLD, 'node_modules/.package-lock.json': '{}' });

    const { code, stderr } = await run(root, OLD_NODE);

    expect(code).toBe(1);
    expect(stderr).toContain('needs Node.js 22.18 or newer; this is v20.11.0');
    expect(stderr).toContain('npm ci');
  });
});
