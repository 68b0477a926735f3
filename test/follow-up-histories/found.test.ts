import { expect, test } from 'vitest';
import type { History, Step } from './steps.ts';
import { tell } from './tell.ts';

/** Short histories that random ones were shrunk to: what they had found stays mended. */
const history = (dues: readonly number[], ...steps: readonly Step[]): History => ({
  setting: {
    clients: [{ zone: '', country: 'GB' }],
    invoices: dues.map((due) => ({
      client: 0,
      due,
      minor: 400_000,
      currency: 'GBP',
      portal: false,
      old: false,
      clause: false,
    })),
    daysBefore: 0,
    zone: 'Europe/London',
    whilePaused: 'continue',
    thankYou: false,
    courtesy: false,
    repeats: 0,
    smallBalance: 0,
  },
  steps: [...steps],
});

/** Day, slot and invoice of everything that was sent about invoices, and what was listed beside them. */
async function sentIn(one: History) {
  const { broken, world } = await tell(one);
  expect(broken).toEqual([]);
  return world.attempts.map(({ at, answer, lines, message }) => ({
    on: new Date(at).toISOString().slice(0, 10),
    answer,
    about: lines.map(({ slot, invoice }) => `${slot} ${invoice.id}`),
    beside: message.beside.map(({ invoiceId }) => invoiceId),
  }));
}

test('a late invoice whose whole payment is on its way is not listed as late in a message about another one', async () => {
  const days = (count: number): Step => ({ does: 'days pass', count });
  const sent = await sentIn(
    history([0, 1], days(2), { does: 'happens', what: { of: 0, money: 'debit of all begins' } }, days(2)),
  );
  expect(sent.slice(0, 2)).toEqual([
    { on: '2026-11-24', answer: 'sent', about: ['light in_1'], beside: [] },
    { on: '2026-11-25', answer: 'sent', about: ['light in_2'], beside: [] },
  ]);
});

test('what is late is listed while nothing keeps it back', async () => {
  const sent = await sentIn(history([0, 1], { does: 'days pass', count: 4 }));
  expect(sent[1]).toMatchObject({ about: ['light in_2'], beside: ['in_1'] });
});

test('what was held by the settings goes out once they hold it no more, although nobody touches its row', async () => {
  const held = (isHeld: boolean): Step => ({ does: 'all is held', isHeld });
  const sent = await sentIn(history([0], held(true), { does: 'days pass', count: 3 }, held(false)));
  expect(sent[0]).toMatchObject({ on: '2026-11-26', about: ['light in_1'] });
});

const AGAIN: readonly Step[] = [
  { does: 'days pass', count: 2 },
  { does: 'happens', what: { of: 0, client: 'has another address' } },
  { does: 'happens', what: { of: 0, mail: 'comes back' } },
];

test('nobody knows whether a message to a corrected address went out: the ladder goes on, as after any other', async () => {
  const lost: Step = { does: 'waits', trouble: { at: 'send', when: 'before', nth: 0, answer: 'lost' } };
  const sent = await sentIn(history([0], ...AGAIN, lost, { does: 'days pass', count: 1 }));
  expect(sent.map(({ about, answer }) => [...about, answer])).toEqual([
    ['light in_1', 'sent'],
    ['light in_1', 'lost'],
    ['firm in_1', 'sent'],
  ]);
});

test('a message to a corrected address that a person knows was not sent goes out again', async () => {
  const gone: Step = { does: 'waits', trouble: { at: 'send', when: 'before', nth: 0, answer: 'gone' } };
  const finds: Step = { does: 'a person finds out', of: 0 };
  const sent = await sentIn(history([0], ...AGAIN, gone, { does: 'days pass', count: 1 }, finds));
  expect(sent.map(({ about, answer }) => [...about, answer])).toEqual([
    ['light in_1', 'sent'],
    ['light in_1', 'sent'],
    ['firm in_1', 'sent'],
  ]);
});
