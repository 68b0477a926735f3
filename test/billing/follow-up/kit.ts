import { dueInstant, type Instant, type PlainDate, plainDate } from '../../../src/billing/calendar.ts';
import type { Client, Invoice, Milestone, MoneyMoves, Policy, Project } from '../../../src/billing/facts.ts';
import type { Followed } from '../../../src/billing/follow-up/followed.ts';
import { type Next, nextMessage } from '../../../src/billing/follow-up/next-message.ts';
import {
  type FollowUpRecord,
  type MessageState,
  NO_FOLLOW_UPS,
  type Slot,
  type StopNote,
} from '../../../src/billing/follow-up/record.ts';
import { aClient, aFollowUpPolicy, aMilestone, anInvoice, aPolicy, aProject, noMoves } from '../../support/facts.ts';
import { at } from '../kit.ts';

/** What a case of follow-up says about each thing. Due Thursday 2026-11-05: light on Friday the 6th, firm on Tuesday the 10th. */
export type Given = {
  readonly invoice?: Partial<Invoice>;
  readonly moves?: Partial<MoneyMoves>;
  readonly record?: Partial<FollowUpRecord>;
  /** When each message went out. */
  readonly sent?: Partial<Record<Slot, string>>;
  readonly milestone?: Partial<Milestone>;
  readonly project?: Partial<Project>;
  readonly client?: Partial<Client>;
  readonly due?: string;
};

export type Rules = { readonly policy?: Partial<Policy>; readonly followUp?: Partial<Policy['followUp']> };

export const DUE = '2026-11-05';

export const day = plainDate;

/** An instant; a day alone is ten o'clock of it in London. */
export const moment = (text: string): Instant => at(text.includes('T') ? text : `${text}T10:00:00Z`);

export const rules = ({ policy, followUp }: Rules = {}): Policy =>
  aPolicy({ ...policy, followUp: aFollowUpPolicy(followUp) });

export function messagesOf(sent: Partial<Record<Slot, string>>, state: MessageState['state'] = 'sent') {
  const messages: Partial<Record<Slot, MessageState>> = {};
  for (const [slot, on] of entriesOf(sent)) messages[slot] = { state, at: moment(on) };
  return messages;
}

const entriesOf = (sent: Partial<Record<Slot, string>>): readonly (readonly [Slot, string])[] => {
  const { courtesy, light, firm, formal, failure, thanks, repeat_1, repeat_2, repeat_3 } = sent;
  const all = { courtesy, light, firm, formal, failure, thanks, repeat_1, repeat_2, repeat_3 } as const;
  const found: (readonly [Slot, string])[] = [];
  let slot: Slot;
  for (slot in all) {
    const on = all[slot];
    if (on !== undefined) found.push([slot, on]);
  }
  return found;
};

export const dueOn = (date: string, zone = 'Europe/London'): Pick<Invoice, 'dueAt'> => ({
  dueAt: dueInstant(zone, plainDate(date)),
});

export function followed(given: Given = {}): Followed {
  const { invoice, moves, record, sent = {}, milestone, project, client, due = DUE } = given;
  return {
    invoice: anInvoice({
      createdAt: at('2026-10-22T10:00:00Z'),
      finalizedAt: at('2026-10-22T10:00:05Z'),
      ...dueOn(due),
      followUps: { ...NO_FOLLOW_UPS, messages: messagesOf(sent), ...record },
      ...invoice,
      moves: { ...noMoves, ...invoice?.moves, ...moves },
    }),
    milestone: aMilestone(milestone),
    project: aProject(project),
    client: aClient(client),
  };
}

export const nextOf = (given: Given, on: string, more: Rules = {}): Next =>
  nextMessage(followed(given), rules(more), moment(on));

/** "light 2026-11-06", "rests: …", "by hand 2026-11-19: …": what comes next, in one line. */
export function told(given: Given, on: string, more: Rules = {}): string {
  const next = nextOf(given, on, more);
  switch (next.kind) {
    case 'message':
      return `${next.slot} ${next.day}${next.cycle === 0 ? '' : ` cycle ${next.cycle}`}${next.rolled ? ' rolled' : ''}`;
    case 'rests': {
      const then = next.afterwards === undefined ? '' : `, then ${next.afterwards.slot} ${next.afterwards.day}`;
      return `rests${next.rest.until === undefined ? '' : ` until ${next.rest.until}`}${then}: ${next.rest.words}`;
    }
    case 'by hand':
      return `by hand ${next.since}${next.words === '' ? '' : `: ${next.words}`}`;
    default:
      return next.kind;
  }
}

type Note = Partial<Omit<StopNote, 'kind'>> & Pick<StopNote, 'kind'>;

export const note = ({ kind, placedOn = day('2026-11-06'), until = null, endedOn = null }: Note): StopNote => ({
  kind,
  placedOn,
  until,
  endedOn,
});

/** A stop that stands beside the milestone and was noted when it was set. */
export const stopped = (
  kind: StopNote['kind'],
  placed: string,
  until: string | null,
): Pick<Given, 'milestone' | 'record'> => {
  const named: PlainDate | null = until === null ? null : day(until);
  return {
    milestone: { followUpStop: kind, stopUntil: named },
    record: { stops: [note({ kind, placedOn: day(placed), until: named })], messages: {} },
  };
};
