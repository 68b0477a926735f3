import { type Call, nameOf } from './call.ts';
import { FAULT_NAMES, type FaultName, faultsOf } from './faults.ts';
import type { Strike } from './line.ts';

/** One run: which flow, and what goes wrong where. */
export type Case = { readonly flow: string; readonly strikes: readonly Strike[] };

/** The calls that a flow makes when nothing disturbs it. */
export type Recorded = { readonly flow: string; readonly calls: readonly Call[] };

/** Every call with every fault that it can meet. */
export const everyCase = ({ flow, calls }: Recorded): readonly Case[] =>
  calls.flatMap((call) => faultsOf(call).map((fault) => ({ flow, strikes: [{ at: nameOf(call), fault }] })));

/** The same numbers for the same seed, from 0 up to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The second fault strikes soon after the first, where the hub is at mending. */
const CALLS_BETWEEN_MAX = 12;

/** Two faults in one run, drawn from all that are possible. Flows with more calls are drawn more often. */
export function somePairs(recorded: readonly Recorded[], count: number, seed: number): readonly Case[] {
  const random = randomFrom(seed);
  const oneOf = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const firsts = recorded.flatMap(everyCase);
  return Array.from({ length: count }, () => {
    const first = oneOf(firsts);
    const fault: FaultName = oneOf(FAULT_NAMES) ?? '500';
    const at = 1 + Math.floor(random() * CALLS_BETWEEN_MAX);
    return first === undefined ? [] : [{ ...first, strikes: [...first.strikes, { at, fault }] }];
  }).flat();
}

const quoted = (text: string): string => `"${text}"`;

/** What repeats one run alone. */
export function commandFor({ flow, strikes: [first, second] }: Case): string {
  const then = second === undefined ? '' : ` --then ${second.at} --then-fault ${quoted(second.fault)}`;
  const [at, fault] = [String(first?.at ?? ''), first?.fault ?? ''];
  return `npm run test:faults -- --flow ${quoted(flow)} --position ${quoted(at)} --fault ${quoted(fault)}${then}`;
}
