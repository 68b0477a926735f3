import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findUnpacked, type RedisProgram } from './find-redis.ts';

const execute = promisify(execFile);

const STEP_TIMEOUT_MS = 120_000;

/**
 * Fetches the distribution's own Redis packages and unpacks them into `cacheDir`: nothing is installed, no root is
 * needed, no service appears. Works on Debian and its relatives; throws with the tool's own words elsewhere.
 */
export async function unpackRedis(cacheDir: string, searchPath = process.env.PATH ?? ''): Promise<RedisProgram> {
  mkdirSync(path.dirname(cacheDir), { recursive: true });
  // Beside its final place, so that one rename on one file system makes the whole copy visible.
  const work = mkdtempSync(`${cacheDir}-`);
  const run = runner(searchPath);
  try {
    const archives = await downloadPackages(work, run);
    const root = path.join(work, 'root');
    mkdirSync(root);
    for (const archive of archives) await run('dpkg-deb', ['--extract', archive, root]);
    const server = path.join(root, 'usr/bin/redis-server');
    // The server is in redis-tools, named after the checker that it also is.
    if (!existsSync(server)) symlinkSync('redis-check-rdb', server);
    moveIntoPlace(root, cacheDir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const program = findUnpacked(cacheDir);
  if (program === undefined) throw new Error('the redis-tools package holds no server program');
  await run(program.file, ['--version'], program.libraryPath);
  return program;
}

type Run = (command: string, args: readonly string[], libraryPath?: string) => Promise<void>;

function runner(searchPath: string): Run {
  return async (command, args, libraryPath) => {
    const env = { ...process.env, PATH: searchPath, ...(libraryPath && { LD_LIBRARY_PATH: libraryPath }) };
    try {
      await execute(command, [...args], { env, timeout: STEP_TIMEOUT_MS });
    } catch (error) {
      throw new Error(`${path.basename(command)}: ${wordsOf(error)}`, { cause: error });
    }
  };
}

/** What the command itself said last, because that names the trouble (no network, no such package). */
function wordsOf(error: unknown): string {
  const said =
    error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  if (said !== '') return said.split('\n').slice(-3).join(' ');
  return error instanceof Error ? error.message : String(error);
}

async function downloadPackages(work: string, run: Run): Promise<string[]> {
  const archives = path.join(work, 'cache/archives');
  mkdirSync(path.join(work, 'lists/partial'), { recursive: true });
  mkdirSync(path.join(archives, 'partial'), { recursive: true });
  const apt = [
    '-qq',
    // Own lists and cache: an ordinary user may write them, and an image without package lists gets them.
    ...['-o', `Dir::State::lists=${path.join(work, 'lists')}`],
    ...['-o', `Dir::Cache=${path.join(work, 'cache')}`],
    ...['-o', 'APT::Sandbox::User='],
    ...['-o', 'Acquire::Languages=none'],
    // Nothing is installed, so nothing needs the system's lock.
    ...['-o', 'Debug::NoLocking=true'],
  ];
  await run('apt-get', [...apt, 'update']);
  // `install --download-only` also brings just those libraries that this machine lacks, whatever they are called here.
  await run('apt-get', [...apt, '--download-only', '--no-install-recommends', '--yes', 'install', 'redis-tools']);
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => path.join(archives, name));
}

/** Two processes may unpack at once: the first whole copy stays, and whatever else is in the way goes. */
function moveIntoPlace(root: string, cacheDir: string): void {
  if (findUnpacked(cacheDir) !== undefined) return;
  rmSync(cacheDir, { recursive: true, force: true });
  try {
    renameSync(root, cacheDir);
  } catch (error) {
    if (findUnpacked(cacheDir) === undefined) throw error;
  }
}
