import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory of its own for the running test, gone when the test ends. */
export function tempDir(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
