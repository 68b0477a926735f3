import type { Finding } from '../finding.ts';
import { judgeMail, judgeNoMail, judgeUnusableMail, MAIL } from '../judge/mail.ts';
import { look } from '../look.ts';
import type { Examined } from './area.ts';

const TIMEOUT_MS = 15_000;

/** Whether the mail server lets us in. Nothing is sent. */
export async function examineMail({ pieces }: Examined): Promise<readonly Finding[]> {
  const { mail, stripe } = pieces;
  if (mail === 'not set') return [judgeNoMail(/^.._test_/.test(stripe?.secretKey ?? ''))];
  if (mail === undefined) return [judgeUnusableMail()];
  const looked = await look(MAIL, async () => {
    const { createMailer } = await import('../../../connectors/mail/client.ts');
    const mailer = createMailer({ ...mail, timeoutMs: TIMEOUT_MS });
    try {
      return { problem: await mailer.check() };
    } finally {
      mailer.close();
    }
  });
  return ['finding' in looked ? looked.finding : judgeMail(looked.facts.problem, mail.from)];
}
