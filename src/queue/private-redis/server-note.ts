import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const ServerNote = z.object({ pid: z.number().int().positive(), url: z.string().min(1) });

/** Left in the data directory by whoever started a server there, so that others can join it. */
export type ServerNote = z.infer<typeof ServerNote>;

const fileIn = (dataDir: string) => path.join(dataDir, 'server.json');

/** The note, when there is one that can be read; a torn or foreign file counts as none. */
export function readNote(dataDir: string): ServerNote | undefined {
  try {
    return ServerNote.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that a reader sees a whole note or none. */
export function writeNote(dataDir: string, note: ServerNote): void {
  const draft = `${fileIn(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(draft, fileIn(dataDir));
}

/** Removes the note unless another server has written its own since. */
export function removeNote(dataDir: string, pid: number): void {
  if (readNote(dataDir)?.pid === pid) rmSync(fileIn(dataDir), { force: true });
}
