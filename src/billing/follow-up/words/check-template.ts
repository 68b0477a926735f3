import {
  MUST_SAY,
  NUMBERS,
  PLACEHOLDERS,
  type PlaceholderName,
  placeholderIn,
  placeholdersIn,
} from './placeholders.ts';
import { type Piece, parseLine, templateLines } from './template.ts';
import type { Template, TextName } from './texts.ts';

/** One thing wrong with a template, said behind the name of its field. */
export type TemplateProblem = { readonly field: keyof Template; readonly what: string };

/** Everything wrong with a template of a team; empty where it says what its message must say. */
export function templateProblems(text: TextName, template: Template): readonly TemplateProblem[] {
  const inSubject = subjectProblems(text, template.subject).map((what) => ({ field: 'subject', what }) as const);
  const inText = textProblems(text, template.text).map((what) => ({ field: 'text', what }) as const);
  return [...inSubject, ...inText];
}

function subjectProblems(text: TextName, subject: string): readonly string[] {
  const lines = templateLines(subject);
  if (lines.length !== 1 || lines[0] === '') return ['must be one line of words'];
  const pieces = parseLine(subject);
  const unfit = named(pieces)
    .filter((name) => isBlock(text, name) || mayBeEmpty(text, name))
    .map((name) => `cannot have {{${name}}}, which may be empty or more than a line`);
  return [...lineProblems(text, pieces), ...unfit];
}

function textProblems(text: TextName, template: string): readonly string[] {
  const lines = templateLines(template).map((line) => ({ line, pieces: parseLine(line) }));
  const ofLines = lines.flatMap(({ pieces }) => [...lineProblems(text, pieces), ...blockProblems(text, pieces)]);
  // What cannot be read may be what seems to be missing.
  if (ofLines.length > 0) return ofLines;
  if (lines.every(({ line }) => line === '')) return ['must not be empty'];
  const said = new Set(lines.flatMap(({ pieces }) => surelySaid(text, pieces)));
  return MUST_SAY[text].filter((name) => !said.has(name)).map((name) => missing(name, lines));
}

function missing(name: PlaceholderName, lines: readonly { readonly pieces: readonly Piece[] }[]): string {
  const isThere = lines.some(({ pieces }) => named(pieces).includes(name));
  const why = isThere ? 'on a line that is always there, and in both wordings of a choice' : 'somewhere';
  return `must have {{${name}}} ${why}: ${PLACEHOLDERS[name].means}`;
}

/** What is unknown, out of place or cannot be read. */
const lineProblems = (text: TextName, pieces: readonly Piece[]): readonly string[] =>
  pieces.flatMap((piece) => pieceProblems(text, piece));

function pieceProblems(text: TextName, piece: Piece): readonly string[] {
  switch (piece.is) {
    case 'words':
      return [];
    case 'mistake':
      return [piece.what];
    case 'placeholder':
      return placeholderIn(text, piece.name) === undefined ? [unknown(text, piece.name)] : [];
    case 'choice':
      return [...choiceProblems(text, piece.by), ...lineProblems(text, [...piece.one, ...piece.several])];
  }
}

const choosable = (text: TextName): readonly string[] =>
  NUMBERS.filter((name) => placeholderIn(text, name) !== undefined);

const choiceProblems = (text: TextName, by: string): readonly string[] =>
  choosable(text).includes(by)
    ? []
    : [`cannot choose by "${by}"; a choice here begins with ${choosable(text).join(': or ')}:`];

const unknown = (text: TextName, name: string): string =>
  `names {{${name}}}, which is no placeholder here; allowed: ${placeholdersIn(text).join(', ')}`;

function blockProblems(text: TextName, pieces: readonly Piece[]): readonly string[] {
  if (pieces.length === 1 && pieces[0]?.is === 'placeholder') return [];
  return named(pieces)
    .filter((name) => isBlock(text, name))
    .map((name) => `must have {{${name}}} on a line of its own`);
}

const isBlock = (text: TextName, name: string): boolean => placeholderIn(text, name)?.isBlock === true;
const mayBeEmpty = (text: TextName, name: string): boolean => placeholderIn(text, name)?.mayBeEmpty === true;

/** All placeholders of a line, in whichever wording. */
const named = (pieces: readonly Piece[]): readonly string[] =>
  pieces.flatMap((piece) => {
    if (piece.is === 'placeholder') return [piece.name];
    return piece.is === 'choice' ? named([...piece.one, ...piece.several]) : [];
  });

/** The placeholders that a line says whenever there is something to say: no other one can make it vanish. */
function surelySaid(text: TextName, pieces: readonly Piece[]): readonly string[] {
  const all = named(pieces);
  const always = inBothWordings(pieces);
  return always.filter((name) => !all.some((other) => other !== name && mayBeEmpty(text, other)));
}

const inBothWordings = (pieces: readonly Piece[]): readonly string[] =>
  pieces.flatMap((piece) => {
    if (piece.is === 'placeholder') return [piece.name];
    if (piece.is !== 'choice') return [];
    const inSeveral = inBothWordings(piece.several);
    return inBothWordings(piece.one).filter((name) => inSeveral.includes(name));
  });
