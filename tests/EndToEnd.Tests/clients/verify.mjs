// Verifies requests to a webhook as a receiver would, with a library of Standard Webhooks.
//
//   node verify.mjs SECRET FILE
//
// FILE holds [{"headers": {…}, "body": "…"}, …]. Prints the types of those that are right; the first one that is not ends it with an error.
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const [secret, file] = process.argv.slice(2);
const webhook = new Webhook(secret);
for (const { headers, body } of JSON.parse(readFileSync(file, 'utf8'))) {
  console.log(webhook.verify(body, headers).type);
}
