/**
 * `npm run simulate`: random histories, each told by its seed. Fails when anything that always holds does not in one of
 * them. Results go to stdout, progress to stderr.
 */
import type { Finding } from './finding.ts';
import { kindsOf, readOptions } from './options.ts';
import { failureText, progress, summary } from './report.ts';
import { startThreads } from './threads.ts';

const options = readOptions();
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const startedAt = performance.now();
const until = startedAt + (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const seeds =
  options.seed === undefined ? Array.from({ length: options.seeds }, (_, at) => options.from + at) : [options.seed];

const threads = await startThreads(Math.min(options.threads, seeds.length));
const findings: Finding[] = [];
for (const kind of kindsOf(options)) {
  const tell = progress(kind, seeds.length, say);
  const tasks = seeds.map((seed) => ({ kind, seed }));
  await threads.play(tasks, until, (finding) => {
    findings.push(finding);
    tell(finding);
    if (finding.broken.length > 0) print(failureText(finding));
  });
}
await threads.close();

const { figures, text } = summary(findings, performance.now() - startedAt);
print(options.json === true ? JSON.stringify(figures, null, 2) : text);
process.exit(findings.some(({ broken }) => broken.length > 0) ? 1 : 0);
