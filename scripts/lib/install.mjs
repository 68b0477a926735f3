import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
 * Installs exactly what the lock file names, unless somebody else has done so meanwhile. Returns whether it worked; npm has
 * said why when it did not.
 * @param {string} root
 */
export function install(root) {
  return alone(path.join(root, '.installing'), () => installNeeded(root) === undefined || runNpm(root));
}

const LOOK_AGAIN_MS = 200;

/**
 * Runs something while no other process runs it under this file: two installs at once would take each other's packages away.
 * @template T
 * @param {string} file
 * @param {() => T} run
 */
function alone(file, run) {
  while (!taken(file)) {
    if (isLeftBehind(file)) rmSync(file, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
  try {
    return run();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function taken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Whether the process that wrote it has ended without a word.
 * @param {string} file
 */
function isLeftBehind(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** @param {string} root */
function runNpm(root) {
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
