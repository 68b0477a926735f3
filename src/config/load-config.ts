import { type Config, hubConfig, type LocalConfig, localConfig, type SetupConfig, setupConfig } from './config.ts';
import { ENVIRONMENTS } from './environment.ts';
import { ConfigError, type Parsed, problemsOf } from './problem.ts';
import { readPolicy } from './read-policy.ts';
import { parseVariables, presentVariables, type Sources, type Variables } from './read-variables.ts';
import { readServiceAccount, type ServiceAccount } from './service-account.ts';

/** All that `milepost start` and the jobs need. @throws ConfigError with every problem */
export function loadConfig(sources: Sources): Config {
  const present = presentVariables(sources);
  const variables = parseVariables(ENVIRONMENTS.hub, present);
  return together(variables, policyOf(present, sources), accountOf(present, sources), hubConfig);
}

/** What `milepost init` needs: access to the services, not yet the places in them. @throws ConfigError */
export function loadSetupConfig(sources: Sources): SetupConfig {
  const present = presentVariables(sources);
  const variables = parseVariables(ENVIRONMENTS.setup, present);
  return together(variables, policyOf(present, sources), accountOf(present, sources), setupConfig);
}

/** What `milepost status` needs: Redis and the policy, access to no service. @throws ConfigError */
export function loadLocalConfig(sources: Sources): LocalConfig {
  const present = presentVariables(sources);
  const variables = parseVariables(ENVIRONMENTS.local, present);
  return together(variables, policyOf(present, sources), { value: undefined }, localConfig);
}

function policyOf({ MILEPOST_CONFIG: chosen }: Variables, { cwd }: Sources) {
  return readPolicy({ file: chosen ?? 'milepost.config.yaml', cwd, mustExist: chosen !== undefined });
}

function accountOf({ GOOGLE_APPLICATION_CREDENTIALS: file }: Variables, { cwd }: Sources): Parsed<ServiceAccount> {
  // That it is missing is said where all variables are checked.
  return file === undefined ? { problems: [] } : readServiceAccount(file, cwd);
}

/** Builds the value when all its parts are right; else throws the problems of all of them at once. */
function together<V, P, A, T>(
  variables: Parsed<V>,
  policy: Parsed<P>,
  account: Parsed<A>,
  build: (variables: V, policy: P, account: A) => T,
): T {
  if ('value' in variables && 'value' in policy && 'value' in account) {
    return deepFreeze(build(variables.value, policy.value, account.value));
  }
  throw new ConfigError(problemsOf(variables, policy, account));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
