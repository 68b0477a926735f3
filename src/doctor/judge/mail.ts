import { type Finding, green, red, type Subject, yellow } from '../finding.ts';

export const MAIL: Subject = { id: 'mail.server', area: 'Mail', what: 'Mail server' };

export const judgeNoMail = (isTestMode: boolean): Finding =>
  isTestMode
    ? green(MAIL, "none: follow-ups go out as Stripe's own e-mails, which Stripe does not send in test mode")
    : green(MAIL, "none: follow-ups go out as Stripe's own e-mails");

/** @param problem what is wrong, in words; undefined when the server let us in */
export function judgeMail(problem: string | undefined, from: string): Finding {
  if (problem === undefined) return green(MAIL, `lets us in, to write as ${from}`);
  const isLogin = /login|certificate|encrypt/i.test(problem);
  return red(
    MAIL,
    problem,
    isLogin
      ? 'Correct the user name and the password in SMTP_URL (letters such as @ and : are written %40 and %3A).'
      : 'Correct host and port in SMTP_URL, and look whether this machine may reach them.',
  );
}

/** Configured, and not usable: what is wrong stands with the variables. */
export const judgeUnusableMail = (): Finding =>
  yellow(MAIL, 'not looked at: SMTP_URL or MAIL_FROM cannot be used', 'Mend the variables first.');
