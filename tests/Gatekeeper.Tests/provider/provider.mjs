// An OpenID Provider on loopback that gives machines access tokens for the gatekeeper.
//
//   node provider.mjs ISSUER AUDIENCE
//
// ISSUER is the address by which callers reach it: through the test, which makes it late, silent or false. The provider's own address
// is printed as {"port": N}. It ends when its standard input does.
//
//   POST /rotate         signs with a new key, and still publishes those before
//   POST /rotate?forget  … and no longer publishes those before
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const [issuer, audience] = process.argv.slice(2);
let keys = [];
let answer;

const addKey = async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const id = `key-${Date.now()}-${keys.length}`;
  return { ...await exportJWK(privateKey), kid: id, alg: 'ES256', use: 'sig' };
};

const open = () => {
  const provider = new Provider(issuer, {
    jwks: { keys },
    clients: [{
      client_id: 'shop-ci',
      client_secret: 'secret-of-the-test',
      grant_types: ['client_credentials'],
      id_token_signed_response_alg: 'ES256',
      redirect_uris: [],
      response_types: [],
    }],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:gate',
        getResourceServerInfo: () => ({
          scope: 'deploy', audience, accessTokenTTL: 300, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  });
  provider.proxy = true;
  answer = provider.callback();
};

const rotate = async (forget) => {
  const added = await addKey();
  keys = forget ? [added] : [added, ...keys];
  open();
};

await rotate(false);
const server = createServer((request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname !== '/rotate') {
    answer(request, response);
    return;
  }

  rotate(url.searchParams.has('forget')).then(() => response.writeHead(204).end(), (error) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.resume().on('end', () => process.exit(0));
