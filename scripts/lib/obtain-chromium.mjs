import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** The browser, and letters to draw with: as wide as a spreadsheet's own, those of other scripts, and emoji. */
const PACKAGES = ['chromium', 'fonts-liberation', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];
/** How long each step may take. Installing is unpacking only: nothing is waited for but this machine's disk. */
const LIMITS_MS = { lists: 60_000, download: 180_000, install: 240_000 };

/**
 * A Chromium that is already here: `CHROMIUM_PATH`, else one on the PATH.
 * @param {string} [searchPath]
 * @returns {string | undefined} where it lies
 */
export function findChromium(searchPath = process.env.PATH) {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return isProgram(chosen) ? chosen : undefined;
  return PROGRAMS.map((name) => findOnPath(name, searchPath)).find((file) => file !== undefined);
}

/**
 * A Chromium for the browser tests: the one that is here, else one from the system's packages where we may install
 * them. It never fails and never hangs; without a browser these tests are skipped.
 * @param {{ searchPath?: string, tell?: (line: string) => void, isRoot?: boolean, limitsMs?: typeof LIMITS_MS }} [options]
 *   `tell` is told in a line for people before anything takes longer than a moment, and why nothing could be installed
 * @returns {Promise<string | undefined>} where it lies
 */
export async function obtainChromium({
  searchPath = process.env.PATH,
  tell = () => {},
  isRoot = process.getuid?.() === 0,
  limitsMs = LIMITS_MS,
} = {}) {
  const found = findChromium(searchPath);
  if (found !== undefined) return found;
  const aptGet = findOnPath('apt-get', searchPath);
  if (aptGet === undefined || !isRoot || process.env.CHROMIUM_PATH) return undefined;
  tell('No Chromium found: installing one from the system packages for the browser tests (once, about a minute)…');
  const failure = await installPackages(aptGet, searchPath, limitsMs);
  if (failure !== undefined) tell(`Chromium could not be installed: ${failure}`);
  return findChromium(searchPath);
}

/** What to do about a missing Chromium. */
export const missingChromiumMessage = () =>
  process.env.CHROMIUM_PATH
    ? `Browser tests are skipped: there is no program at CHROMIUM_PATH (${process.env.CHROMIUM_PATH}).`
    : 'Browser tests are skipped: no Chromium found. Install one (`sudo apt-get install chromium`), or set CHROMIUM_PATH to a Chromium or Chrome.';

/** @returns why it failed, undefined when it did not */
async function installPackages(aptGet, searchPath, limitsMs) {
  const run = (args, limitMs) => runQuietly(aptGet, [...OPTIONS, ...args], limitMs, searchPath);
  const install = ['install', '--yes', '--no-install-recommends', ...PACKAGES];
  // Downloading first, by itself: it is what may take too long, and it can be stopped without harm.
  const download = () => run([...install, '--download-only'], limitsMs.download);
  if ((await download()) !== undefined) {
    // A fresh machine has no package lists, an old one has lists of packages that are gone.
    const failure = (await run(['update'], limitsMs.lists)) ?? (await download());
    if (failure !== undefined) return failure;
  }
  return await run(install, limitsMs.install);
}

const OPTIONS = [
  '--quiet=2',
  '--option=DPkg::Lock::Timeout=60',
  '--option=Acquire::Retries=1',
  '--option=Acquire::http::Timeout=20',
];

/** A program that does not heed that its time is over is not waited for any longer than this. */
const PATIENCE_MS = 5_000;

/** @returns what it complained about last when it failed, undefined when it did not */
function runQuietly(file, args, limitMs, searchPath) {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: searchPath, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(file, args, { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: limitMs });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaint = `${complaint}${text}`.slice(-2_000);
    });
    const stopped = `apt-get was stopped after ${limitMs / 1000} s`;
    const end = (failure) => {
      clearTimeout(deaf);
      // What it has started may still hold this open.
      child.stderr.destroy();
      child.unref();
      resolve(failure);
    };
    const deaf = setTimeout(() => end(stopped), limitMs + PATIENCE_MS);
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => {
      if (code === 0) return end(undefined);
      // Its last words may be on their way still.
      setTimeout(() => {
        end(signal === null ? complaint.trim().split('\n').at(-1) || `apt-get ended with ${code}` : stopped);
      }, 50);
    });
  });
}

function findOnPath(name, searchPath = '') {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
