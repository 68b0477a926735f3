import type { MessageKind, PlannedMessage } from '../message.ts';
import type { Block, Letter } from './blocks.ts';
import type { ChosenText } from './choose.ts';
import { cleanLines, isolated, oneLine, shortened } from './clean.ts';
import { fillingOf } from './filling.ts';
import { invoiceGroups, type ListStyle } from './invoice-list.ts';
import { type Language, languageOf } from './language.ts';
import { type Filling, fill, parseLine, templateLines } from './template.ts';
import type { Labels } from './texts.ts';

/** Long enough for every number, short enough for a list of messages. */
const SUBJECT_MOST = 200;

const ABOUT_STYLE: Readonly<Record<MessageKind, ListStyle>> = {
  'Courtesy note': { toPay: true },
  Light: { toPay: true },
  Firm: { toPay: true, withDaysOverdue: true },
  Formal: { toPay: true, withDaysOverdue: true },
  'Failure notice': { toPay: true },
  'Thank-you': { isPaid: true },
};

/** The message as blocks of words: the template, with what the message is about in its places. */
export function letterOf(
  message: PlannedMessage,
  { template, labels, language: tag }: ChosenText,
  business: string,
): Letter {
  const language = languageOf(tag);
  const filling = fillingOf(message, { language, labels, business });
  const own = ownBlocks(message, language, labels);
  const subject = fill(parseLine(template.subject.trim()), filling) ?? '';
  return {
    subject: shortened(oneLine(subject), SUBJECT_MOST),
    language,
    labels,
    blocks: paragraphsOf(template.text).flatMap((lines) => blocksOf(lines, filling, own)),
  };
}

/** What a placeholder that is more than words stands for; undefined where there is nothing to say. */
type OwnBlocks = ReadonlyMap<string, Block | undefined>;

function ownBlocks({ kind, about, beside, formal }: PlannedMessage, language: Language, labels: Labels): OwnBlocks {
  const list = (lines: typeof about, style: ListStyle, heading?: string): Block => ({
    is: 'invoices',
    heading,
    groups: invoiceGroups(lines, { language, labels, style }),
  });
  const clause = cleanLines(formal?.clause ?? '').map((line) => isolated(line, language.isRightToLeft));
  return new Map([
    ['invoices', list(about, ABOUT_STYLE[kind])],
    ['others', beside.length === 0 ? undefined : list(beside, {}, labels.others)],
    ['clause', clause.length === 0 ? undefined : { is: 'quote', lines: clause }],
  ]);
}

/** Lines that stand together. */
function paragraphsOf(text: string): readonly (readonly string[])[] {
  const paragraphs: string[][] = [[]];
  for (const line of templateLines(text)) {
    if (line === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs;
}

/** One block for each line, neighbours of the same kind in one. */
function blocksOf(lines: readonly string[], filling: Filling, own: OwnBlocks): readonly Block[] {
  const blocks: Block[] = [];
  for (const block of lines.flatMap((line) => lineBlock(line, filling, own) ?? [])) {
    const together = joined(blocks.at(-1), block);
    if (together !== undefined) blocks.pop();
    blocks.push(together ?? block);
  }
  return blocks;
}

const POINT = /^[-*] /;

function lineBlock(line: string, filling: Filling, own: OwnBlocks): Block | undefined {
  const pieces = parseLine(line);
  const [first] = pieces;
  if (pieces.length === 1 && first?.is === 'placeholder' && own.has(first.name)) return own.get(first.name);
  const words = fill(pieces, filling)?.trim() ?? '';
  if (words === '') return undefined;
  return POINT.test(line) ? { is: 'points', points: [words.replace(POINT, '')] } : { is: 'paragraph', lines: [words] };
}

function joined(before: Block | undefined, block: Block): Block | undefined {
  if (before?.is === 'paragraph' && block.is === 'paragraph')
    return { is: 'paragraph', lines: [...before.lines, ...block.lines] };
  if (before?.is === 'points' && block.is === 'points')
    return { is: 'points', points: [...before.points, ...block.points] };
  return undefined;
}
