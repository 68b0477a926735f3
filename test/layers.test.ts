import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** Who may import whom, as docs/architecture.md draws it. Packages are listed where a layer is bound to few. */
const LAYERS = [
  {
    folder: 'src/billing',
    may: ['src/billing'],
    packages: ['date-holidays', 'node:module', 'temporal-polyfill', 'zod'],
  },
  { folder: 'src/config', may: ['src/config', 'src/billing', 'connectors/notion/names.ts'], packages: undefined },
  { folder: 'src/queue', may: ['src/queue', 'src/billing'], packages: undefined },
  { folder: 'src/receiver', may: ['src/receiver', 'src/queue', 'src/billing'], packages: undefined },
  { folder: 'connectors', may: ['connectors', 'src/billing'], packages: undefined },
  {
    folder: 'src/setup',
    may: ['src/setup', 'src/config', 'src/receiver', 'src/billing', 'connectors'],
    packages: undefined,
  },
  { folder: 'src/hub', may: ['src/', 'connectors', 'jobs'], packages: undefined },
  {
    folder: 'src/doctor',
    may: ['src/doctor', 'src/hub', 'src/config', 'src/queue', 'src/billing', 'src/log.ts', 'connectors'],
    packages: undefined,
  },
  { folder: 'jobs', may: ['jobs', 'src/billing', 'src/queue', 'connectors'], packages: undefined },
] as const;

const root = path.dirname(import.meta.dirname);
const filesIn = (folder: string): string[] => globSync(`${folder}/**/*.ts`, { cwd: root });

const importsOf = (file: string): string[] =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );

const resolved = (file: string, specifier: string): string => path.join(path.dirname(file), specifier);

describe.each(LAYERS)('$folder', ({ folder, may, packages }) => {
  test.each(filesIn(folder))('%s imports only what its layer may', (file) => {
    const wrong = importsOf(file).filter((specifier) => {
      if (specifier.startsWith('.')) return !may.some((allowed) => resolved(file, specifier).startsWith(allowed));
      return packages !== undefined && !packages.some((name) => specifier === name);
    });
    expect(wrong).toEqual([]);
  });
});

test('one connector does not know another', () => {
  const wrong = filesIn('connectors').flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => resolved(file, specifier))
      .filter(
        (target) =>
          target.startsWith('connectors/') &&
          target.split('/').length > 2 &&
          target.split('/')[1] !== file.split('/')[1],
      ),
  );
  expect(wrong).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const files = ['src', 'connectors', 'jobs', 'sandbox'].flatMap(filesIn);
  const targets = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => resolved(file, name)),
    ]),
  );
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('nothing of the hub knows the sandbox', () => {
  const files = [...filesIn('src'), ...filesIn('connectors'), ...filesIn('jobs')];
  const wrong = files.filter((file) =>
    importsOf(file).some((specifier) => specifier.startsWith('.') && resolved(file, specifier).startsWith('sandbox')),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});
