import type { Obstacle } from './plan/step.ts';

/** Nothing was written, because something has to be said or changed first. */
export class SetupRefused extends Error {
  override readonly name = 'SetupRefused';
  readonly obstacles: readonly Obstacle[];

  constructor(obstacles: readonly Obstacle[]) {
    const lines = obstacles.map(({ what, mend }) => `  ${what}.\n    ${mend}`);
    super(`Nothing was written. This has to be settled first:\n${lines.join('\n')}`);
    this.obstacles = obstacles;
  }
}
