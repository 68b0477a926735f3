/** A part of one line of a template. */
export type Piece =
  | { readonly is: 'words'; readonly words: string }
  | { readonly is: 'placeholder'; readonly name: string }
  /** `{{invoices:one|several}}`: one of two wordings, by a number. */
  | { readonly is: 'choice'; readonly by: string; readonly one: readonly Piece[]; readonly several: readonly Piece[] }
  | { readonly is: 'mistake'; readonly what: string };

type Reader = { readonly tokens: string[]; at: number };

/** Reads one line of a template. Never fails: what cannot be read stands in it as a mistake, in words. */
export function parseLine(line: string): readonly Piece[] {
  const tokens = line.split(/(\{\{|\}\}|\|)/).filter((token) => token !== '');
  return readUntil([], { tokens, at: 0 });
}

/** The lines of a template, without space around them; an empty one parts two paragraphs. */
export const templateLines = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\r\n|\n/)
    .map((line) => line.trim());

function readUntil(ends: readonly string[], reader: Reader): readonly Piece[] {
  const pieces: Piece[] = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token === undefined || ends.includes(token)) return pieces;
    reader.at += 1;
    pieces.push(token === '{{' ? readBraces(reader) : { is: 'words', words: token });
  }
}

function readBraces(reader: Reader): Piece {
  const inside = reader.tokens[reader.at] ?? '';
  const [head = '', name, colon] = /^\s*([A-Za-z]+)\s*(:?)/.exec(inside) ?? [];
  if (name === undefined) return mistake(inside);
  const rest = inside.slice(head.length);
  if (colon === ':') {
    reader.tokens[reader.at] = rest;
    return readChoice(name, reader);
  }
  reader.at += 1;
  return rest.trim() === '' && take('}}', reader) ? { is: 'placeholder', name } : mistake(inside);
}

function readChoice(by: string, reader: Reader): Piece {
  const one = readUntil(['|', '}}'], reader);
  if (!take('|', reader)) return mistake(`${by}:`);
  const several = readUntil(['|', '}}'], reader);
  return take('}}', reader) ? { is: 'choice', by, one, several } : mistake(`${by}:`);
}

function take(token: string, reader: Reader): boolean {
  if (reader.tokens[reader.at] !== token) return false;
  reader.at += 1;
  return true;
}

const mistake = (inside: string): Piece => ({
  is: 'mistake',
  what: `cannot be read at "{{${inside}": write {{name}}, or {{invoices:for one|for several}}, and close it on the same line`,
});

/** What the placeholders stand for in one message; undefined where there is nothing to say. */
export type Filling = {
  readonly words: Readonly<Record<string, string | undefined>>;
  readonly numbers: Readonly<Record<string, number | undefined>>;
};

/** The line in words; undefined when a placeholder on it has nothing to say, so that the line is left out. */
export function fill(pieces: readonly Piece[], filling: Filling): string | undefined {
  const filled = pieces.map((piece) => fillPiece(piece, filling));
  return filled.some((words) => words === undefined) ? undefined : filled.join('');
}

function fillPiece(piece: Piece, filling: Filling): string | undefined {
  switch (piece.is) {
    case 'words':
      return piece.words;
    case 'placeholder':
      return filling.words[piece.name];
    case 'choice':
      return fill(filling.numbers[piece.by] === 1 ? piece.one : piece.several, filling);
    case 'mistake':
      throw new SyntaxError(`A template ${piece.what}.`);
  }
}
