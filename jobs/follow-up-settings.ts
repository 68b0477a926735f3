import { createHash } from 'node:crypto';
import type { Notion } from '../connectors/notion/client.ts';
import type { JobContext } from './ports.ts';

export type SettingsDeps = Pick<JobContext, 'memory' | 'policy' | 'addWork'> & {
  readonly notion: Pick<Notion, 'milestonesToFollowUp'>;
};

const SETTINGS = 'follow-up settings';

/**
 * Every row shows what the settings of its last look made of it: what they held has no day on which the hourly run would find it. With
 * other settings all that is out is looked at once; where nobody remembers which they were, whatever has no day.
 */
export async function heedSettings({ memory, policy, addWork, notion }: SettingsDeps): Promise<void> {
  const print = createHash('sha256').update(JSON.stringify(policy)).digest('hex');
  const before = await memory.fingerprint(SETTINGS, 'all');
  if (before === print) return;
  const rows = await notion.milestonesToFollowUp();
  const wanted = rows.filter(
    (item) => before !== undefined || !('row' in item) || item.row.shown.nextFollowUp === null,
  );
  await addWork(wanted.map(({ id }) => ({ name: 'milestone', id, origin: 'settings' })));
  await memory.rememberFingerprint(SETTINGS, 'all', print);
}
