import { brokenAtRest } from './at-rest.ts';
import type { History } from './history.ts';
import { OPENINGS } from './openings.ts';
import { mendAll } from './people.ts';
import { perform } from './perform.ts';
import { type Alter, asItIs, note, type Play, startPlay } from './play.ts';
import { brokenAtAnyTime, teamWrote, touched } from './promises.ts';
import type { Step } from './steps.ts';

/** Plays a history. @returns the first promises that are broken, and when */
export async function tell({ team, opening, steps }: History, alter: Alter = asItIs): Promise<readonly string[]> {
  const play = await startPlay(team, alter);
  const begun = OPENINGS[opening].length;
  try {
    for (const [at, step] of [...OPENINGS[opening], ...steps].entries()) {
      const broken = await happen(play, step);
      if (broken.length > 0) return [at < begun ? 'at the beginning:' : `after step ${at + 1 - begun}:`, ...broken];
    }
    mendAll(play);
    const broken = await happen(play, { does: 'quiet' });
    return broken.length > 0 ? ['in the end, once it was quiet:', ...broken] : [];
  } finally {
    await play.world.close();
  }
}

/** What the hub does by itself; everything else people do. */
const HUBS_OWN: ReadonlySet<Step['does']> = new Set(['hub hears', 'look', 'sweep', 'quiet', 'night', 'renewals']);

async function happen(play: Play, step: Step): Promise<readonly string[]> {
  const team = HUBS_OWN.has(step.does) ? teamWrote(play) : undefined;
  note(play);
  await perform(play, step);
  note(play);
  const broken = [...(team === undefined ? [] : touched(team, teamWrote(play))), ...brokenAtAnyTime(play)];
  if (step.does !== 'quiet' || broken.length > 0) return broken;
  play.meddledWith.clear();
  return await brokenAtRest(play);
}
