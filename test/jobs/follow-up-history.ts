import fc from 'fast-check';
import { addDays, dateIn } from '../../src/billing/calendar.ts';
import { claimedSlot } from '../../src/billing/follow-up/record.ts';
import { saidTwice, wrongNow, wrongSteps } from './judge-messages.ts';
import {
  type Answer,
  type HubOptions,
  hoursOf,
  hubOver,
  type Inside,
  type Meets,
  manyInvoices,
  type Party,
  type Row,
  type SentMessage,
  ZONE,
} from './sixty-days.ts';

const DAYS = 45;
/** A claim that broke off is settled, and what was let go of is sent, on the next business days. */
const QUIET_DAYS = 5;

const CHANGES: Readonly<Record<string, (row: Row, today: ReturnType<typeof dateIn>) => void>> = {
  'it is paid': (row) => {
    row.invoice = { ...row.invoice, status: 'paid', amountPaid: row.invoice.total, amountRemaining: 0 };
  },
  'a part is paid': (row) => {
    row.invoice = { ...row.invoice, amountRemaining: Math.ceil(row.invoice.amountRemaining / 2) };
  },
  'it is put on hold': (row, today) => {
    row.milestone = { ...row.milestone, followUpStop: 'On hold', stopUntil: addDays(today, 5) };
  },
  'payment is promised': (row, today) => {
    row.milestone = { ...row.milestone, followUpStop: 'Promised', stopUntil: addDays(today, 3) };
  },
  'the client has a question': (row) => {
    row.milestone = { ...row.milestone, followUpStop: 'Queried', stopUntil: null };
  },
  'every stop is taken away': (row) => {
    row.milestone = { ...row.milestone, followUpStop: null, stopUntil: null };
  },
  'the client is put on hold': (row, today) => {
    row.party.client = { ...row.party.client, followUpHoldUntil: addDays(today, 2) };
  },
  'the address is corrected': (row) => {
    row.party.client = { ...row.party.client, billingEmail: 'accounts@client.example' };
  },
  'the whole payment is on its way': (row) => {
    const { invoice } = row;
    row.invoice = { ...invoice, moves: { ...invoice.moves, inFlight: invoice.amountRemaining } };
  },
};
const INSIDE: Readonly<Record<string, (inside: Inside) => void | Promise<void>>> = {
  'the process dies': ({ die }) => die(),
  'Redis is emptied': ({ forget }) => forget(),
  'Redis is emptied and the process dies': ({ forget, die }) => {
    forget();
    die();
  },
  'another process does the same': ({ runBeside }) => runBeside(),
};
const ANSWERS: Readonly<Record<string, Answer>> = {
  'the mail server refuses it': 'refused',
  'the mail server gives no answer': 'lost',
};
const TROUBLES = [...Object.keys(CHANGES), ...Object.keys(INSIDE), ...Object.keys(ANSWERS)];

/** After so many calls without it. */
type Trouble = { readonly after: number; readonly what: string };
export type History = { readonly invoices: number; readonly seed: number; readonly troubles: readonly Trouble[] };

export const history: fc.Arbitrary<History> = fc.record({
  invoices: fc.integer({ min: 1, max: 6 }),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  troubles: fc.array(fc.record({ after: fc.nat(5), what: fc.constantFrom(...TROUBLES) }), { maxLength: 12 }),
});

type Told = { readonly broken: readonly string[]; readonly story: readonly string[]; readonly messages: number };

/** Plays a history. @param mistake what a hub that is wrong does differently: to see that it is found out */
export async function play({ invoices, seed, troubles }: History, mistake?: HubOptions['mistake']): Promise<Told> {
  const rows = manyInvoices(invoices, seed);
  const story: string[] = [];
  const broken: string[] = [];
  let [call, next, now] = [0, 0, hoursOf(1)[0] ?? fail()];
  const meets: Meets = async (point, party, inside) => {
    const trouble = troubles[next];
    const isHere = trouble !== undefined && call >= trouble.after;
    call = isHere ? 0 : call + 1;
    if (!isHere) return 'sent';
    next += 1;
    story.push(`${new Date(now).toISOString()} at "${point}": ${trouble.what}`);
    return await meet(trouble.what, point, party, inside);
  };
  /** Once a message is being handed over, what people write is too late for it (Rule 12.2). */
  async function meet(what: string, point: string, party: Party, inside: Inside): Promise<Answer> {
    const row = party.rows[0];
    if (point !== 'send' && row !== undefined) CHANGES[what]?.(row, dateIn(ZONE, now));
    await INSIDE[what]?.(inside);
    return point === 'send' ? (ANSWERS[what] ?? 'sent') : 'sent';
  }
  const onSent = (message: SentMessage): void => {
    const about = message.rows.map(({ row, slot }) => `${slot} ${row.invoice.id}`).join(', ');
    story.push(`${new Date(now).toISOString()} sent: ${about}`);
    for (const words of wrongNow(message)) broken.push(`${new Date(now).toISOString()} ${words}`);
  };
  const hub = hubOver(rows, { meets, onSent, ...(mistake === undefined ? {} : { mistake }) });
  hub.begin();
  for (const at of hoursOf(DAYS + QUIET_DAYS)) {
    now = at;
    await hub.hour(at);
  }
  const claimed = rows.filter(({ invoice }) => claimedSlot(invoice.followUps) !== undefined);
  return {
    broken: [
      ...broken,
      ...saidTwice(hub.sent),
      ...rows.flatMap((row) => wrongSteps(row, hub.sent)),
      ...claimed.map(({ invoice }) => `a claim on ${invoice.id} stands for good`),
    ],
    story,
    messages: hub.sent.length,
  };
}

function fail(): never {
  throw new RangeError('There are no hours.');
}
