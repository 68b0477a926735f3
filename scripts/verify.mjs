/**
 * All checks and tests, as `npm test` runs them: formatting and lint, types, tests. The first step that fails ends it,
 * with that step's exit code. Arguments go to vitest, which then runs alone: `npm test -- test/billing`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { obtainRedis } from '../src/queue/private-redis/obtain-redis.ts';
import { obtainChromium } from './lib/obtain-chromium.mjs';
import { countsLine } from './lib/test-counts.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const chosen = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-verify-'));
try {
  process.exitCode = await verify();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function verify() {
  try {
    // Here rather than inside the tests, where a download would count against their time.
    await obtainRedis({ tell: console.log });
  } catch (error) {
    console.error(error.message);
    return 1;
  }
  if (needsBrowser()) await obtainChromium({ tell: console.log });
  if (chosen.length === 0) {
    for (const [tool, ...args] of [
      ['biome', 'check', '.'],
      ['tsc', '--noEmit'],
    ]) {
      const code = await run(tool, args);
      if (code !== 0) return code;
    }
  }
  return runTests();
}

/** All tests do; of chosen ones, those that say so. */
function needsBrowser() {
  return chosen.length === 0 || chosen.some((argument) => argument.includes('browser'));
}

async function runTests() {
  const report = path.join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run('vitest', ['run', ...chosen], reporters);
  const line = readCounts(report);
  if (line !== undefined) console.log(line);
  return code;
}

/** undefined when vitest ended before it could report, having said why itself. */
function readCounts(report) {
  try {
    return countsLine(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return undefined;
  }
}

function run(tool, args, extra = []) {
  console.log(`\n> ${[tool, ...args].join(' ')}`);
  return new Promise((resolve) => {
    const child = spawn(path.join(root, 'node_modules/.bin', tool), [...args, ...extra], {
      cwd: root,
      stdio: 'inherit',
    });
    const pass = (signal) => child.kill(signal);
    process.once('SIGTERM', pass).once('SIGINT', pass);
    child.once('error', (error) => {
      console.error(`Cannot run ${tool}: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code) => {
      process.off('SIGTERM', pass).off('SIGINT', pass);
      resolve(code ?? 1);
    });
  });
}
