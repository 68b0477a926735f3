import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { policyJsonSchema } from './json-schema.ts';
import { nearest } from './nearest.ts';
import { Policy } from './policy.ts';
import type { Parsed, Problem } from './problem.ts';

export interface PolicyFile {
  /** Relative to the working directory, as it is to be shown. */
  readonly file: string;
  readonly cwd: string;
  /** A file that was asked for must be there; the usual one need not. */
  readonly mustExist: boolean;
}

/** Reads the policy file; all defaults where there is none. */
export function readPolicy({ file, cwd, mustExist }: PolicyFile): Parsed<Policy> {
  let text = '';
  try {
    text = readFileSync(path.resolve(cwd, file), 'utf8');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (mustExist || !isAbsent) {
      const mend = 'Correct the path, or leave the variable out to use milepost.config.yaml if there is one.';
      return { problems: [{ where: 'MILEPOST_CONFIG', what: 'names a file that cannot be read', mend }] };
    }
  }
  return parsePolicy(text, file);
}

/** @param file its name, for the problems */
export function parsePolicy(text: string, file = 'milepost.config.yaml'): Parsed<Policy> {
  const document = parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: true });
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    const line = wrong.linePos?.[0].line;
    const what = `is not valid YAML${line === undefined ? '' : ` in line ${line}`} (${wrong.code})`;
    return { problems: [{ where: file, what, mend: 'Check the indentation and the quotes there.' }] };
  }
  const parsed = Policy.safeParse(withoutNulls(document.toJS()) ?? {});
  if (parsed.success) return { value: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => toProblems(issue, file)) };
}

/** A key with nothing behind it (`followUp:`) counts as left out, as an empty variable does. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}

function toProblems(issue: z.core.$ZodIssue, file: string): Problem[] {
  if (issue.code !== 'unrecognized_keys') {
    const where = issue.path.length === 0 ? file : dotted(issue.path);
    return [{ where, what: issue.message, mend: `Change it in ${file}.` }];
  }
  const known = knownKeys(issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    const choice = known.length === 0 ? 'It takes no keys.' : `Known here: ${known.join(', ')}.`;
    const mend = meant === undefined ? choice : `Did you mean ${dotted([...issue.path, meant])}?`;
    return { where: dotted([...issue.path, key]), what: 'is not a known key', mend };
  });
}

const dotted = (keys: readonly PropertyKey[]) => keys.map(String).join('.');

/** The keys that the schema allows at a place in the file. */
function knownKeys(place: readonly PropertyKey[]): string[] {
  let schema = policyJsonSchema();
  for (const key of place) {
    const next =
      typeof key === 'number' ? schema.items : (schema.properties?.[String(key)] ?? schema.additionalProperties);
    if (typeof next !== 'object' || Array.isArray(next)) return [];
    schema = next;
  }
  return Object.keys(schema.properties ?? {});
}
