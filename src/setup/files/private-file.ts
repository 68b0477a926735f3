import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const OWNER_ONLY = 0o600;

/** The text of a file; empty when there is none. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

export function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Whether others than the owner may read a file. */
export function isOpenToOthers(file: string): boolean {
  return ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
}

/** Lets the owner alone read a file that is there. */
export const closeToOthers = (file: string): void => chmodSync(file, OWNER_ONLY);

/** Puts a text in the place of a file, as a whole or not at all. */
export function writeWhole(file: string, text: string, mode = OWNER_ONLY): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const target = exists(file) ? realpathSync(file) : file; // a link stays a link
  const draft = `${target}.${process.pid}.new`;
  writeFileSync(draft, text, { mode });
  chmodSync(draft, mode); // the mask of the process may have taken bits away, or a draft was left behind
  renameSync(draft, target);
}
