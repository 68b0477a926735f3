/** Any of these asks for it (OpenTelemetry, "Environment Variable Specification"). */
const ASKS = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
  'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
];

const PACKAGE = '@opentelemetry/auto-instrumentations-node';

/**
 * Whether the environment asks for OpenTelemetry.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export const isTelemetryAskedFor = (env) =>
  env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' && ASKS.some((name) => (env[name] ?? '') !== '');

/**
 * Starts OpenTelemetry where its own environment variables ask for it, before anything that it is to watch is loaded. Its packages
 * are none of ours (90 MB, 200 packages): whoever wants it installs them beside ours.
 * @param {Record<string, string | undefined>} env
 * @param {() => Promise<unknown>} load
 * @param {(line: string) => void} tell
 */
export async function startTelemetry(
  env,
  load = () => import('@opentelemetry/auto-instrumentations-node/register'),
  tell = console.error,
) {
  if (!isTelemetryAskedFor(env)) return;
  env.OTEL_SERVICE_NAME ??= 'milepost';
  try {
    await load();
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    tell(`OpenTelemetry is asked for, and its packages are not installed: npm install --no-save ${PACKAGE}`);
  }
}
