import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

// File systems and archives round times; a lock file that is this little newer came with the same install.
const SAME_MOMENT_MS = 2_000;

/**
 * Says why packages must be installed in `root`: `'missing'`, `'outdated'`, or undefined when they are fine.
 * @param {string} root
 */
export function installNeeded(root) {
  // npm writes this file last, so an install that was cut off counts as missing.
  const installed = modifiedMs(path.join(root, 'node_modules/.package-lock.json'));
  if (installed === undefined) return 'missing';
  const wanted = modifiedMs(path.join(root, 'package-lock.json')) ?? 0;
  return installed + SAME_MOMENT_MS < wanted ? 'outdated' : undefined;
}

/**
 * Installs exactly what the lock file names. Returns whether it worked; npm has said why when it did not.
 * @param {string} root
 */
export function install(root) {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', args, {
    cwd: root,
    env: { ...process.env, PATH: pathWithoutLocalPrograms() },
    // Its output goes to stderr: a command's own output may be read by a program.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) console.error(`npm did not run: ${error.message}`);
  return status === 0;
}

/** npm must not run on the Node.js below node_modules, which it is about to replace. */
function pathWithoutLocalPrograms() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.filter((folder) => !folder.split(path.sep).includes('node_modules')).join(path.delimiter);
}

function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
