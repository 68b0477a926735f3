import { ApiError, invalid } from '../api/errors.ts';

/** The cards that the test environment knows by name. */
const TEST_CARDS: Readonly<Record<string, 'card' | 'declined'>> = {
  pm_card_visa: 'card',
  pm_card_mastercard: 'card',
  pm_card_chargeCustomerFail: 'declined',
  pm_card_visa_chargeDeclined: 'declined',
};

/** What comes of paying with one of them. */
export function testCard(paymentMethod: string | undefined): 'card' | 'declined' {
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
