import { AREAS, type Finding, type Level } from './finding.ts';

/** A whole check-up, as `milepost doctor --json` prints it. */
export type Report = {
  /** Nothing is red. */
  readonly ok: boolean;
  readonly at: string;
  readonly counts: Readonly<Record<Level, number>>;
  readonly findings: readonly Finding[];
};

/** Puts findings in order and counts them. */
export function reportOf(findings: readonly Finding[], at: string): Report {
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  const counts = { green: count('green'), yellow: count('yellow'), red: count('red') };
  const ordered = AREAS.flatMap((area) => findings.filter((finding) => finding.area === area));
  return { ok: counts.red === 0, at, counts, findings: ordered };
}

/** Words, so that a line can be read without colours and by a screen reader. */
const MARKS: Readonly<Record<Level, string>> = { green: 'ok  ', yellow: 'look', red: 'MEND' };
const COLOURS: Readonly<Record<Level, string>> = { green: '32', yellow: '33', red: '31' };

/** The check-up as text for people. */
export function describeReport({ findings, counts, ok }: Report, inColour = false): string {
  const mark = (level: Level): string => (inColour ? `\x1b[${COLOURS[level]}m${MARKS[level]}\x1b[0m` : MARKS[level]);
  const lines = AREAS.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    if (own.length === 0) return [];
    return [area, ...own.flatMap((finding) => linesOf(finding, mark(finding.level))), ''];
  });
  const { green, yellow, red } = counts;
  const sum = ok ? 'Nothing stands in the way.' : 'What says MEND keeps Milepost from its work.';
  return `${[...lines, `${green} ok, ${yellow} to look at, ${red} to mend. ${sum}`].join('\n')}\n`;
}

function linesOf({ what, why, mend }: Finding, mark: string): readonly string[] {
  return [`  ${mark}  ${what}: ${why}`, ...(mend === undefined ? [] : [`        → ${mend}`])];
}
