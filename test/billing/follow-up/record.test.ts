import { describe, expect, test } from 'vitest';
import {
  claimedSlot,
  lastMessageAt,
  lastSlot,
  NO_FOLLOW_UPS,
  sentOn,
  unconfirmedSlots,
} from '../../../src/billing/follow-up/record.ts';
import { at } from '../kit.ts';
import { messagesOf } from './kit.ts';

const record = {
  ...NO_FOLLOW_UPS,
  messages: {
    ...messagesOf({ light: '2026-11-06', thanks: '2026-11-30' }),
    ...messagesOf({ firm: '2026-11-10' }, 'unconfirmed'),
    ...messagesOf({ repeat_1: '2026-11-24' }, 'claimed'),
  },
};

describe('11.7 what Stripe keeps of the messages about an invoice', () => {
  test('11.7 a claim is known, and what nobody knows the outcome of', () => {
    expect(claimedSlot(record)).toBe('repeat_1');
    expect(claimedSlot(NO_FOLLOW_UPS)).toBeUndefined();
    expect(unconfirmedSlots(record)).toEqual(['firm']);
  });

  test('11.7 what is unconfirmed counts as sent, what is only claimed does not', () => {
    const on = (slot: 'light' | 'firm' | 'formal' | 'repeat_1') => sentOn(record, slot, 'Europe/London');
    expect([on('light'), on('firm'), on('formal'), on('repeat_1')]).toEqual([
      '2026-11-06',
      '2026-11-10',
      undefined,
      undefined,
    ]);
  });

  test('2.1 its day is the seller’s', () => {
    const late = { ...NO_FOLLOW_UPS, messages: messagesOf({ light: '2026-11-07T02:00:00Z' }) };
    expect([sentOn(late, 'light', 'Europe/London'), sentOn(late, 'light', 'America/New_York')]).toEqual([
      '2026-11-07',
      '2026-11-06',
    ]);
  });

  test('11.5 the client heard from us last with whatever it was, a claim included', () => {
    expect(lastMessageAt(record)).toBe(at('2026-11-30T10:00:00Z'));
    expect(lastMessageAt({ ...NO_FOLLOW_UPS, messages: messagesOf({ light: '2026-11-06' }, 'claimed') })).toBe(
      at('2026-11-06T10:00:00Z'),
    );
    expect(lastMessageAt(NO_FOLLOW_UPS)).toBeUndefined();
  });

  test('12 the last message that asked for something', () => {
    expect(lastSlot(record)).toBe('repeat_1');
    expect(lastSlot({ ...NO_FOLLOW_UPS, messages: messagesOf({ thanks: '2026-11-06' }) })).toBeUndefined();
    expect(lastSlot({ ...NO_FOLLOW_UPS, messages: messagesOf({ light: '2026-11-12', failure: '2026-11-10' }) })).toBe(
      'light',
    );
  });
});
