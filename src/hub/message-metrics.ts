import { Counter, type Registry } from 'prom-client';
import { MESSAGE_KINDS } from '../billing/follow-up/message.ts';
import type { Services } from './foundation.ts';

/** The services, with every message to a client counted by its kind and by what became of it. */
export function countMessages<S extends Pick<Services, 'messages'>>(services: S, registry: Registry): S {
  const total = new Counter({
    name: 'milepost_follow_up_messages_total',
    help: 'Messages to clients by kind and outcome: sent, refused (nobody got it), unknown (not repeated)',
    labelNames: ['kind', 'outcome'] as const,
    registers: [registry],
  });
  // From the start, so that the first one is a rise and not a number out of nowhere.
  for (const kind of MESSAGE_KINDS)
    for (const outcome of ['sent', 'refused', 'unknown'] as const) total.inc({ kind, outcome }, 0);
  return {
    ...services,
    messages: async () => {
      const messages = await services.messages();
      return {
        ...messages,
        send: async (planned) => {
          const outcome = await messages.send(planned);
          total.inc({ kind: planned.message.kind, outcome: outcome.kind });
          return outcome;
        },
      };
    },
  };
}
