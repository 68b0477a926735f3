import type { MessageKind } from './message.ts';
import type { Slot } from './record.ts';

/** What people call the message of a slot. */
export const slotName: Readonly<Record<Slot, MessageKind>> = {
  courtesy: 'Courtesy note',
  light: 'Light',
  firm: 'Firm',
  formal: 'Formal',
  failure: 'Failure notice',
  thanks: 'Thank-you',
  repeat_1: 'Firm',
  repeat_2: 'Firm',
  repeat_3: 'Firm',
};
