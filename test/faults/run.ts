import type { Call } from './call.ts';
import { type End, endOf } from './end.ts';
import type { Flow } from './flows.ts';
import type { Alter } from './hub.ts';
import type { Lane } from './lane.ts';
import type { Strike } from './line.ts';
import { brokenPromises, teamWrote, unsettled } from './promises.ts';
import { openScene, type Scene, SWEEP_MS } from './scene.ts';

export type Ran = {
  /** The calls of the flow, in order. */
  readonly calls: readonly Call[];
  readonly end: End;
  /** What always holds and does not, in words. */
  readonly broken: readonly string[];
  /** What must hold one sweep after the last fault and does not, in words. */
  readonly unsettled: readonly string[];
  /** Faults that the run never came to. */
  readonly unmet: readonly Strike[];
};

export type Run = {
  readonly flow: Flow;
  readonly strikes: readonly Strike[];
  /** How an undisturbed run ended. */
  readonly expected: End | undefined;
  readonly alter: Alter;
  /** How long the hub waits for an answer; default {@link PATIENT_MS}. */
  readonly timeoutMs?: number;
};

export const asItIs: Alter = (services) => services;

/** However busy the machine is, what nobody disturbs gets its answer. */
export const PATIENT_MS = 15_000;

/** Plays a flow with its faults, lets one quiet sweep follow, and looks whether all is as it should be. */
export async function run(lane: Lane, { flow, strikes, expected, alter, timeoutMs = PATIENT_MS }: Run): Promise<Ran> {
  const scene = await openScene(lane, flow.scene, { alter, timeoutMs });
  try {
    await flow.before(scene);
    await flow.happens(scene);
    const team = teamWrote(scene);
    return await disturbed(scene, { flow, strikes, expected, team });
  } finally {
    await scene.close();
  }
}

async function disturbed(
  scene: Scene,
  {
    flow,
    strikes,
    expected,
    team,
  }: Pick<Run, 'flow' | 'strikes' | 'expected'> & { team: ReturnType<typeof teamWrote> },
): Promise<Ran> {
  const { line, site } = scene;
  const begun = site.clock.now();
  line.open(strikes);
  const ended = await endlessly(() => flow.answer(scene));
  const unmet = line.calm();
  site.clock.advance(Math.max(0, begun + SWEEP_MS - site.clock.now()));
  const swept = await endlessly(scene.sweep);
  const later = await endlessly(() => flow.afterwards?.(scene) ?? Promise.resolve());
  const end = endOf(scene);
  const late = await unsettled(scene, expected, flow.mayBeUnknown?.(strikes) === true);
  return {
    calls: [...line.calls()],
    end,
    unmet,
    broken: brokenPromises(scene, flow, team),
    unsettled: [...ended, ...swept, ...later, ...late],
  };
}

/** @returns what kept it from coming to rest */
async function endlessly(work: () => Promise<void>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
