import { createMailer, type Mailer } from '../../../connectors/mail/client.ts';
import { createClock } from '../../../sandbox/kit/clock.ts';
import type { MailOptions, MailSandbox } from '../../../sandbox/mail/index.ts';
import { startMail } from '../../../sandbox/mail/index.ts';
import type { Mail } from '../../../src/billing/follow-up/message.ts';

export const SENT_AT = new Date('2026-11-23T09:30:00Z');

/** A reminder as the hub would send it. */
export const reminder = (change: Partial<Mail> = {}): Mail => ({
  to: 'accounts@client.example',
  cc: ['copy@client.example'],
  replyTo: { name: 'Mara Lindqvist', address: 'mara@studio.example' },
  subject: 'Invoice 2026-031 is due',
  text: 'Dear Anna,\n\nit was due on Friday.\n',
  html: '<p>Dear Anna,</p><p>it was due on Friday.</p>',
  messageId: 'follow-up.in_1.light@studio.example',
  language: 'en',
  ...change,
});

export const mailerTo = (smtpUrl: string, timeoutMs = 10_000): Mailer =>
  createMailer({ smtpUrl, from: 'Studio, North <billing@studio.example>', timeoutMs, now: () => SENT_AT });

export const withLogin = (url: string, login = 'hub:s3cret'): string => url.replace('://', `://${login}@`);

export const startServer = (options: Omit<MailOptions, 'clock'> = {}): Promise<MailSandbox> =>
  startMail({ clock: createClock(SENT_AT.getTime()), ...options });
