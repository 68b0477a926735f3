import type { SMTPConnectionOptions } from 'nodemailer';

export type MailServer = {
  readonly connection: SMTPConnectionOptions;
  readonly login: { readonly user: string; readonly pass: string } | undefined;
};

/** Loopback, or the name of a container or a machine on a private network. */
const PRIVATE_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1|[a-z0-9_-]+|.+\.internal)$/i;

/** A password with a bare % in it is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The mail server that `SMTP_URL` names: `smtps://` speaks TLS from the start, `smtp://` as soon as the server offers it.
 * May carry `?tls.rejectUnauthorized=false`, `?requireTLS=true`, `?ignoreTLS=true` and `?name=` (what we call ourselves).
 */
export function mailServer(smtpUrl: string): MailServer {
  const url = new URL(smtpUrl);
  const says = (name: string, value: string): boolean => url.searchParams.get(name) === value;
  const name = url.searchParams.get('name');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const login = url.username === '' ? undefined : { user: decoded(url.username), pass: decoded(url.password) };
  const ignoreTLS = says('ignoreTLS', 'true');
  // Whoever sits in between could leave out the offer of TLS and read the password.
  const mustHide = login !== undefined && !PRIVATE_HOST.test(host);
  return {
    connection: {
      host,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      secure: url.protocol === 'smtps:',
      ignoreTLS,
      requireTLS: says('requireTLS', 'true') || (mustHide && !ignoreTLS && url.protocol === 'smtp:'),
      tls: { rejectUnauthorized: !says('tls.rejectUnauthorized', 'false') },
      ...(name === null ? {} : { name }),
    },
    login,
  };
}
