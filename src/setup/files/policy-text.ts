import { type Document, parseDocument } from 'yaml';

/** A key of the configuration by its path, with its new value. */
export type PolicyChange = { readonly path: readonly string[]; readonly value: unknown };
/** A key that has its default, shown as a comment in a new file. */
export type PolicyComment = { readonly path: readonly string[]; readonly value: unknown; readonly says: string };

const HEADER = [
  ' How this business bills, and what its Notion calls things. Every key has a default; what stands behind a # has it.',
  ' All keys: docs/milepost.config.schema.json',
];

/** A scalar as YAML writes it, in one line. */
const shown = (value: unknown): string => JSON.stringify(value).replace(/^"([\w/.@-]+)"$/, '$1');

/** `deposit: { creditedTo: final }`: to take the # away is all that is needed. */
const inLine = ([key = '', ...rest]: readonly string[], value: unknown): string =>
  `${key}: ${rest.length === 0 ? shown(value) : `{ ${inLine(rest, value)} }`}`;

const commentLine = ({ path, value, says }: PolicyComment): string => ` ${inLine(path, value)}   # ${says}`;

/** Several keys of one part stand below it: two parts of one name would be no YAML once their # is taken away. */
function commentLines(comments: readonly PolicyComment[]): readonly string[] {
  const parts = Map.groupBy(comments, ({ path: [part = ''] }) => part);
  return [...parts].flatMap(([part, inside]) =>
    inside.length === 1
      ? inside.map(commentLine)
      : [` ${part}:`, ...inside.map((one) => `  ${commentLine({ ...one, path: one.path.slice(1) })}`)],
  );
}

const isSame = (document: Document, { path, value }: PolicyChange): boolean => {
  const now: unknown = document.toJS();
  const found = path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([name]) => name === key)?.[1]
        : undefined,
    now,
  );
  return JSON.stringify(found) === JSON.stringify(value);
};

/**
 * The text of `milepost.config.yaml` with some keys set; all else stays as it is, comments as well.
 * @param comments what a new file shows of the keys that keep their defaults
 */
export function withPolicy(
  text: string,
  changes: readonly PolicyChange[],
  comments: readonly PolicyComment[] = [],
): string {
  const isNew = text.trim() === '';
  const document = parseDocument(text);
  const wanted = changes.filter((change) => !isSame(document, change));
  if (!isNew && wanted.length === 0) return text;
  for (const { path, value } of wanted) document.setIn(path, value);
  const head = isNew ? [...HEADER, '', ...commentLines(comments)].map((line) => `#${line}`.trimEnd()) : [];
  const body = wanted.length === 0 ? '' : document.toString({ lineWidth: 0 });
  if (!isNew) return body;
  return `${head.join('\n').replaceAll(/^#$/gm, '')}\n${body === '' ? '' : `\n${body}`}`;
}
