import { onTestFinished } from 'vitest';
import { followUp } from '../../jobs/follow-up.ts';
import { createClock } from '../../sandbox/kit/clock.ts';
import { startMail } from '../../sandbox/mail/index.ts';
import type { Policy } from '../../src/billing/facts.ts';
import type { ClientPlan, Planned } from '../../src/billing/follow-up/plan.ts';
import { type FollowUpMessages, followUpMessages } from '../../src/hub/follow-up-messages.ts';
import { startExample } from './example.ts';

const OWNER = 'owner@studio.example';

/**
 * A worked example of follow-up: beside Notion and Stripe a mail server, and a hub that sends through it. Time moves by hand;
 * `run` is the hourly job.
 */
export async function startFollowUpExample(
  startsAt: string,
  policy: Partial<Policy> = {},
  { alarms = 0, ownMail = true }: { readonly alarms?: number; readonly ownMail?: boolean } = {},
) {
  const mail = await startMail({ clock: createClock() });
  let messages: FollowUpMessages | undefined;
  const send = async (planned: Planned) => {
    if (messages === undefined) throw new Error('No message can leave yet.');
    return await messages.send(planned);
  };
  const example = await startExample(startsAt, { defaultBillingOwner: OWNER, ...policy }, { alarms, send });
  const { context, notion, stripe } = example.world;
  const open = followUpMessages(
    {
      mail: ownMail ? { smtpUrl: mail.url, from: 'Studio <billing@studio.example>' } : undefined,
      followUp: { language: 'en', templates: {}, morningList: true },
    },
    stripe,
  );
  messages = open;
  onTestFinished(async () => {
    open.close();
    await mail.close();
  });
  const run = async (isAsked: boolean): Promise<void> => {
    await followUp({ ...context, notion, stripe, sendList: open.sendList, isAsked });
    await example.hub.work();
  };
  /** What left to clients, without the owner's list. */
  const toClients = () => mail.inbox().filter(({ to }) => !to.includes(OWNER));
  return {
    ...example,
    mail,
    toClients,
    subjects: () => toClients().map(({ subject }) => subject),
    lists: () => mail.inbox().filter(({ to }) => to.includes(OWNER)),
    /** The hourly run of a hub. */
    run: () => run(false),
    /** The run that a person asks for. */
    runAsked: () => run(true),
    /** Day after day until a day, the hourly runs of each: announced at eight, sent from nine on. */
    async untilDay(last: string) {
      for (
        let day = nextDay(new Date(example.world.clock.now()));
        day <= last;
        day = nextDay(new Date(`${day}T12:00:00Z`))
      )
        await oneDay(day);
    },
    async plans(): Promise<readonly ClientPlan[]> {
      const plans: ClientPlan[] = [];
      await followUp({
        ...context,
        notion,
        stripe,
        sendList: undefined,
        isAsked: true,
        onPlan: (plan) => void plans.push(plan),
      });
      return plans;
    },
  };

  async function oneDay(day: string): Promise<void> {
    await example.at(`${day}T00:05:00Z`);
    for (const hour of ['08', '09', '10']) {
      example.goTo(`${day}T${hour}:00:00Z`);
      await run(false);
    }
  }
}

const nextDay = (date: Date): string => new Date(date.getTime() + 86_400_000).toISOString().slice(0, 10);

export type FollowUpExample = Awaited<ReturnType<typeof startFollowUpExample>>;
