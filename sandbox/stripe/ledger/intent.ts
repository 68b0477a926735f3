import { type Account, emit, nowSeconds } from '../account.ts';
import { newId, randomText } from '../ids.ts';
import type { ChargeRecord, PaymentIntentRecord, PaymentMethodType } from '../records.ts';
import { renderCharge, renderPaymentIntent } from '../render/payment.ts';

export const emitIntent = (
  account: Account,
  type: Parameters<typeof emit>[1] & `payment_intent.${string}`,
  intent: PaymentIntentRecord,
): void => emit(account, type, renderPaymentIntent(account, intent));

/** An intent to pay, for which nobody has named a card or an account yet. */
export function newIntent(
  account: Account,
  fields: Pick<PaymentIntentRecord, 'amount' | 'currency' | 'customer' | 'description'>,
): PaymentIntentRecord {
  const id = newId('pi');
  const intent: PaymentIntentRecord = {
    ...fields,
    id,
    clientSecret: `${id}_secret_${randomText(25)}`,
    created: nowSeconds(account),
    amountReceived: 0,
    authenticationFailed: false,
    canceledAt: null,
    cancellationReason: null,
    failedCharge: null,
    latestCharge: null,
    status: 'requires_payment_method',
  };
  account.paymentIntents.set(id, intent);
  return intent;
}

/** Whether it is the client's turn: nobody has tried to pay, the try failed, or it is not confirmed. */
export const awaitsClient = ({ status }: PaymentIntentRecord): boolean =>
  status === 'requires_payment_method' || status === 'requires_action';

/** Starts a charge for what an intent asks. */
export function createCharge(
  account: Account,
  intent: PaymentIntentRecord,
  method: PaymentMethodType,
  status: ChargeRecord['status'],
): ChargeRecord {
  const charge: ChargeRecord = {
    id: newId('ch'),
    amount: intent.amount,
    created: nowSeconds(account),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    method,
    paymentIntent: intent.id,
    amountRefunded: 0,
    disputed: false,
    failureCode: null,
    failureMessage: null,
    status,
  };
  account.charges.set(charge.id, charge);
  intent.latestCharge = charge.id;
  return charge;
}

/** A charge went through. Its money is not booked on any invoice yet. */
export function completeIntent(account: Account, intent: PaymentIntentRecord, charge: ChargeRecord): void {
  charge.status = 'succeeded';
  intent.status = 'succeeded';
  intent.amountReceived = charge.amount;
  intent.authenticationFailed = false;
  intent.failedCharge = null;
  emit(account, 'charge.succeeded', renderCharge(account, charge));
  emitIntent(account, 'payment_intent.succeeded', intent);
}

/** A charge was refused: the intent waits for another try. */
export function failIntent(account: Account, intent: PaymentIntentRecord, charge: ChargeRecord): void {
  charge.status = 'failed';
  charge.failureCode = charge.method === 'card' ? 'card_declined' : 'debit_not_authorized';
  charge.failureMessage = charge.method === 'card' ? 'Your card was declined.' : 'The bank refused the debit.';
  intent.status = 'requires_payment_method';
  intent.authenticationFailed = false;
  intent.failedCharge = charge.id;
  emit(account, 'charge.failed', renderCharge(account, charge));
  emitIntent(account, 'payment_intent.payment_failed', intent);
}

/** The card's bank wants the client to confirm. Until then there is no charge. */
export function askToConfirm(account: Account, intent: PaymentIntentRecord): void {
  intent.status = 'requires_action';
  emitIntent(account, 'payment_intent.requires_action', intent);
}

/** The client could not confirm: no charge was tried, the intent waits for another try. */
export function failConfirmation(account: Account, intent: PaymentIntentRecord): void {
  intent.status = 'requires_payment_method';
  intent.authenticationFailed = true;
  intent.failedCharge = null;
  emitIntent(account, 'payment_intent.payment_failed', intent);
}

/** Nobody will pay this way any more. */
export function cancelIntent(
  account: Account,
  intent: PaymentIntentRecord,
  reason: PaymentIntentRecord['cancellationReason'],
): void {
  intent.status = 'canceled';
  intent.canceledAt = nowSeconds(account);
  intent.cancellationReason = reason;
  emitIntent(account, 'payment_intent.canceled', intent);
}
