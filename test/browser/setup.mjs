import { findChromium, missingChromiumMessage } from '../../scripts/lib/obtain-chromium.mjs';

/**
 * Tells the tests where the browser is. It installs none: `npm test` does, before any test's time is counted.
 * @param {import('vitest/node').TestProject} project
 */
export default function setup(project) {
  const chromium = findChromium() ?? '';
  if (chromium === '') process.stderr.write(`${missingChromiumMessage()}\n`);
  project.provide('chromium', chromium);
}
