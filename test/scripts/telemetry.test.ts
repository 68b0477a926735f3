import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

/** What a start under such variables does: under which name it is started, or not at all. */
const PROGRAM = `import { startTelemetry } from '${path.join(ROOT, 'scripts/lib/telemetry.mjs')}';
let name = 'not started';
await startTelemetry(process.env, async () => { name = process.env.OTEL_SERVICE_NAME; });
console.log(name);`;

const started = (env: Readonly<Record<string, string>>): string => {
  const options = { env: { PATH: process.env.PATH ?? '', ...env }, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], options).stdout.trim();
};

test.each([
  ['nothing is set', {}, 'not started'],
  ['an endpoint is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, 'not started'],
  ['an endpoint is set', ENDPOINT, 'milepost'],
  ['only traces have one', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, 'milepost'],
  ['another name is given', { ...ENDPOINT, OTEL_SERVICE_NAME: 'billing' }, 'billing'],
  ['it is switched off', { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }, 'not started'],
])('where %s OpenTelemetry is: %s → %s', (_when, env, name) => {
  expect(started(env)).toBe(name);
});

test('without its packages the command says how to get them, and works all the same', () => {
  const command = path.join(ROOT, 'bin/milepost.mjs');
  const options = { env: { PATH: process.env.PATH ?? '', ...ENDPOINT }, encoding: 'utf8' } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, '--version'], options);
  expect(stderr).toContain('npm install --no-save @opentelemetry/auto-instrumentations-node');
  expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
  expect(status).toBe(0);
});
