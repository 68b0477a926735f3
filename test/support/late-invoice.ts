import { onTestFinished } from 'vitest';
import { type FollowUpClientDeps, followUpClient, type SendMessage } from '../../jobs/follow-up-client.ts';
import type { Outcome } from '../../jobs/ports.ts';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import type { Policy } from '../../src/billing/facts.ts';
import { failureKind } from '../../src/billing/failure.ts';
import { followUpMessages } from '../../src/hub/follow-up-messages.ts';
import { type FollowUpExample, startFollowUpExample } from './follow-up.ts';
import { aProjectToBill, aReadyMilestone, title } from './world.ts';

/** What a run of one client came to: its outcome, or the kind of its failure. */
export type Ended = Outcome | 'try again' | 'needs a person' | 'bug';

export type LateOptions = {
  readonly policy?: Partial<Policy>;
  readonly milestone?: PropertyWrites;
  /** More milestones of the same project, approved on the same day. */
  readonly also?: readonly PropertyWrites[];
  /** Another client with a milestone of its own, billed on the same day; what differs in its row. */
  readonly elsewhere?: PropertyWrites;
  readonly project?: PropertyWrites;
  readonly client?: PropertyWrites;
  readonly alarms?: number;
  readonly ownMail?: boolean;
};

/** The day of the light step of what `startLate` bills: due Monday 16 November 2026. */
export const LIGHT_DAY = '2026-11-17';

/**
 * One invoice over GBP 4,000.00, issued on Monday 2 November 2026 and due on the 16th, unpaid; the clock shows the evening of that
 * day, before anything was announced.
 */
export async function startLate(options: LateOptions = {}) {
  const { policy, milestone = {}, also = [], elsewhere, project, client, alarms, ownMail = true } = options;
  const example = await startFollowUpExample('2026-11-02T09:00:00Z', policy, {
    ownMail,
    ...(alarms === undefined ? {} : { alarms }),
  });
  const { world, at, goTo, edit } = example;
  if (client !== undefined) edit(example.client, client);
  if (project !== undefined) edit(example.project, project);
  const { milestone: id, approve } = example.milestone(milestone);
  approve('2026-11-02');
  const others = also.map((changes, order) => example.milestone({ Order: { number: order + 2 }, ...changes }));
  for (const other of others) other.approve('2026-11-02');
  const second = elsewhere === undefined ? undefined : billElsewhere(example, elsewhere);
  await at('2026-11-02T09:01:00Z');
  await at('2026-11-02T09:12:00Z');
  const invoice = example.invoicesOf(id)[0]?.id ?? '';
  goTo('2026-11-16T20:00:00Z');
  const through = (smtpUrl: string) => {
    const messages = followUpMessages(
      {
        mail: ownMail ? { smtpUrl, from: 'Studio <billing@studio.example>' } : undefined,
        followUp: { language: 'en', templates: {}, morningList: true },
      },
      world.stripe,
    );
    onTestFinished(messages.close);
    return messages;
  };
  const messages = through(example.mail.url);
  const { context, notion, stripe, stripeSandbox } = world;
  return {
    ...example,
    id,
    invoice,
    /** Those of `also`, in the same order. */
    others: others.map(({ milestone: other }) => ({ id: other, invoice: example.invoicesOf(other)[0]?.id ?? '' })),
    /** The milestone of `elsewhere`; empty without it. */
    elsewhere: second ?? '',
    send: messages.send,
    /** How messages leave through a server under this address. */
    sendThrough: (smtpUrl: string): SendMessage => through(smtpUrl).send,
    shows: example.look(id),
    /** Follow-up as other programs read it in Stripe, to the minute: "claimed 2026-11-17T09:00". */
    noted: (step: string, of = invoice): string | undefined =>
      stripeSandbox.store
        .invoices()
        .find((one) => one.id === of)
        ?.metadata?.[`milepost_followup_${step}`]?.replace(/:\d\d\.\d{3}Z$/, ''),
    /** The whole morning of a day: announced at eight, sent at nine. */
    async morning(day = LIGHT_DAY) {
      for (const hour of ['08', '09']) {
        goTo(`${day}T${hour}:00:00Z`);
        await example.run();
      }
    },
    /** How often Stripe has mailed an invoice, without the mail that issued it. */
    mailedAgain: (of = invoice): number => example.mails().filter((mail) => mail.invoice === of).length - 1,
    /** One run of the client in a process of its own, without any lease. */
    async runClient(deps: Partial<Pick<FollowUpClientDeps, 'send' | 'stripe'>> = {}): Promise<Ended> {
      const mayAct = new AbortController().signal;
      try {
        return await followUpClient(
          { ...context, notion, stripe, mayAct, send: messages.send, ...deps },
          example.client,
        );
      } catch (error) {
        const kind = failureKind(error);
        if (kind === 'bug') throw error;
        return kind;
      }
    },
    /** The hub looks at the milestone, as it does after each message. */
    hears: () => example.hears(id),
  };
}

/** @returns the milestone */
function billElsewhere({ world, edit }: FollowUpExample, changes: PropertyWrites): string {
  const { notionSandbox, workspace } = world;
  const within = aProjectToBill(notionSandbox, workspace);
  edit(within.client, { Name: title('Elsewhere'), 'Billing email': { email: 'ap@elsewhere.example' }, ...changes });
  const { milestone, approve } = aReadyMilestone(notionSandbox, workspace, {}, within);
  approve('2026-11-02');
  return milestone;
}

export type Late = Awaited<ReturnType<typeof startLate>>;
