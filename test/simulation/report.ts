import { commandFor, type Finding } from './finding.ts';

const TELL_EVERY_MS = 5_000;

const isBroken = ({ broken }: Finding): boolean => broken.length > 0;

/** Tells from time to time how far it is. */
export function progress(kind: string, total: number, say: (line: string) => void): (finding: Finding) => void {
  let done = 0;
  let failed = 0;
  let toldAt = performance.now();
  return (finding) => {
    done += 1;
    failed += isBroken(finding) ? 1 : 0;
    if (done < total && performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    say(`${kind}: ${done} of ${total} histories, ${failed} failed`);
  };
}

/** A failure as a story that somebody can follow step by step, and how to see it again. */
export function failureText(finding: Finding): string {
  const { kind, seed, story, broken, shrinks } = finding;
  return [
    `FAILED ${kind}, seed ${seed} (shortened ${shrinks} times):`,
    ...story.map((line) => `  ${line}`),
    ...broken.map((line) => `  → ${line}`),
    `  ${commandFor(finding)}`,
  ].join('\n');
}

/** How much was simulated, and what failed. */
export function summary(findings: readonly Finding[], ms: number) {
  const kinds = [...new Set(findings.map(({ kind }) => kind))].map((kind) => {
    const own = findings.filter((finding) => finding.kind === kind);
    return { kind, histories: own.length, failures: own.filter(isBroken).length };
  });
  const figures = {
    kinds,
    histories: findings.length,
    failures: findings.filter(isBroken).map((finding) => ({ ...finding, command: commandFor(finding) })),
    seconds: Math.round(ms / 1000),
  };
  return { figures, text: textOf(figures) };
}

type Figures = Readonly<{
  kinds: readonly { kind: string; histories: number; failures: number }[];
  histories: number;
  failures: readonly { command: string }[];
  seconds: number;
}>;

function textOf({ kinds, histories, failures, seconds }: Figures): string {
  const line = (kind: string, ...numbers: readonly (number | string)[]): string =>
    kind.padEnd(8) + numbers.map((number) => String(number).padStart(12)).join('');
  return [
    line('kind', 'histories', 'failed'),
    ...kinds.map((one) => line(one.kind, one.histories, one.failures)),
    `${histories} histories in ${seconds} s: ${failures.length} failed.`,
    ...(failures.length > 0 ? ['Again:', ...failures.map(({ command }) => `  ${command}`)] : []),
  ].join('\n');
}
