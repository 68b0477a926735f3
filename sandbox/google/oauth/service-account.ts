import { generateKeyPairSync, randomBytes } from 'node:crypto';

export type ServiceAccount = {
  readonly email: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** What the token endpoint checks signatures with. */
  readonly publicKey: string;
  /** A complete service-account key, as the Cloud console hands it out. */
  readonly keyFile: () => ServiceAccountKey;
};

export type ServiceAccountKey = {
  readonly type: 'service_account';
  readonly project_id: string;
  readonly private_key_id: string;
  readonly private_key: string;
  readonly client_email: string;
  readonly client_id: string;
  readonly auth_uri: string;
  readonly token_uri: string;
  readonly auth_provider_x509_cert_url: string;
  readonly client_x509_cert_url: string;
  readonly universe_domain: string;
};

const PROJECT = 'milepost-sandbox';

/** Makes an account with a key of its own; nothing secret is kept in the repository. */
export function createServiceAccount(name = 'milepost'): ServiceAccount {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const email = `${name}@${PROJECT}.iam.gserviceaccount.com`;
  const keyId = randomBytes(20).toString('hex');
  return {
    email,
    privateKey,
    publicKey,
    keyFile: () => ({
      type: 'service_account',
      project_id: PROJECT,
      private_key_id: keyId,
      private_key: privateKey,
      client_email: email,
      client_id: '100000000000000000001',
      auth_uri: 'https://accounts.google.com/o/oauth2/auth',
      token_uri: 'https://oauth2.googleapis.com/token',
      auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
      client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
      universe_domain: 'googleapis.com',
    }),
  };
}
