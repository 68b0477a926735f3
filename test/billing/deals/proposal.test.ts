import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  milestoneWords,
  type PageLine,
  PROPOSAL_FIELDS,
  type ProposalFacts,
  proposalGaps,
  proposalText,
} from '../../../src/billing/deals/proposal.ts';
import { TRIGGERS } from '../../../src/billing/facts.ts';
import { currency } from '../../support/facts.ts';

const heading = (text: string): PageLine => ({ style: 'heading', text });
const line = (text: string): PageLine => ({ style: 'text', text });
const item = (text: string): PageLine => ({ style: 'item', text });

const NAMES = PROPOSAL_FIELDS.map(({ name }) => name);
const complete = NAMES.flatMap((name) => [heading(name), line('said')]);
/** What is missing of a proposal in which these lines are all that is said. */
const saidIn = (...lines: readonly PageLine[]) => {
  const gaps = proposalGaps(lines);
  return NAMES.filter((name) => !gaps.includes(name));
};

const FACTS: ProposalFacts = {
  name: 'Harbour site',
  client: 'Northwind',
  owner: 'Mara',
  said: {
    Price: ['10,000.00 GBP'],
    Currency: ['GBP'],
    Milestones: ['Design: 5,000.00 GBP', 'Launch: 5,000.00 GBP'],
    Terms: ['Each invoice is due within 14 days.'],
  },
};
const textOf = (lines: readonly PageLine[]) => lines.map(({ text }) => text);

describe('what a proposal says (Rule 19.3)', () => {
  test('all of it, or each field that it lacks', () => {
    expect(proposalGaps(complete)).toEqual([]);
    expect(proposalGaps([])).toEqual(['Scope', 'Price', 'Currency', 'Milestones', 'Terms', 'Approval owner']);
    for (const name of NAMES)
      expect(proposalGaps(NAMES.filter((one) => one !== name).flatMap((one) => [heading(one), line('said')]))).toEqual([
        name,
      ]);
  });

  test.each<{ name: string; lines: readonly PageLine[]; said: readonly string[] }>([
    { name: 'a text below a heading', lines: [heading('Scope'), line('Five pages')], said: ['Scope'] },
    { name: 'items below a heading', lines: [heading('Milestones'), item('Design')], said: ['Milestones'] },
    { name: 'a heading that says more', lines: [heading('2. Scope of work'), line('Five pages')], said: ['Scope'] },
    { name: 'a heading in other letters', lines: [heading('SCOPE'), line('Five pages')], said: ['Scope'] },
    {
      name: 'one heading for two fields',
      lines: [heading('Price and currency'), line('10,000 GBP')],
      said: ['Price', 'Currency'],
    },
    { name: 'one line', lines: [line('Price: 10,000')], said: ['Price'] },
    { name: 'a label with its text below', lines: [line('Price:'), line('10,000')], said: ['Price'] },
    {
      name: 'a second place, where the first is empty',
      lines: [heading('Scope'), line('Scope: pages')],
      said: ['Scope'],
    },
    { name: 'nothing: a heading alone', lines: [heading('Scope'), heading('Other'), line('text')], said: [] },
    { name: 'nothing: a hint', lines: [heading('Scope'), line('[What is delivered]')], said: [] },
    { name: 'nothing: a placeholder', lines: [heading('Price'), line('{{price}}')], said: [] },
    { name: 'nothing: a blank', lines: [heading('Scope'), line('  ')], said: [] },
    { name: 'nothing: another word', lines: [heading('Priceless'), line('text')], said: [] },
    { name: 'nothing: a field in the midst of a text', lines: [line('We agree on the price later')], said: [] },
  ])('$name', ({ lines, said }) => {
    expect(saidIn(...lines)).toEqual(said);
  });
});

describe('the text of a new proposal', () => {
  test('says all that is known, and leaves to people what is not', () => {
    const lines = proposalText(FACTS);
    expect(lines[0]).toEqual(line('Harbour site, for Northwind. Prepared by Mara.'));
    expect(proposalGaps(lines)).toEqual(['Scope', 'Approval owner']);
    expect(textOf(lines).join('\n')).toContain('Design: 5,000.00 GBP\nLaunch: 5,000.00 GBP');
  });

  test('of a deal of which nothing is known has every field, and says nothing', () => {
    const lines = proposalText({ name: 'Untitled', client: undefined, owner: undefined, said: {} });
    expect(lines[0]).toEqual(line('Untitled.'));
    expect(proposalGaps(lines)).toEqual(NAMES);
    expect(textOf(lines)).toEqual(expect.arrayContaining(['Scope', 'Price', 'Currency', 'Terms', 'Approval owner']));
  });

  test('keeps what the template says already', () => {
    const template = [heading('Terms'), line('Thirty days, always.')];
    expect(textOf(proposalText(FACTS, template)).slice(0, 3)).toEqual(['Terms', 'Thirty days, always.', 'Scope']);
  });

  test('puts names and sums in the place of placeholders, and leaves those that it does not know', () => {
    const template = [line('{{ deal }} for {{client}}: {{price}}, {{currency}}, by {{Owner}}. {{other}}')];
    expect(textOf(proposalText(FACTS, template))[0]).toBe(
      'Harbour site for Northwind: 10,000.00 GBP, GBP, by Mara. {{other}}',
    );
  });

  test('takes a hint away only where something is filled in', () => {
    const template = [heading('Price'), line('[The whole price.]'), heading('Scope'), line('[What is delivered]')];
    expect(textOf(proposalText(FACTS, template)).slice(0, 4)).toEqual([
      'Price',
      '10,000.00 GBP',
      'Scope',
      '[What is delivered]',
    ]);
  });

  test('whatever the template, says each known field, and lacks only what nobody knows', () => {
    const text = fc.oneof(
      fc.constantFrom(...NAMES, ...NAMES.map((name) => `${name}:`), '{{price}}', '[hint]', '', 'Scope and terms'),
      fc.string({ maxLength: 12 }),
    );
    const lines = fc.array(fc.record({ style: fc.constantFrom('heading', 'text', 'item'), text }), { maxLength: 12 });
    fc.assert(
      fc.property(lines, (template) => {
        const gaps = proposalGaps(proposalText(FACTS, template));
        expect(gaps.filter((gap) => FACTS.said[gap] !== undefined)).toEqual([]);
      }),
    );
  });

  test('says of every trigger what it is billed by', () => {
    const money = { minor: 400_000, currency: currency('GBP') };
    const words = TRIGGERS.map((trigger) => milestoneWords('Design', trigger, money));
    expect(new Set(words).size).toBe(TRIGGERS.length);
    expect(words).toContain('Design: 4,000.00 GBP, billed when it is approved');
  });
});
