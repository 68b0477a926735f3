import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { everyMetric, type KnownMetric } from './every-metric.ts';
import { checkQuery } from './promql.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

let known: ReadonlyMap<string, KnownMetric>;
beforeAll(async () => {
  known = await everyMetric();
});

const Dashboard = z.looseObject({
  title: z.string(),
  uid: z.string(),
  templating: z.looseObject({ list: z.array(z.looseObject({ name: z.string(), definition: z.string().optional() })) }),
  panels: z.array(
    z.looseObject({
      id: z.number(),
      type: z.string(),
      title: z.string(),
      gridPos: z.object({ h: z.number(), w: z.number(), x: z.number(), y: z.number() }),
      targets: z.array(z.looseObject({ expr: z.string(), refId: z.string() })).default([]),
    }),
  ),
});

describe('the dashboard', () => {
  const dashboard = Dashboard.parse(JSON.parse(read('ops/grafana/milepost.json')));
  const queries = dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));

  test.each(queries)('"%s" asks for what exists: %s', (_title, expr) => {
    expect(checkQuery(expr, known).problems).toEqual([]);
  });

  test('shows every metric of our own', () => {
    const shown = new Set(queries.flatMap(([, expr]) => checkQuery(expr, known).metrics));
    const missing = [...known.keys()].filter(
      (name) => name.startsWith('milepost_') && ![name, `${name}_bucket`].some((one) => shown.has(one)),
    );
    expect(missing).toEqual([]);
  });

  test('offers a choice of jobs from a metric that every process has', () => {
    const definitions = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
    expect(definitions).toEqual(['label_values(milepost_build_info, job)']);
    expect(known.has('milepost_build_info')).toBe(true);
  });

  test('has panels that do not lie on each other, each with an id of its own', () => {
    const cells = new Set<string>();
    for (const { gridPos } of dashboard.panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(cells.has(`${x} ${y}`)).toBe(false);
          expect(x).toBeLessThan(24);
          cells.add(`${x} ${y}`);
        }
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Milepost[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smhd]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});

/** As GitHub makes them of headings. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

describe('the alert rules', () => {
  const rules = Rules.parse(parse(read('ops/alerts.yaml'))).groups.flatMap((group) => group.rules);

  test.each(rules)('$alert asks for what exists', ({ expr }) => {
    expect(checkQuery(expr, known).problems).toEqual([]);
  });

  test('each has a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test.each(rules)('$alert leads to what is to be done about it', ({ annotations }) => {
    const [file = '', fragment = ''] = annotations.runbook.split('#');
    const headings = [...read(file).matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = '']) => anchor(heading));
    expect(headings).toContain(fragment);
  });

  test.each(rules)('$alert names only labels that are left in its result', ({ expr, annotations }) => {
    const used = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */));
    expect(used.filter((label) => !grouped.includes(label))).toEqual([]);
  });
});

test('a query of something that is not there is found', () => {
  const problemsOf = (query: string) => checkQuery(query, known).problems;
  expect(problemsOf('max(milepost_queue_job)')).toEqual(['no metric milepost_queue_job']);
  expect(problemsOf('max by (stat) (milepost_queue_jobs)')).toEqual(['nothing has a label stat']);
  expect(problemsOf('milepost_queue_jobs{stat="failed"}')).toEqual(['milepost_queue_jobs has no label stat']);
  expect(problemsOf('sum(milepost_webhooks_total)')).toEqual(['milepost_webhooks_total only ever rises']);
  expect(problemsOf('max((milepost_redis_up)')).toEqual(['brackets that do not match']);
});

test('docs/operations.md explains every metric of our own, and none that is not', () => {
  const table = read('docs/operations.md')
    .split('\n')
    .filter((line) => line.startsWith('| `milepost_'));
  const explained = table.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`(milepost_\w+)`/g)].map(([, name]) => name),
  );
  const own = [...known.keys()].filter((name) => name.startsWith('milepost_'));
  expect(explained.toSorted()).toEqual(own.toSorted());
});
