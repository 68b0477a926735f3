/** A caught mail. What people read of it (`subject`, `headers`, `text`) is decoded. */
export type Mail = {
  /** Sender of the envelope. */
  readonly from: string;
  /** Everybody it was delivered to, whatever the headers say: `To`, `Cc` and `Bcc` alike. */
  readonly to: readonly string[];
  /** Addresses of the header `Cc`. */
  readonly cc: readonly string[];
  /** Where an answer goes: address of `Reply-To`, or of `From`. */
  readonly replyTo: string;
  readonly subject: string;
  /** Without angle brackets; '' for none. */
  readonly messageId: string;
  /** What the sender says; undefined for none, or for no date. */
  readonly date: Date | undefined;
  /** All headers by their name in lower case; of a repeated one the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** The plain text. */
  readonly text: string;
  /** The HTML; '' for none. */
  readonly html: string;
  /** The message as it came over the wire. */
  readonly source: string;
  /** By the sandbox clock. */
  readonly receivedAt: Date;
};
