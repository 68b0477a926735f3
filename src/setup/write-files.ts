import { statSync } from 'node:fs';
import path from 'node:path';
import { type NewVariables, withVariables } from './files/env-text.ts';
import { type PolicyChange, type PolicyComment, withPolicy } from './files/policy-text.ts';
import { closeToOthers, exists, isOpenToOthers, textOf, writeWhole } from './files/private-file.ts';
import type { Place } from './load.ts';

const EVERYONE_READS = 0o644;

/** A new `.env` begins with the commented one that comes with Milepost. */
const EXAMPLE = path.join(import.meta.dirname, '../../.env.example');

/** Sets variables in `.env`, which its owner alone may read. */
export function setVariables({ envFile }: Place, variables: NewVariables): void {
  const before = exists(envFile) ? textOf(envFile) : textOf(EXAMPLE);
  const after = withVariables(before, variables);
  if (!exists(envFile) || after !== textOf(envFile)) writeWhole(envFile, after);
  closeEnv({ envFile });
}

export function closeEnv({ envFile }: Pick<Place, 'envFile'>): void {
  if (isOpenToOthers(envFile)) closeToOthers(envFile);
}

/** Sets keys in the policy file, and writes it where there is none. */
export function setPolicy(
  { policyFile }: Place,
  changes: readonly PolicyChange[],
  comments: readonly PolicyComment[] = [],
): void {
  const isThere = exists(policyFile);
  const before = textOf(policyFile);
  const after = withPolicy(before, changes, comments);
  if (isThere && after === before) return;
  writeWhole(policyFile, after, isThere ? statSync(policyFile).mode & 0o777 : EVERYONE_READS);
}
