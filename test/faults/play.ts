import type { Case } from './cases.ts';
import type { End } from './end.ts';
import { isWaitedFor } from './faults.ts';
import { FLOWS, type Flow } from './flows.ts';
import type { Alter } from './hub.ts';
import type { Lane } from './lane.ts';
import { asItIs, type Ran, type Run, run } from './run.ts';

/** What became of one case. */
export type Finding = {
  readonly case: Case;
  /** What does not hold, in words; empty when all does. */
  readonly broken: readonly string[];
  /** Whether every fault of it struck. */
  readonly isMet: boolean;
};

export function flowNamed(name: string): Flow {
  const flow = FLOWS.find((one) => one.name === name);
  if (flow === undefined) throw new Error(`There is no flow "${name}".`);
  return flow;
}

/** A run without faults: what the others are compared with. Whatever does not hold in it is a bug of the flow or the hub. */
export async function undisturbed(lane: Lane, flow: Flow, alter: Alter = asItIs): Promise<Ran> {
  const ran = await run(lane, { flow, strikes: [], expected: undefined, alter });
  if (ran.broken.length > 0) throw new Error(`"${flow.name}" fails without any fault: ${ran.broken.join('; ')}`);
  return ran;
}

/** Where the waiting itself is what happens, it is kept short. */
const IMPATIENT_MS = 250;
/** On a busy machine that may have been too short for what nobody disturbed, so a failure is tried again with this. */
const LESS_IMPATIENT_MS = 3_000;

export async function play(lane: Lane, one: Case, expected: End, alter: Alter = asItIs): Promise<Finding> {
  if (!one.strikes.some(({ fault }) => isWaitedFor(fault))) return await playOnce(lane, one, { expected, alter });
  const finding = await playOnce(lane, one, { expected, alter, timeoutMs: IMPATIENT_MS });
  if (finding.broken.length === 0) return finding;
  return await playOnce(lane, one, { expected, alter, timeoutMs: LESS_IMPATIENT_MS });
}

async function playOnce(lane: Lane, one: Case, how: Pick<Run, 'expected' | 'alter' | 'timeoutMs'>): Promise<Finding> {
  const { strikes } = one;
  const ran = await run(lane, { flow: flowNamed(one.flow), strikes, ...how });
  const isFirstUnmet = ran.unmet.length === strikes.length;
  return {
    case: one,
    broken: [...ran.broken, ...(isFirstUnmet ? ['the call was not made this time, so nothing was tested'] : [])],
    isMet: ran.unmet.length === 0,
  };
}
