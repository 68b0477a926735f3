/** Characters that change the direction of what follows them: a name must not turn the rest of a line around. */
const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** Line breaks of every kind, tabs, other control characters, and every space that is not the usual one. */
const GAPS = /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu;
const RIGHT_TO_LEFT_LETTER =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Text from outside as one line of plain characters: it can neither end a header nor begin a line of its own. */
export const oneLine = (text: string): string =>
  text.toWellFormed().replace(DIRECTION_CONTROLS, '').replace(GAPS, ' ').trim();

/** The lines of a longer text, each cleaned; without empty ones at its ends. */
export function cleanLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map(oneLine);
  const first = lines.findIndex((line) => line !== '');
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1);
}

/** Keeps a name apart from the direction of the text around it (first strong isolate), where the two may differ. */
export function isolated(text: string, isRightToLeft: boolean): string {
  const mayDiffer = text !== '' && (isRightToLeft || RIGHT_TO_LEFT_LETTER.test(text));
  return mayDiffer ? `\u2068${text}\u2069` : text;
}

/** A web address as it may stand in a message; undefined for anything else, such as `javascript:`. */
export const webAddress = (url: string | null): string | undefined =>
  url !== null && /^https?:\/\/[!-~]+$/.test(url) ? url : undefined;

/** At most so many characters, none of them cut in two. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
