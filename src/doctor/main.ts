import type { Sources } from '../config/read-variables.ts';
import { createLog } from '../log.ts';
import { checkup } from './checkup.ts';
import { describeReport } from './report.ts';

type DoctorOptions = {
  readonly sources: Sources;
  readonly json: boolean;
  /** Told in words how far it has come, beside the answer. */
  readonly tell: (line: string) => void;
};

/** `milepost doctor`: the answer to print, and whether nothing is red. */
export async function doctor({
  sources,
  json,
  tell,
}: DoctorOptions): Promise<{ readonly text: string; readonly ok: boolean }> {
  const log = createLog({ service: 'command line', level: 'silent' });
  const report = await checkup({ sources, node: process.versions.node, now: Date.now, log, tell });
  const inColour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  return { text: json ? `${JSON.stringify(report)}\n` : describeReport(report, inColour), ok: report.ok };
}
