import type { KnownMetric } from './every-metric.ts';

/** Words of PromQL that are no metrics. */
const WORDS = new Set(
  'by without on ignoring group_left group_right bool and or unless offset sum min max avg count increase rate irate absent min_over_time max_over_time histogram_quantile label_values inf nan'.split(
    ' ',
  ),
);

/** Labels that Prometheus itself puts on everything, and the limit of a bucket. */
const ANYWHERE = new Set(['job', 'instance', 'le']);

export type Query = { readonly metrics: readonly string[]; readonly problems: readonly string[] };

/**
 * What a query names, and what is wrong with that: metrics that are not there, labels that they do not have, and counters of which
 * something else than a rise is asked.
 */
export function checkQuery(query: string, known: ReadonlyMap<string, KnownMetric>): Query {
  const problems: string[] = [];
  const metrics: string[] = [];
  if ([...query].filter((c) => c === '(').length !== [...query].filter((c) => c === ')').length)
    problems.push('brackets that do not match');
  const grouped = [...query.matchAll(/\b(?:by|without)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(/\s*,\s*/),
  );
  const withoutGroups = query.replace(/\b(?:by|without)\s*\([^)]*\)/g, ' ');
  const allLabels = new Set<string>(ANYWHERE);
  for (const { index, 0: name, 1: matchers = '' } of withoutGroups.matchAll(
    /(?<![\w:$"{,=~.[])[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{([^}]*)\})?/g,
  )) {
    const bare = name.replace(/\{.*$/s, '');
    if (
      WORDS.has(bare) ||
      withoutGroups
        .slice(index + bare.length)
        .trimStart()
        .startsWith('(')
    )
      continue;
    metrics.push(bare);
    const metric = metricOf(bare, known);
    if (metric === undefined) {
      problems.push(`no metric ${bare}`);
      continue;
    }
    const labels = new Set([...metric.labels, ...ANYWHERE]);
    for (const label of metric.labels) allLabels.add(label);
    for (const [, label = ''] of matchers.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g))
      if (!labels.has(label)) problems.push(`${bare} has no label ${label}`);
    const isCounted = metric.type === 'counter' || bare.endsWith('_bucket');
    const before = withoutGroups.slice(0, index);
    if (isCounted && !/\b(?:rate|increase|irate)\s*\($/.test(before)) problems.push(`${bare} only ever rises`);
  }
  for (const label of grouped) if (!allLabels.has(label)) problems.push(`nothing has a label ${label}`);
  if (metrics.length === 0) problems.push('names no metric');
  return { metrics, problems };
}

/** Histograms are asked for by their parts. */
function metricOf(name: string, known: ReadonlyMap<string, KnownMetric>): KnownMetric | undefined {
  const whole = name.replace(/_(?:bucket|sum|count)$/, '');
  return known.get(name) ?? (known.get(whole)?.type === 'histogram' ? known.get(whole) : undefined);
}
