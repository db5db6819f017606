// oauth2-mock-server, which takes every client; told to give tokens of twenty seconds, and to take a refresh token once.
import { OAuth2Server } from 'oauth2-mock-server';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { serve } from './serve.mjs';

const LIFE = 20;

await serve(async (address) => {
  const { issuer, service } = new OAuth2Server();
  issuer.url = address;
  await issuer.keys.generate('RS256');
  service.on('beforeTokenSigning', (token) => {
    token.payload.exp = token.payload.iat + LIFE;
  });
  const good = new Set();
  service.on('beforeResponse', (answer, request) => {
    if (request.body.grant_type === 'refresh_token' && !good.delete(request.body.refresh_token)) {
      answer.statusCode = 400;
      answer.body = { error: 'invalid_grant' };
      return;
    }
    answer.body.expires_in = LIFE;
    if (request.body.grant_type === 'client_credentials') {
      delete answer.body.refresh_token;
    } else {
      good.add(answer.body.refresh_token);
    }
  });
  const keys = createLocalJWKSet({ keys: issuer.keys.toJSON() });
  const opens = (token) =>
    jwtVerify(token, keys, { issuer: address, currentDate: new Date(Date.now()) }).then(
      () => true,
      () => false,
    );
  return { handler: service.requestHandler, opens };
});
