import path from 'node:path';
import { type SetupConfig, setupConfig } from '../config/config.ts';
import { ENVIRONMENTS } from '../config/environment.ts';
import { type Parsed, problemsOf } from '../config/problem.ts';
import { readPolicy } from '../config/read-policy.ts';
import { parseVariables, presentVariables, type Sources } from '../config/read-variables.ts';
import { readServiceAccount } from '../config/service-account.ts';
import { exists, isOpenToOthers } from './files/private-file.ts';
import type { FileFacts } from './plan/plan.ts';

/** Where a set-up reads its configuration, and where it writes it. */
export type Place = Sources & { readonly envFile: string; readonly policyFile: string };

const USUAL_POLICY = 'milepost.config.yaml';

export function placeOf(sources: Sources): Place {
  const { MILEPOST_CONFIG: chosen = USUAL_POLICY } = presentVariables(sources);
  return { ...sources, envFile: path.join(sources.cwd, '.env'), policyFile: path.resolve(sources.cwd, chosen) };
}

/**
 * What a set-up starts from. A policy file that is named and not there yet is about to be written.
 * @param typed what a person has entered, and no file holds yet
 */
export function loadForSetup(place: Place, typed: Readonly<Record<string, string>> = {}): Parsed<SetupConfig> {
  const present = { ...presentVariables(place), ...typed };
  const variables = parseVariables(ENVIRONMENTS.setup, present);
  const policy = readPolicy({ file: place.policyFile, cwd: place.cwd, mustExist: false });
  const key = present.GOOGLE_APPLICATION_CREDENTIALS;
  // That it is missing is said where all variables are checked.
  const account = key === undefined ? { problems: [] } : readServiceAccount(key, place.cwd);
  if ('value' in variables && 'value' in policy && 'value' in account)
    return { value: setupConfig(variables.value, policy.value, account.value) };
  return { problems: problemsOf(variables, policy, account) };
}

/** The variables that the process itself sets: they win over `.env`, so nothing that is written there changes them. */
export const fixedVariables = ({ env }: Sources): readonly string[] =>
  Object.entries(env).flatMap(([name, value]) => ((value ?? '').trim() === '' ? [] : [name]));

export const fileFacts = (place: Place): FileFacts => ({
  hasPolicy: exists(place.policyFile),
  isEnvOpen: isOpenToOthers(place.envFile),
  fixed: fixedVariables(place),
});
