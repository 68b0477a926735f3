import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, scriptProject } from './script-project.ts';

/** What apt-get does on this machine, as a shell script; `$root` is the project, `$*` what was asked. */
type Machine = { readonly aptGet?: string; readonly chromium?: boolean; readonly isRoot?: boolean };

const PROGRAM = `import { findChromium, missingChromiumMessage, obtainChromium } from './scripts/lib/obtain-chromium.mjs';
const [isRoot] = process.argv.slice(2);
const limitsMs = { lists: 300, download: 300, install: 300 };
const found = await obtainChromium({ tell: (line) => console.error(line), isRoot: isRoot === 'root', limitsMs });
console.log(found ?? 'none');
if (found === undefined) console.log(missingChromiumMessage());
if (found !== findChromium()) console.log('and cannot find it again');
`;

const INSTALLS = `case "$*" in *--download-only*) ;; *install*) printf '#!/bin/sh\\n' > "$root/path/chromium"; /bin/chmod +x "$root/path/chromium";; esac`;

/** Looks for a Chromium on such a machine. @returns what was said, and the steps that apt-get was asked for */
async function obtain({ aptGet, chromium = false, isRoot = true }: Machine, env: NodeJS.ProcessEnv = {}) {
  const root = scriptProject({ 'obtain.mjs': PROGRAM });
  const programs = path.join(root, 'path');
  mkdirSync(programs);
  const asked = path.join(root, 'asked');
  writeFileSync(asked, '');
  const put = (name: string, body: string): void =>
    writeFileSync(path.join(programs, name), `#!/bin/sh\nroot='${root}'\n${body}\n`, { mode: 0o755 });
  if (aptGet !== undefined) put('apt-get', `echo "$*" >> '${asked}'\n${aptGet}`);
  if (chromium) put('chromium', '');
  const args = ['obtain.mjs', isRoot ? 'root' : 'somebody'];
  const { code, stdout, stderr } = await run(root, args, { PATH: programs, ...env });
  expect(code).toBe(0);
  const steps = readFileSync(asked, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (line.includes('--download-only') ? 'download' : /\b(update|install)\b/.exec(line)?.[1]));
  return { said: stdout.replaceAll(programs, 'PATH').trimEnd().split('\n'), told: stderr, steps };
}

const MISSING =
  'Browser tests are skipped: no Chromium found. Install one (`sudo apt-get install chromium`), or set CHROMIUM_PATH to a Chromium or Chrome.';

describe('a Chromium for the browser tests', () => {
  test('is the one on the PATH, and nothing is installed', async () => {
    const result = await obtain({ chromium: true, aptGet: INSTALLS });

    expect(result).toEqual({ said: ['PATH/chromium'], told: '', steps: [] });
  });

  test('is the one that CHROMIUM_PATH names, or none', async () => {
    expect((await obtain({ chromium: true }, { CHROMIUM_PATH: '/bin/sh' })).said).toEqual(['/bin/sh']);
    expect(await obtain({ chromium: true, aptGet: INSTALLS }, { CHROMIUM_PATH: '/nowhere' })).toEqual({
      said: ['none', 'Browser tests are skipped: there is no program at CHROMIUM_PATH (/nowhere).'],
      told: '',
      steps: [],
    });
  });

  test('is installed where we may, and that is told', async () => {
    const { said, told, steps } = await obtain({ aptGet: INSTALLS });

    expect(said).toEqual(['PATH/chromium']);
    expect(told).toMatch(/^No Chromium found: installing one .*\n$/);
    expect(steps).toEqual(['download', 'install']);
  });

  test('is installed after the package lists were fetched, where there were none', async () => {
    const aptGet = `case "$*" in *update*) touch='' ; : > "$root/lists";; esac
[ -e "$root/lists" ] || { echo 'E: Unable to locate package chromium' >&2; exit 100; }
${INSTALLS}`;

    expect((await obtain({ aptGet })).steps).toEqual(['download', 'update', 'download', 'install']);
  });

  test.each([
    { why: 'we are not root', machine: { aptGet: INSTALLS, isRoot: false } },
    { why: 'there is no apt-get', machine: {} },
  ])('is missing without a fuss where $why', async ({ machine }) => {
    expect(await obtain(machine)).toEqual({ said: ['none', MISSING], told: '', steps: [] });
  });

  test('is missing, with the reason, where it cannot be installed', async () => {
    const { said, told } = await obtain({
      aptGet: `echo 'W: a warning' >&2; echo 'E: no route to host' >&2; exit 100`,
    });

    expect(said).toEqual(['none', MISSING]);
    expect(told).toContain('Chromium could not be installed: E: no route to host\n');
  });

  test('is missing where apt-get hangs, after its time is over', async () => {
    const { said, told } = await obtain({ aptGet: 'exec /bin/sleep 60' });

    expect(said).toEqual(['none', MISSING]);
    expect(told).toContain('apt-get was stopped after 0.3 s');
  });
});
