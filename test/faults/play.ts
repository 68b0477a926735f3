import type { Case } from './cases.ts';
import type { End } from './end.ts';
import { isWaitedFor } from './faults.ts';
import { FLOWS, type Flow } from './flows.ts';
import type { Alter } from './hub.ts';
import type { Lane } from './lane.ts';
import { asItIs, PATIENT_MS, type Ran, run } from './run.ts';

/** What became of one case. */
export type Finding = {
  readonly case: Case;
  /** What does not hold, in words; empty when all does. */
  readonly broken: readonly string[];
  /** Whether every fault of it struck. */
  readonly isMet: boolean;
  /** Whether it was played once more, because its short waiting may have been too short for this machine. */
  readonly isRepeated: boolean;
};

export function flowNamed(name: string): Flow {
  const flow = FLOWS.find((one) => one.name === name);
  if (flow === undefined) throw new Error(`There is no flow "${name}".`);
  return flow;
}

/** A run without faults: what the others are compared with. Whatever does not hold in it is a bug of the flow or the hub. */
export async function undisturbed(lane: Lane, flow: Flow, alter: Alter = asItIs): Promise<Ran> {
  const ran = await run(lane, { flow, strikes: [], expected: undefined, alter });
  const problems = [...ran.broken, ...ran.unsettled];
  if (problems.length > 0) throw new Error(`"${flow.name}" fails without any fault: ${problems.join('; ')}`);
  return ran;
}

/** Where the waiting itself is what happens, it is kept short. */
const IMPATIENT_MS = 250;
/**
 * On a busy machine that may have been too short for what nobody disturbed, so what did not settle is played again with this.
 * What always holds has no such excuse.
 */
const LESS_IMPATIENT_MS = 3_000;

export async function play(lane: Lane, one: Case, expected: End, alter: Alter = asItIs): Promise<Finding> {
  const { strikes } = one;
  const isShort = strikes.some(({ fault }) => isWaitedFor(fault));
  const playOnce = (timeoutMs: number): Promise<Ran> =>
    run(lane, { flow: flowNamed(one.flow), strikes, expected, alter, timeoutMs });
  const first = await playOnce(isShort ? IMPATIENT_MS : PATIENT_MS);
  const isRepeated = isShort && first.broken.length === 0 && unsettledIn(first, one).length > 0;
  const ran = isRepeated ? await playOnce(LESS_IMPATIENT_MS) : first;
  return { case: one, broken: [...ran.broken, ...unsettledIn(ran, one)], isMet: ran.unmet.length === 0, isRepeated };
}

const unsettledIn = ({ unsettled, unmet }: Ran, { strikes }: Case): readonly string[] =>
  unmet.length < strikes.length ? unsettled : [...unsettled, 'the call was not made this time, so nothing was tested'];
