import { ApiError, invalid } from '../api/errors.ts';

type CardOutcome = 'card' | 'declined' | 'needs action';

/** The cards that the test environment knows by name. */
const TEST_CARDS: Readonly<Record<string, CardOutcome>> = {
  pm_card_visa: 'card',
  pm_card_mastercard: 'card',
  pm_card_authenticationRequired: 'needs action',
  pm_card_chargeCustomerFail: 'declined',
  pm_card_threeDSecure2Required: 'needs action',
  pm_card_visa_chargeDeclined: 'declined',
};

/** What comes of paying with one of them. */
export function testCard(paymentMethod: string | undefined): CardOutcome {
  const method = TEST_CARDS[paymentMethod ?? ''];
  if (method === undefined)
    throw invalid(`No such PaymentMethod: '${paymentMethod ?? ''}'`, {
      code: 'resource_missing',
      param: 'payment_method',
    });
  return method;
}

/** The refusal that a declined charge is answered with. */
export const declined = (charge: string): ApiError =>
  new ApiError(402, {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
    charge,
  });

/** What paying an invoice is answered with while its client has to confirm the payment. */
export const needsConfirmation = (): ApiError =>
  new ApiError(402, {
    type: 'card_error',
    code: 'invoice_payment_intent_requires_action',
    message: 'Payment for this invoice requires additional user action before it can be completed successfully.',
  });
