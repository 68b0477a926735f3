import { lookAtRow } from '../../sandbox/demo/look.ts';
import { OWNER } from './follow-up-flows.ts';
import type { Scene } from './scene.ts';

/** Everything that people see when it is quiet again, as plain texts. What is named by chance is named by its order. */
export type End = Readonly<Record<string, string>>;

const TABLES = ['milestones', 'projects', 'clients'] as const;

/** When the hub last heard of whom: true of each run, and another in each. */
const HEALTH = /^Last (sweep|webhook)/;
const TIMES = /\d{4}-\d\d-\d\d(T| at |,? )\d\d:\d\d/g;

/** @returns all that differs from run to run, with the words for it */
function chance({ site }: Scene): readonly (readonly [string, string])[] {
  const { store } = site.stripe;
  const counts = new Map<string, number>();
  const numbered = (word: string): string => {
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    return `<${word} ${count}>`;
  };
  const invoices = store.invoices().flatMap((invoice) => {
    const word = numbered(
      invoice.status === 'draft' || invoice.status === 'void' ? `${invoice.status} one` : 'invoice',
    );
    return [
      [invoice.hosted_invoice_url ?? '', `<link of ${word}>`] as const,
      [invoice.id ?? '', word] as const,
      [invoice.number ?? '', `<number of ${word}>`] as const,
    ];
  });
  const customers = store.customers().map(({ id }) => [id, numbered('customer')] as const);
  return [...invoices, ...customers].filter(([text]) => text !== '');
}

function rows({ site }: Scene): readonly (readonly [string, string])[] {
  return TABLES.flatMap((table) =>
    site.notion.rows(site.workspace[table].dataSourceId).flatMap(({ id, properties }, at) => {
      const look = lookAtRow(site.notion, id);
      const row = `${table} ${at + 1}`;
      return [
        ...Object.keys(properties).map((property) => [`${row}: ${property}`, look(property)] as const),
        [`${row}: comments`, site.notion.comments(id).join('\n')] as const,
      ];
    }),
  );
}

function money({ site }: Scene): readonly (readonly [string, string])[] {
  const { store } = site.stripe;
  const invoices = store.invoices().map(({ id, status, total, amount_paid: received, amount_remaining: left }, at) => {
    const mails = store.mails().filter(({ invoice }) => invoice === id);
    const words = [status, total, received, left, ...mails.map(({ kind, to }) => `${kind} to ${to}`)];
    return [`Stripe invoice ${at + 1}`, words.join(', ')] as const;
  });
  return [...invoices, ['Stripe customers', String(store.customers().length)]];
}

/** The day and what is known of each message in Stripe, and what the mail server has for clients. */
function followUp({ site }: Scene): readonly (readonly [string, string])[] {
  const messages = site.stripe.store.invoices().map(({ metadata }, at) => {
    const words = Object.entries(metadata ?? {}).flatMap(([field, value]) => {
      const step = /^milepost_followup_(light|firm|formal|failure|thanks|claim)$/.exec(field)?.[1];
      return step === undefined ? [] : [`${step} ${value.slice(0, value.indexOf('T'))}`];
    });
    return [`${MESSAGES} about Stripe invoice ${at + 1}`, words.join(', ')] as const;
  });
  const mails = site.lane.mail.inbox().filter(({ to }) => !to.includes(OWNER));
  return [...messages, [MAILS, mails.map(({ to, subject }) => `"${subject}" to ${to.join(', ')}`).join('\n')]];
}

const MESSAGES = 'messages';
const MAILS = 'mails';

/** Where nobody can know whether a message went out, the person who is to find out reads so beside the milestone, and nothing more. */
const UNCONFIRMED =
  / Unconfirmed: nobody knows whether the light message of [\d-]+ went out\. It is not repeated; Mara Lindqvist asks the client, and records the answer with "milepost confirm"\./;
const COMMENTED = /^Light follow-up of .*\n?/m;

/** What is left of an end beside whether its message went out. */
export const besideTheMessage = (end: End): End =>
  Object.fromEntries(
    Object.entries(end)
      .filter(([what]) => what !== MAILS)
      .map(([what, text]) => [
        what,
        text
          .replace(UNCONFIRMED, '')
          .replace(COMMENTED, '')
          .replace(/^light (sent|unconfirmed)/, 'light out')
          .replace(/(, invoice to \S+)\1$/, '$1')
          .trim(),
      ]),
  );

export const isUnconfirmed = (end: End): boolean =>
  Object.entries(end).some(([what, text]) => what.startsWith(MESSAGES) && text.startsWith('light unconfirmed')) &&
  Object.values(end).some((text) => UNCONFIRMED.test(text));

function sheet({ site }: Scene): readonly (readonly [string, string])[] {
  const tabs = site.lane.google.spreadsheet(site.spreadsheetId).tabs();
  return tabs.map((tab) => {
    const lines = tab.rows().map((cells) => cells.map(({ text }) => text).join(' | '));
    return [
      `tab ${tab.title}`,
      lines
        .filter((line) => !HEALTH.test(line))
        .join('\n')
        .replace(TIMES, '<time>'),
    ] as const;
  });
}

export function endOf(scene: Scene): End {
  const named = chance(scene);
  const plain = (text: string): string => named.reduce((words, [from, to]) => words.replaceAll(from, to), text);
  return Object.fromEntries(
    [...rows(scene), ...money(scene), ...followUp(scene), ...sheet(scene)].map(([what, text]) => [what, plain(text)]),
  );
}

/** What one end says and the other does not. */
export const differences = (expected: End, found: End): readonly string[] =>
  [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((what) => expected[what] !== found[what])
    .map((what) => `${what}: ${shown(found[what])} instead of ${shown(expected[what])}`);

const SHOWN_MAX = 400;
const shown = (text: string | undefined): string =>
  text === undefined ? 'nothing' : JSON.stringify(text).slice(0, SHOWN_MAX);
