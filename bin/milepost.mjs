#!/usr/bin/env node
/**
 * The `milepost` command. Plain JavaScript, because an older Node.js stops at the first TypeScript file before anything
 * in it can explain why: here it is handed over to the Node.js that npm installed with the packages.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { NODE_NEEDED, runsTypeScript } from '../scripts/lib/node-version.mjs';
import { runInOurPlace } from '../scripts/lib/run-child.mjs';
import { startTelemetry } from '../scripts/lib/telemetry.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const localNode = path.join(root, 'node_modules/.bin/node');

if (!existsSync(path.join(root, 'node_modules'))) {
  console.error(`The packages of Milepost are not installed yet. Run "npm ci" in ${root}, then this command again.`);
  process.exitCode = 1;
} else if (runsTypeScript(process.versions.node)) {
  module.enableCompileCache?.(path.join(root, 'node_modules/.cache/milepost'));
  await startTelemetry(process.env);
  await import('../src/cli.ts');
} else if (existsSync(localNode)) {
  runInOurPlace(localNode, process.argv.slice(1));
} else {
  console.error(
    `Milepost needs Node.js ${NODE_NEEDED} or newer; this is ${process.version}.\nRun "npm ci" in ${root}, which brings a fitting one on Linux, or install it from https://nodejs.org.`,
  );
  process.exitCode = 1;
}
