import type { Budget } from '../../connectors/metered-fetch.ts';
import type { Sources } from '../config/read-variables.ts';
import type { Asker } from './interview/asker.ts';
import type { Patience } from './patiently.ts';

export type SetupRequest = Sources &
  Patience & {
    /** Undefined: nobody can be asked, and defaults are taken. */
    readonly asker: Asker | undefined;
    /** How long to wait for the handshake of Notion's webhook when nobody can be asked; 0: not at all. */
    readonly listenMs: number;
    /** Leave to send, for each service. */
    readonly budgetFor?: () => Budget;
  };
