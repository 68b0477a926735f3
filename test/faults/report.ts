import { commandFor, type Recorded } from './cases.ts';
import { FAULT_NAMES } from './faults.ts';
import type { Finding } from './play.ts';

const TELL_EVERY_MS = 5_000;

/** Tells from time to time how far it is. */
export function progress(title: string, total: number, say: (line: string) => void): (finding: Finding) => void {
  let done = 0;
  let failed = 0;
  let toldAt = performance.now();
  return ({ broken }) => {
    done += 1;
    failed += broken.length > 0 ? 1 : 0;
    if (done < total && performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    say(`${title}: ${done} of ${total} runs, ${failed} failed`);
  };
}

export function failureText({ case: one, broken }: Finding): string {
  const strikes = one.strikes.map(({ at, fault }) =>
    typeof at === 'number' ? `${fault} ${at} calls later` : `${fault} at ${at}`,
  );
  return [`FAILED ${one.flow}: ${strikes.join(', then ')}`, ...broken, commandFor(one)].join('\n  ');
}

const isPair = ({ case: { strikes } }: Finding): boolean => strikes.length > 1;
const failed = ({ broken }: Finding): boolean => broken.length > 0;

/** How much was covered, and what failed. */
export function summary(recorded: readonly Recorded[], findings: readonly Finding[], ms: number) {
  const flows = recorded.map(({ flow, calls }) => {
    const own = findings.filter((finding) => finding.case.flow === flow && !isPair(finding));
    return { flow, calls: calls.length, runs: own.length, failures: own.filter(failed).length };
  });
  const pairs = findings.filter(isPair);
  const figures = {
    flows,
    calls: flows.reduce((sum, { calls }) => sum + calls, 0),
    faults: FAULT_NAMES.length,
    runs: findings.length,
    pairs: {
      runs: pairs.length,
      both: pairs.filter(({ isMet }) => isMet).length,
      failures: pairs.filter(failed).length,
    },
    failures: findings.filter(failed).map((finding) => ({
      ...finding.case,
      broken: finding.broken,
      command: commandFor(finding.case),
    })),
    repeated: findings.filter(({ isRepeated }) => isRepeated).length,
    seconds: Math.round(ms / 1000),
  };
  return { figures, text: textOf(figures) };
}

type Figures = Readonly<{
  flows: readonly { flow: string; calls: number; runs: number; failures: number }[];
  calls: number;
  faults: number;
  runs: number;
  pairs: { runs: number; both: number; failures: number };
  failures: readonly object[];
  repeated: number;
  seconds: number;
}>;

function textOf({ flows, calls, faults, runs, pairs, failures, repeated, seconds }: Figures): string {
  const line = (flow: string, ...numbers: readonly (number | string)[]): string =>
    flow.padEnd(20) + numbers.map((number) => String(number).padStart(8)).join('');
  return [
    line('flow', 'calls', 'runs', 'failed'),
    ...flows.map((one) => line(one.flow, one.calls, one.runs, one.failures)),
    ...(pairs.runs > 0 ? [line('two faults', '', pairs.runs, pairs.failures)] : []),
    line('all', calls, runs, failures.length),
    `${flows.length} flows, ${calls} calls, ${faults} faults, ${runs} runs in ${seconds} s: ${failures.length} failed.`,
    ...(repeated > 0 ? [`${repeated} were repeated with longer timeouts, because the machine was busy.`] : []),
    ...(pairs.runs > 0 ? [`Of ${pairs.runs} pairs both faults struck in ${pairs.both}.`] : []),
  ].join('\n');
}
