import type { Trigger } from '../facts.ts';
import { formatMoney, type Money } from '../money.ts';

/** One line of a page's text. */
export type PageLine = { readonly style: 'heading' | 'text' | 'item'; readonly text: string };

/**
 * What every proposal says (Rule 19.3), by the words with which its heading begins, and what is to be filled in there. A hint
 * stands in square brackets and counts as nothing said.
 */
export const PROPOSAL_FIELDS = [
  { name: 'Scope', hint: '[What is delivered, and what is not.]' },
  { name: 'Price', hint: '[The whole price.]' },
  { name: 'Currency', hint: '[The currency of all sums.]' },
  { name: 'Milestones', hint: '[Each milestone with its sum, and what it is billed by.]' },
  { name: 'Terms', hint: '[When an invoice is due.]' },
  { name: 'Approval owner', hint: '[The one person of the client who approves, with the e-mail address.]' },
] as const;

export type ProposalField = (typeof PROPOSAL_FIELDS)[number]['name'];

/** What is known of a deal before anybody writes its proposal, in words; what is not known is left out. */
export type ProposalFacts = {
  readonly name: string;
  readonly client: string | undefined;
  readonly owner: string | undefined;
  readonly said: Readonly<Partial<Record<ProposalField, readonly string[]>>>;
};

const HEADINGS: Readonly<Partial<Record<ProposalField, string>>> = { Milestones: 'Milestones and their triggers' };

const builtIn = ({ name, hint }: (typeof PROPOSAL_FIELDS)[number]): readonly PageLine[] => [
  { style: 'heading', text: HEADINGS[name] ?? name },
  { style: 'text', text: hint },
];

/** The proposal of a team that has no template of its own. */
const BUILT_IN: readonly PageLine[] = PROPOSAL_FIELDS.flatMap(builtIn);

/** A hint, or a placeholder that nobody has filled in. */
const isBlank = (text: string): boolean => /^(\s*|\s*\[[^\]]*\]\s*|\s*\{\{[^}]*\}\}\s*)$/.test(text);

/** "Scope of work" and "Price and currency" name fields; "Priceless" does not. */
const names = (head: string, field: string): boolean =>
  new RegExp(String.raw`(?<!\p{L})${field}(?!\p{L})`, 'iu').test(head);

/** "Price: 4,000.00 EUR" says in one line what elsewhere takes a heading and a text. */
const LABEL = /^[^:]{1,60}:/;

/** The fields that begin with this line. */
function fieldsAt({ style, text }: PageLine): readonly ProposalField[] {
  const head = style === 'heading' ? text : (LABEL.exec(text)?.[0] ?? '');
  return PROPOSAL_FIELDS.map(({ name }) => name).filter((name) => names(head, name));
}

/** A heading, or a line that is one, with the lines below it up to the next one. */
type Section = { readonly at: number; readonly fields: readonly ProposalField[]; readonly end: number };

function sectionsOf(lines: readonly PageLine[]): readonly Section[] {
  const starts = lines.flatMap((line, at) => {
    const fields = fieldsAt(line);
    return line.style === 'heading' || fields.length > 0 ? [{ at, fields }] : [];
  });
  return starts.map(({ at, fields }, which) => ({ at, fields, end: starts[which + 1]?.at ?? lines.length }));
}

const inlineOf = (line: PageLine | undefined): string => line?.text.replace(LABEL, '') ?? '';

function isSaid(lines: readonly PageLine[], { at, end }: Section): boolean {
  const own = lines[at];
  const inline = own !== undefined && LABEL.test(own.text) ? inlineOf(own) : '';
  return !isBlank(inline) || lines.slice(at + 1, end).some(({ text }) => !isBlank(text));
}

/** The fields of which a proposal says nothing (Rule 19.3). */
export function proposalGaps(lines: readonly PageLine[]): readonly ProposalField[] {
  const sections = sectionsOf(lines);
  return PROPOSAL_FIELDS.map(({ name }) => name).filter(
    (name) => !sections.some((section) => section.fields.includes(name) && isSaid(lines, section)),
  );
}

/**
 * The text of a new proposal: the template's, with what is known of the deal below the fields that say nothing yet, and in the
 * place of placeholders such as {{client}}. Fields that the template lacks follow at its end.
 * @param template undefined where the team has none
 */
export function proposalText(facts: ProposalFacts, template?: readonly PageLine[]): readonly PageLine[] {
  const lines = template ?? [introduction(facts), ...BUILT_IN];
  const named = lines.map((line) => ({ ...line, text: withNames(line.text, facts) }));
  const has = new Set(sectionsOf(named).flatMap(({ fields }) => fields));
  const missing = PROPOSAL_FIELDS.filter(({ name }) => !has.has(name)).flatMap(builtIn);
  return filled([...named, ...missing], facts);
}

/** "Harbour site, for Northwind. Prepared by Mara Lindqvist." */
const introduction = ({ name, client, owner }: ProposalFacts): PageLine => ({
  style: 'text',
  text: `${name}${client === undefined ? '' : `, for ${client}`}.${owner === undefined ? '' : ` Prepared by ${owner}.`}`,
});

function withNames(text: string, { name, client, owner, said }: ProposalFacts): string {
  const values: Readonly<Record<string, string | undefined>> = {
    deal: name,
    client,
    owner,
    price: said.Price?.join(', '),
    currency: said.Currency?.join(', '),
    terms: said.Terms?.join(', '),
  };
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (placeholder, key: string) => values[key.toLowerCase()] ?? placeholder);
}

function filled(lines: readonly PageLine[], { said }: ProposalFacts): readonly PageLine[] {
  const sections = sectionsOf(lines);
  const before = lines.slice(0, sections[0]?.at ?? lines.length);
  const rest = sections.flatMap((section): readonly PageLine[] => {
    const { at, end, fields } = section;
    const own = lines.slice(at, end);
    const facts = fields.flatMap((field) => said[field] ?? []);
    if (facts.length === 0 || isSaid(lines, section)) return own;
    const style = facts.length > 1 ? ('item' as const) : ('text' as const);
    return [
      ...own.filter(({ text }, index) => index === 0 || !isBlank(text)),
      ...facts.map((text) => ({ style, text })),
    ];
  });
  return [...before, ...rest];
}

const TRIGGER_WORDS: Readonly<Record<Trigger, string>> = {
  Deposit: 'billed before work begins',
  'Milestone approval': 'billed when it is approved',
  'Final handoff': 'billed when all is approved and handed over',
  'Retainer renewal': 'billed on each renewal date',
};

/** "Design: 4,000.00 GBP, billed when it is approved" */
export const milestoneWords = (name: string, trigger: Trigger, money: Money): string =>
  `${name}: ${formatMoney(money)}, ${TRIGGER_WORDS[trigger]}`;
