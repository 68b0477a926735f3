export type Mail = {
  /** Sender of the envelope. */
  readonly from: string;
  /** Everybody it was delivered to, whatever the headers say: `To`, `Cc` and `Bcc` alike. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The plain text. */
  readonly text: string;
  /** The message as it came over the wire. */
  readonly source: string;
  /** By the sandbox clock. */
  readonly receivedAt: Date;
};
