/**
 * Runs a tool of this project: `node scripts/run.mjs <tool> [arguments]`.
 *
 * Every npm script goes through here, because a fresh clone has no packages yet and the machine's Node.js may be too
 * old to read TypeScript: packages are installed when they are missing or outdated, and the tool runs on the Node.js
 * that came with them. Plain JavaScript for any Node.js from 18 on.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { install, installNeeded } from './lib/install.mjs';
import { NODE_NEEDED, runsTypeScript } from './lib/node-version.mjs';
import { runInOurPlace } from './lib/run-child.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const programs = path.join(root, 'node_modules/.bin');

const [tool, ...args] = process.argv.slice(2);
if (tool === undefined) giveUp('Usage: node scripts/run.mjs <tool> [arguments]');

const reason = installNeeded(root);
if (reason !== undefined) {
  const why = reason === 'missing' ? 'First run' : 'package-lock.json has changed';
  console.error(`${why}: installing packages (about 20 s)…`);
  if (!install(root)) giveUp('npm ci failed, see above. Mend the cause and run the same command again.');
}

if (!existsSync(path.join(programs, 'node')) && !runsTypeScript(process.versions.node)) {
  giveUp(
    `Milepost needs Node.js ${NODE_NEEDED} or newer. This is ${process.version}, and none could be installed along with the packages for ${process.platform}-${process.arch}: install one from https://nodejs.org.`,
  );
}

const local = path.join(programs, tool);
// Its own folder first on the PATH: programs that start `node` by name get the right one too.
const env = { ...process.env, PATH: `${programs}${path.delimiter}${process.env.PATH ?? ''}` };
runInOurPlace(existsSync(local) ? local : tool, args, env);

function giveUp(message) {
  console.error(message);
  process.exit(1);
}
