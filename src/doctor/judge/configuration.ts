import type { Problem } from '../../config/problem.ts';
import { type Finding, green, red, type Subject, yellow } from '../finding.ts';

const AREA = 'Configuration' as const;
const about = (id: string, what: string): Subject => ({ id: `configuration.${id}`, area: AREA, what });

/** A line for each thing that keeps the hub from starting. */
export function judgeVariables(problems: readonly Problem[]): readonly Finding[] {
  if (problems.length === 0) return [green(about('variables', 'Variables and policy'), 'all that is needed is set')];
  return problems.map(({ where, what, mend }) => red(about(where, where), what, mend));
}

/** `node`: as `process.versions.node` says it. */
export function judgeNode(node: string): Finding {
  const subject = about('node', 'Node.js');
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18))
    return red(subject, `this is ${node}, which does not run TypeScript`, 'Install Node.js 24.');
  if (major < 24 || major % 2 === 1)
    return yellow(
      subject,
      `${node} works; what is tried out is 24, which is maintained for years`,
      'Install Node.js 24.',
    );
  return green(subject, node);
}

export type PolicyFacts = {
  readonly file: string;
  readonly shadow: boolean;
  readonly followUpHeld: boolean;
  readonly defaultBillingOwner: string | undefined;
};

/** Settings that are right by themselves, and that somebody may have left as they were while trying out. */
export function judgePolicy({ file, shadow, followUpHeld, defaultBillingOwner }: PolicyFacts): readonly Finding[] {
  const mode = about('shadow', 'What the hub may do');
  const owner = about('owner', 'Who is asked where Notion names nobody');
  return [
    shadow
      ? yellow(mode, 'nothing is billed: it only says what it would do', `Set shadow: false in ${file} to begin.`)
      : followUpHeld
        ? yellow(
            mode,
            'bills, but writes to no client',
            `Set followUp: { held: false } in ${file} to let messages out.`,
          )
        : green(mode, 'bills, and follows up'),
    defaultBillingOwner === undefined
      ? yellow(
          owner,
          'nobody: what is not assigned has no one',
          `Set defaultBillingOwner in ${file} to an e-mail address.`,
        )
      : green(owner, defaultBillingOwner),
  ];
}

/** A file that holds secrets. `mode`: its permissions, as the file system has them; undefined where it is not there. */
export type SecretFile = { readonly name: string; readonly mode: number | undefined };

const OTHERS = 0o077;

/** Files that others on this machine can read. */
export function judgeFiles(files: readonly SecretFile[]): Finding {
  const subject = about('files', 'Files with secrets');
  const open = files.filter(({ mode = 0 }) => (mode & OTHERS) !== 0).map(({ name }) => name);
  if (open.length === 0) return green(subject, 'nobody else can read them');
  return yellow(subject, `others on this machine can read ${open.join(' and ')}`, `Run: chmod 600 ${open.join(' ')}`);
}

const SHORT = 12;

/** `password` of `/admin`. */
export function judgeAdmin(password: string | undefined): Finding {
  const subject = about('admin', 'Password of /admin');
  if (password === undefined) return green(subject, 'none is set, so /admin is off');
  if (password.length < SHORT)
    return yellow(subject, 'it is short, and /admin can be reached from outside', 'Set ADMIN_PASSWORD to a long one.');
  return green(subject, 'set');
}
