import { type PlainDate, plainDate } from '../calendar.ts';
import { withoutNote } from '../put-back.ts';
import { MILESTONE_KINDS, PROJECT_KINDS } from './find.ts';
import type { Severity } from './mismatch.ts';
import { NOBODY_YET, titleLine } from './text.ts';

/** A mismatch as it stands in a project's `Mismatches`, where the weekly review finds it again. */
export type ListedMismatch = {
  readonly title: string;
  readonly severity: Severity;
  /** Name of the milestone; empty when it is the project's. */
  readonly item: string;
  readonly words: string;
  /** Undefined when nobody is responsible. */
  readonly person: string | undefined;
  readonly since: PlainDate;
};

/** What is to be done ends with a full stop; a name may hold brackets. */
const TAIL = /^(.*[.?!]) \((.*), since (\d{4}-\d{2}-\d{2})\)$/;

function parseLine(line: string): ListedMismatch | undefined {
  const [, beginning = '', who = '', day = ''] = TAIL.exec(line) ?? [];
  if (day === '') return undefined;
  const rest = { person: who === NOBODY_YET ? undefined : who, since: plainDate(day) };
  for (const { title, severity } of PROJECT_KINDS) {
    const start = `${titleLine('', title)} `;
    if (beginning.startsWith(start))
      return { ...rest, title, severity, item: '', words: beginning.slice(start.length) };
  }
  for (const { title, severity } of MILESTONE_KINDS) {
    const middle = `: ${title}. `;
    const at = beginning.indexOf(middle);
    if (at >= 0)
      return { ...rest, title, severity, item: beginning.slice(0, at), words: beginning.slice(at + middle.length) };
  }
  return undefined;
}

/** The open mismatches of a project, out of the lines that the hub wrote there. Lines that are not ours say nothing. */
export const readMismatchLines = (text: string): readonly ListedMismatch[] =>
  withoutNote(text)
    .split('\n')
    .map(parseLine)
    .filter((mismatch) => mismatch !== undefined);
