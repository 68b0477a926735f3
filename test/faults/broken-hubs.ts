import { TryAgain } from '../../src/billing/failure.ts';
import type { Alter } from './hub.ts';

/** Hubs with one mistake each, which only shows when something else goes wrong. */
export const BROKEN_HUBS = {
  /** Starts over by itself, without looking whether the first attempt made an invoice. */
  'repeats a bill without looking': (services) => ({
    ...services,
    stripe: {
      ...services.stripe,
      issueInvoice: async (order, drafts, steps) => {
        try {
          return await services.stripe.issueInvoice(order, drafts, steps);
        } catch (error) {
          if (!(error instanceof TryAgain)) throw error;
          return await services.stripe.issueInvoice({ ...order, poNumber: 'again' }, [], steps);
        }
      },
    },
  }),
  'does not look whether it has commented': (services) => ({
    ...services,
    notion: { ...services.notion, hasComment: async () => false },
  }),
  'does not look whether the next period has its row': (services) => ({
    ...services,
    notion: { ...services.notion, milestonesOfProject: async () => [] },
  }),
  'takes a failed write for done': (services) => ({
    ...services,
    notion: {
      ...services.notion,
      showOnMilestone: (...all) => services.notion.showOnMilestone(...all).catch(() => {}),
    },
  }),
  'takes a bad moment for something else': (services) => ({
    ...services,
    notion: {
      ...services.notion,
      readMilestone: (id) =>
        services.notion.readMilestone(id).catch(() => {
          throw new Error('Something is wrong.');
        }),
    },
  }),
  'asks again when it is dead': (services) => ({
    ...services,
    stripe: {
      ...services.stripe,
      issueInvoice: async (order, drafts, steps) => {
        for (let attempt = 0; attempt < 3; attempt += 1) {
          const issued = await services.stripe.issueInvoice(order, drafts, steps).catch(() => undefined);
          if (issued !== undefined) return issued;
        }
        throw new TryAgain('It did not work.');
      },
    },
  }),
  'takes silence of the mail server for a refusal': (services) => ({
    ...services,
    messages: async () => {
      const messages = await services.messages();
      return {
        ...messages,
        send: async (planned) => {
          const outcome = await messages.send(planned);
          return outcome.kind === 'unknown' ? { kind: 'refused', why: outcome.why } : outcome;
        },
      };
    },
  }),
  'sends without a claim that lasts': (services) => ({
    ...services,
    stripe: { ...services.stripe, claimMessage: async () => true },
  }),
} as const satisfies Readonly<Record<string, Alter>>;
