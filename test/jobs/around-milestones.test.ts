import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtRow } from '../../sandbox/demo/look.ts';
import { dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import { localHub } from '../support/local-hub.ts';
import { aReadyMilestone, startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const DAY_MS = 24 * 60 * 60_000;
const today = () => dateIn('Europe/London', instantFromMillis(world.clock.now()));
const read = (id: string) => lookAtRow(world.notionSandbox, id);
const writes = () => world.notionSandbox.journal.entries().filter(({ method }) => method === 'PATCH').length;

/** An approved milestone whose invoice went out, and the hub that sent it. */
async function billed() {
  const hub = localHub(world);
  const rows = aReadyMilestone(world.notionSandbox, world.workspace);
  rows.approve(today());
  await hub.work({ name: 'milestone', id: rows.milestone, origin: 'test' });
  const [invoice] = world.stripeSandbox.store.invoices();
  return { ...rows, hub, invoice: invoice?.id ?? '' };
}

describe("a client's account", () => {
  test('is as pressing as its most pressing open invoice, and current again once that is paid', async () => {
    const { hub, client, milestone, invoice } = await billed();
    expect(read(client)('Account status')).toBe('Current');
    for (const status of ['Due soon', 'Overdue']) {
      world.clock.advance(8 * DAY_MS);
      await hub.sweep();
      expect([read(milestone)('Billing status'), read(client)('Account status')]).toEqual([status, status]);
    }
    await world.stripeSandbox.pay(invoice);
    await hub.sweep();
    expect(read(client)('Account status')).toBe('Current');
  });

  test('is put back when somebody changes it by hand', async () => {
    const { hub, client, mara } = await billed();
    await hub.sweep();
    world.notionSandbox.editAs(mara, client, { 'Account status': { select: { name: 'Overdue' } } });
    await hub.sweep();
    expect(read(client)('Account status')).toBe('Current');
  });

  test('says nothing of another client whose customer was pasted into it', async () => {
    const { hub, client, mara } = await billed();
    const { client: other } = aReadyMilestone(world.notionSandbox, world.workspace);
    const pasted = [{ text: { content: read(client)('Stripe customer') } }];
    world.notionSandbox.editAs(mara, other, { 'Stripe customer': { rich_text: pasted } });
    world.clock.advance(16 * DAY_MS);
    await hub.sweep();
    expect([read(client)('Account status'), read(other)('Account status')]).toEqual(['Overdue', 'Current']);
  });
});

describe('a mismatch', () => {
  const MORE = { Amount: { number: 4500 } };

  test('stands beside its project with who acts and since when, and closes by itself', async () => {
    const { hub, project, milestone, mara } = await billed();
    const opened = today();
    world.notionSandbox.editAs(mara, milestone, MORE);
    await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    expect(read(project)('Mismatches')).toMatch(
      new RegExp(`^Design: amount differs\\. 500\\.00 GBP more here .* \\(Mara Lindqvist, since ${opened}\\)`),
    );
    world.notionSandbox.editAs(mara, milestone, { Amount: { number: 4000 } });
    await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    expect(read(project)('Mismatches')).toBe('');
  });

  test('keeps the day on which it was opened, also when everything the hub remembers is lost', async () => {
    const { hub, project, milestone, mara } = await billed();
    const opened = today();
    world.notionSandbox.editAs(mara, milestone, MORE);
    await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    world.clock.advance(3 * DAY_MS);
    hub.forget();
    await hub.sweep();
    expect(read(project)('Mismatches')).toContain(`since ${opened})`);
    const before = writes();
    await hub.work({ name: 'project', id: project, origin: 'test' });
    expect(writes()).toBe(before);
  });

  test('that only time brings about is found by the clock', async () => {
    const hub = localHub(world);
    const { milestone, project } = aReadyMilestone(world.notionSandbox, world.workspace);
    await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    expect(read(project)('Mismatches')).toBe('');
    for (let day = 0; day < 12; day += 1) {
      world.clock.advance(DAY_MS);
      await hub.sweep();
    }
    expect(read(project)('Mismatches')).toMatch(/^Design: no decision on the delivery\. Delivered since /);
  });
});

describe('a move that nothing may cause', () => {
  test('raises an alarm, and the status is put right all the same', async () => {
    const { hub, milestone } = await billed();
    const shown = JSON.parse((await world.memory.fingerprint('milestones shown', milestone)) ?? '{}');
    // As if an earlier look had shown it as paid, which Stripe never takes back.
    const paid = { ...shown, billingStatus: 'Paid', billingDetail: 'Paid on 2026-11-16.' };
    await world.memory.rememberFingerprint('milestones shown', milestone, JSON.stringify(paid));
    await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    expect(world.alarms).toEqual(['The billing status moved from Paid to Sent, which nothing may cause']);
    expect(read(milestone)('Billing status')).toBe('Sent');
  });
});

describe('a closeout', () => {
  const closeouts = (id: string) => world.notionSandbox.comments(id).filter((text) => text.startsWith('Paid: '));

  test('is said once, with what comes next, however often it is looked at', async () => {
    const { hub, milestone, invoice } = await billed();
    await world.stripeSandbox.pay(invoice);
    for (let look = 0; look < 3; look += 1) await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    expect(closeouts(milestone)).toHaveLength(1);
    expect(closeouts(milestone)[0]).toMatch(/for "Design", 4,000\.00 GBP, on \d{4}-\d{2}-\d{2}\. Next: Fully billed/);
  });

  test('that is undone by a lost dispute and comes back with the money is still said once (P12)', async () => {
    const { hub, milestone, project, invoice } = await billed();
    const look = () => hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    await world.stripeSandbox.pay(invoice);
    await look();
    const dispute = world.stripeSandbox.dispute(invoice);
    await look();
    expect(read(milestone)('Billing status')).toBe('Paid');
    expect(read(milestone)('Billing detail')).toMatch(/^Disputed: /);
    world.stripeSandbox.closeDispute(dispute, 'lost');
    await look();
    expect([read(milestone)('Billing status'), read(milestone)('Paid on')]).toEqual(['Overdue', '']);
    expect(read(milestone)('Remaining')).toBe('4000');
    expect(read(project)('Next billing event')).toContain('under review: money went back on "Design"');
    expect(read(project)('Mismatches')).toMatch(/^Design: money returned\. .*\(Mara Lindqvist, since /);
    expect(closeouts(milestone)).toHaveLength(1);
  });

  test('can be kept out of the comments', async () => {
    await world.close();
    world = await startWorld({ closeoutComment: false });
    const { hub, milestone, invoice } = await billed();
    await world.stripeSandbox.pay(invoice);
    await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    expect(read(milestone)('Billing status')).toBe('Paid');
    expect(closeouts(milestone)).toEqual([]);
  });
});
