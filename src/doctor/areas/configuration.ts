import { statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../finding.ts';
import {
  judgeAdmin,
  judgeFiles,
  judgeNode,
  judgePolicy,
  judgeVariables,
  type SecretFile,
} from '../judge/configuration.ts';
import type { Pieces } from '../pieces.ts';

/** What can be said of the configuration without asking anybody. `node`: as `process.versions.node` says it. */
export function examineConfiguration(
  pieces: Pieces,
  { cwd, node }: { readonly cwd: string; readonly node: string },
): readonly Finding[] {
  const { problems, policy, policyFile, google, adminPassword } = pieces;
  const secrets = ['.env', ...(google === undefined || isHandedIn(google.keyFile) ? [] : [google.keyFile])];
  return [
    ...judgeVariables(problems),
    judgeNode(node),
    ...judgePolicy({
      file: policyFile,
      shadow: policy.shadow,
      followUpHeld: policy.followUp.held,
      defaultBillingOwner: policy.defaultBillingOwner,
    }),
    judgeFiles(secrets.map((name) => ({ name, mode: modeOf(path.resolve(cwd, name)) }))),
    judgeAdmin(adminPassword),
  ];
}

/** Containers are handed their secrets as files that are theirs alone, whatever the mode says. */
const isHandedIn = (file: string): boolean => file.startsWith('/run/secrets/');

function modeOf(file: string): SecretFile['mode'] {
  return statSync(file, { throwIfNoEntry: false })?.mode;
}
