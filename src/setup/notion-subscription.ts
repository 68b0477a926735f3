import type { SetupConfig } from '../config/config.ts';
import { waitForHandshake } from './handshake.ts';
import type { Place } from './load.ts';
import type { SetupRequest } from './request.ts';
import { setVariables } from './write-files.ts';

const WAIT_MS = 10 * 60_000;

const portal = (url: string): readonly string[] => [
  'In Notion\'s Developer portal open your connection, "Webhooks", "Create a subscription":',
  `  URL: ${url}`,
  '  API version: 2026-03-11',
  '  Events: all of Page and Data source',
];

/**
 * Waits for the handshake of Notion's webhook, shows its token for pasting, and keeps it.
 * @returns whether a token was kept
 */
export async function subscribeNotion(
  { notion, http }: SetupConfig,
  place: Place,
  { asker, listenMs, tell }: Pick<SetupRequest, 'asker' | 'listenMs' | 'tell'>,
): Promise<boolean> {
  if (notion.webhookSecret !== undefined) return false;
  const url = `${http.publicUrl ?? `http://127.0.0.1:${http.port}`}/webhooks/notion`;
  if (asker === undefined ? listenMs === 0 : !(await wanted(asker, http.publicUrl))) return false;
  for (const line of portal(url)) tell(line);
  const token = await heard({ ...http, waitMs: asker === undefined ? listenMs : WAIT_MS }, tell);
  if (token === undefined) return false;
  tell(`Notion's verification token, to be pasted in the same window: ${token}`);
  if (asker !== undefined && !(await asker.confirm('Did Notion say that the subscription is verified?', true)))
    return false;
  setVariables(place, { NOTION_WEBHOOK_SECRET: token });
  return true;
}

const wanted = async (asker: NonNullable<SetupRequest['asker']>, publicUrl: string | undefined): Promise<boolean> =>
  publicUrl !== undefined &&
  (await asker.confirm(`Subscribe to Notion's webhooks now? It listens here for a while.`, true));

async function heard(
  { host, port, waitMs }: { readonly host: string; readonly port: number; readonly waitMs: number },
  tell: (line: string) => void,
): Promise<string | undefined> {
  try {
    const onListening = (): void => tell(`Listening on ${host}:${port} for up to ${Math.ceil(waitMs / 60_000)} min …`);
    const token = await waitForHandshake({ host, port, waitMs, onListening });
    if (token === undefined)
      tell('Nothing came. A running hub takes the handshake as well: "npx milepost status" shows its token.');
    return token;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    tell(`Something listens on ${host}:${port} already. If it is the hub, "npx milepost status" shows the token.`);
    return undefined;
  }
}
