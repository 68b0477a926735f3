import type { PropertyWrites } from '../../../sandbox/notion/index.ts';
import { addDays, dateIn, instantFromMillis } from '../../../src/billing/calendar.ts';
import { text } from '../../support/world.ts';
import type { Play } from './play.ts';
import { amountOf, lookAt, RENAMED_AMOUNT } from './rows.ts';
import { MENDED, type Step } from './steps.ts';
import { APPROVER } from './team.ts';

/** Whatever keeps a row from being read or worked on is put right. */
export function mendAll(play: Play): void {
  const { world, cast } = play;
  renameAmount(play, false);
  for (const row of cast.rows) {
    if (world.notionSandbox.page(row).in_trash) trashOrRestore(play, row);
    mend(play, row);
  }
}

export function mend(play: Play, row: string): void {
  const how = play.spoilt.get(row);
  if (how === undefined || play.world.notionSandbox.page(row).in_trash) return;
  edit(play, row, MENDED[how]);
  play.spoilt.delete(row);
}

/** Nobody can edit what lies in the trash. */
export function edit({ world, cast, hearing }: Play, id: string, properties: PropertyWrites): void {
  const { notionSandbox: notion } = world;
  const page = notion.page(id);
  const known = Object.entries(properties).filter(([name]) => name in page.properties);
  if (page.in_trash || known.length === 0) return;
  notion.editAs(cast.person, id, Object.fromEntries(known));
  if (page.parent.type === 'data_source_id') hearing.notionRow(id, page.parent.data_source_id);
}

export function trashOrRestore({ world, cast, hearing }: Play, row: string): void {
  const { notionSandbox: notion, workspace } = world;
  if (notion.page(row).in_trash) notion.restore(cast.person, row);
  else notion.trash(cast.person, row);
  hearing.notionRow(row, workspace.milestones.dataSourceId);
}

/** Somebody calls a column by another name, and back. */
export function renameAmount({ world, cast }: Play, away: boolean): void {
  const { notionSandbox: notion, workspace } = world;
  const [row] = cast.rows;
  const [from, to] = away ? (['Amount', RENAMED_AMOUNT] as const) : ([RENAMED_AMOUNT, 'Amount'] as const);
  if (row !== undefined && from in notion.page(row).properties)
    notion.renameProperty(workspace.milestones.dataSourceId, from, to);
}

export async function estrange(
  play: Play,
  client: string,
  how: 'customer is deleted' | 'customer of another client is pasted',
): Promise<void> {
  const { cast, dashboard } = play;
  const own = lookAt(play, client)('Stripe customer');
  const other = cast.clients.map((id) => lookAt(play, id)('Stripe customer')).find((id) => id !== '' && id !== own);
  if (how === 'customer is deleted' && own !== '') {
    play.estranged.add(client);
    await dashboard.customers.del(own).catch(() => undefined); // it may be gone already
  } else if (how === 'customer of another client is pasted' && other !== undefined) {
    play.estranged.add(client);
    edit(play, client, { 'Stripe customer': text(other) });
  }
}

/** A decision by the right person, through the agreed channel, with proof. */
export function approval(
  play: Play,
  row: string,
  { how, daysAgo }: Pick<Extract<Step, { does: 'approve' }>, 'how' | 'daysAgo'>,
): PropertyWrites {
  const { context, clock } = play.world;
  const today = dateIn(context.policy.timeZone, instantFromMillis(clock.now()));
  const half = Math.floor(Number(amountOf(play, row)) / 2);
  const isPart = how === 'half of it' && half > 0;
  return {
    Approval: { select: { name: isPart ? 'Approved in part' : 'Approved' } },
    'Approved amount': { number: isPart ? half : null },
    'Decided by': { email: APPROVER },
    'Decided on': { date: { start: addDays(today, -daysAgo) } },
    'Decision channel': { select: { name: 'Email' } },
    'Decision proof': { url: 'https://mail.example/1' },
  };
}
