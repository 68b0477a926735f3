import { core } from './core.ts';
import type { Simulation } from './kind.ts';
import { parts } from './parts.ts';

export const SIMULATIONS = { core, parts } as const satisfies Record<string, Simulation>;
export type KindName = keyof typeof SIMULATIONS;
