// oidc-provider, a certified OpenID provider, as its own strict self: client, secret, address to return to, PKCE and codes are
// held to what was said, refresh tokens change with each use, and one that comes twice ends all that rests on it.
import Provider from 'oidc-provider';
import { serve } from './serve.mjs';

const LIFE = 20;
const [id, secret, back] = process.argv.slice(2);

await serve(async (address) => {
  const provider = new Provider(address, {
    clients: [
      {
        client_id: id,
        client_secret: secret,
        redirect_uris: [back],
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: true } },
    issueRefreshToken: () => true,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    routes: { authorization: '/authorize' },
    scopes: ['openid', 'offline_access', 'calls', 'read'],
    ttl: { AccessToken: LIFE, ClientCredentials: LIFE, RefreshToken: 3600, Grant: 3600, Session: 3600, Interaction: 600 },
  });
  const opens = async (token) =>
    [await provider.AccessToken.find(token), await provider.ClientCredentials.find(token)].some(
      (found) => found?.isValid,
    );
  return { handler: provider.callback(), opens };
});
