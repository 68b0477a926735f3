import { type Route, route } from '../api/route.ts';

/** Who the key belongs to; enough for a set-up command to greet. */
export const accountRoutes: readonly Route[] = [
  route('GET', '/v1/account', {}, (account) => ({
    id: account.id,
    object: 'account',
    business_profile: { name: account.name, support_email: null, url: null },
    business_type: 'company',
    charges_enabled: true,
    country: 'DE',
    default_currency: 'eur',
    details_submitted: true,
    email: null,
    metadata: {},
    payouts_enabled: true,
    settings: { dashboard: { display_name: account.name, timezone: 'Europe/Berlin' } },
    type: 'standard',
  })),
];
