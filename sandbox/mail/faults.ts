/** What may happen to the next message, or to the connection that would have brought it, in the order of a conversation. */
export const MAIL_FAULTS = [
  /** 554 in place of a greeting. */
  'wrong greeting',
  /** 535 to whoever logs in. */
  'refuse login',
  /** 550 to `MAIL FROM`. */
  'refuse sender',
  /** 500 to `DATA`. */
  'refuse data',
  /** Hangs up in place of asking for the text. */
  'cut before text',
  /** Hangs up while the text comes in; nothing is kept. */
  'cut during text',
  /** 550 to the text; nothing is kept. */
  'refuse',
  /** 554 to the text, as filters do; nothing is kept. */
  'refuse text',
  /** 451 to the text; nothing is kept. */
  'not now',
  /** Takes the whole text, keeps nothing, hangs up without an answer. */
  'cut before commit',
  /** Keeps the message and hangs up before the sender hears of it. */
  'lose answer',
] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];

/** Faults that stay until they are cleared. */
export type MailRules = {
  /** 550 to this recipient. */
  readonly refuseRecipient: (address: string) => void;
  /** 451 to the first attempt for each recipient. */
  readonly greylist: () => void;
  /** Keeps a message at once and says so after so many milliseconds. */
  readonly answerAfter: (ms: number) => void;
};

export type MailFaults = MailRules & {
  readonly failNext: (how: MailFault) => void;
  readonly clearFaults: () => void;
};

export type MailTrouble = MailFaults & {
  /** Whether the next message is to fail in one of these ways; if so, no other will. */
  readonly meets: <F extends MailFault>(...faults: readonly F[]) => F | undefined;
  /** The answer to a recipient who is not taken. */
  readonly toRecipient: (address: string) => Error | undefined;
  readonly answerDelayMs: () => number;
};

/** An answer that is no success. */
export const answer = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

export function createTrouble(): MailTrouble {
  let next: MailFault | undefined;
  let delayMs = 0;
  let greylisted: Set<string> | undefined;
  const refused = new Set<string>();

  return {
    failNext: (how) => {
      next = how;
    },
    refuseRecipient: (address) => {
      refused.add(address.toLowerCase());
    },
    greylist: () => {
      greylisted ??= new Set();
    },
    answerAfter: (ms) => {
      delayMs = ms;
    },
    clearFaults: () => {
      next = undefined;
      delayMs = 0;
      greylisted = undefined;
      refused.clear();
    },
    meets: (...faults) => {
      const fault = faults.find((candidate) => candidate === next);
      if (fault !== undefined) next = undefined;
      return fault;
    },
    toRecipient: (recipient) => {
      const address = recipient.toLowerCase();
      if (refused.has(address)) return answer(550, `No such user here: ${recipient}`);
      if (greylisted === undefined || greylisted.has(address)) return undefined;
      greylisted.add(address);
      return answer(451, 'Greylisted, please come back later');
    },
    answerDelayMs: () => delayMs,
  };
}
