import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { tempDir } from '../support/temp-dir.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** The project's scripts in a directory of their own, beside made-up files, so that no test touches the real packages. */
export function scriptProject(files: Record<string, string>): string {
  const root = tempDir();
  for (const folder of ['scripts', 'bin'])
    cpSync(path.join(ROOT, folder), path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (content.startsWith('#!')) chmodSync(file, 0o755);
  }
  return root;
}

/** A process that is being run; `output` is its stdout and `ended` what came of it. */
export function start(root: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, command = process.execPath) {
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH: `${path.join(root, 'path')}:/usr/bin:/bin`, HOME: root, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = (async () => {
    const [code] = await once(child, 'close');
    const [stdout, stderr] = await outputs;
    return { code, stdout, stderr };
  })();
  return { child, ended };
}

export async function run(root: string, args: readonly string[], env?: NodeJS.ProcessEnv) {
  return await start(root, args, env).ended;
}
