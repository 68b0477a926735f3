import { DETAILS, type Detail } from '../standing/details.ts';

/** What shadow mode puts before the words. */
const IN_SHADOW = /^shadow: (?:would show [^.]*(?:\.\d\d [A-Z]{3})?[^.]*\. )?/i;

/** `Billing detail` as it would be said without shadow mode. */
export const plainDetail = (billingDetail: string): string => billingDetail.replace(IN_SHADOW, '');

/**
 * The most important reason why an invoice stands as it does, as `Billing detail` says it: its first words are the reason's name.
 * Undefined where the calendar alone decides.
 */
export function shownDetail(billingDetail: string): Detail | undefined {
  const words = plainDetail(billingDetail).toLowerCase();
  if (words.startsWith('issued, not sent')) return 'issued, sending';
  return DETAILS.find((detail) => words.startsWith(detail));
}

/** The first sentence of a detail, without its full stop. A sum such as 1,000.00 GBP holds no end of a sentence. */
export const firstSentence = (text: string): string => (/^.*?(?=\.(?:\s|$))/s.exec(text.trim())?.[0] ?? text).trim();
