/** One line with a number: `name{label="value"} 1`. */
export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** A metric with its lines; those of a histogram carry its name with `_bucket`, `_sum` or `_count` behind. */
export type Family = {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';
  readonly help: string;
  readonly samples: readonly Sample[];
};

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'] as const;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;

type Draft = { name: string; type: Family['type'] | undefined; help: string; samples: Sample[] };

/**
 * Reads Prometheus' text format (0.0.4) and is stricter than Prometheus: every metric has its HELP and TYPE before its lines,
 * stands in one place, and says nothing twice.
 */
export function parseMetrics(text: string): readonly Family[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.');
  const families = new Map<string, Draft>();
  let current: Draft | undefined;
  for (const [index, line] of text.slice(0, -1).split('\n').entries()) {
    const fail = (why: string): never => {
      throw new Error(`Line ${index + 1}: ${why}: ${line}`);
    };
    if (line === '') continue;
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+)(?: (.*))?$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (!NAME.test(name)) fail('no name');
      if (families.has(name)) fail('a metric in two places');
      current = { name, type: undefined, help: rest, samples: [] };
      families.set(name, current);
    } else if (keyword === 'TYPE') {
      const type = TYPES.find((known) => known === rest);
      if (current?.name !== name || current.type !== undefined || type === undefined)
        return fail('a type out of place');
      current.type = type;
    } else if (line.startsWith('#')) fail('a comment that is none');
    else {
      const sample = readSample(line, fail);
      if (current?.type === undefined || !belongs(sample.name, current)) return fail('a number out of place');
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (current.samples.some((other) => JSON.stringify([other.name, Object.entries(other.labels).sort()]) === key))
        fail('said twice');
      current.samples.push(sample);
    }
  }
  return [...families.values()].map((draft) => finished(draft));
}

function readSample(line: string, fail: (why: string) => never): Sample {
  const [, name = '', labelText = '', number = ''] = SAMPLE.exec(line) ?? fail('no number');
  // Numbers are read as Go reads them, which takes NaN in any letters.
  const value = { '+Inf': Number.POSITIVE_INFINITY, '-Inf': Number.NEGATIVE_INFINITY }[number] ?? Number(number);
  if (Number.isNaN(value) && number.toLowerCase() !== 'nan') fail('not a number');
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < labelText.length) {
    const [, label = '', quoted = ''] = LABEL.exec(labelText) ?? fail('a label that is none');
    if (label in labels) fail('a label twice');
    labels[label] = quoted.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
  }
  return { name, labels, value };
}

const SUFFIXES: Readonly<Record<Family['type'], readonly string[]>> = {
  counter: [''],
  gauge: [''],
  untyped: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

const belongs = (name: string, { name: family, type = 'untyped' }: Draft): boolean =>
  SUFFIXES[type].some((suffix) => name === `${family}${suffix}`);

function finished({ name, type, help, samples }: Draft): Family {
  if (type === undefined) throw new Error(`${name} has no type.`);
  if (type === 'histogram') for (const sample of samples) if (sample.name === `${name}_bucket`) checkBucket(sample);
  if (type === 'counter' && samples.some(({ value }) => value < 0)) throw new Error(`${name} counts below zero.`);
  return { name, type, help, samples };
}

function checkBucket({ name, labels }: Sample): void {
  if (labels.le === undefined || (labels.le !== '+Inf' && Number.isNaN(Number(labels.le))))
    throw new Error(`${name} has no limit.`);
}
