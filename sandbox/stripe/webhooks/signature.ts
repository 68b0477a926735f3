import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header. The key is the whole secret, `whsec_` included. */
export function signatureHeader(body: string, secret: string, seconds: number): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`, 'utf8').digest('hex');
  return `t=${seconds},v1=${mac}`;
}
