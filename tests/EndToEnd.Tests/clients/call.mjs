// Makes one gRPC call and prints what came of it as one JSON document.
//
//   node call.mjs METHOD REQUEST-JSON --address HOST:PORT --ca FILE --protos DIR [--token-file FILE]
//
// { "code": 7, "status": "PERMISSION_DENIED", "message": "…", "details": ["google.rpc.ErrorInfo", …], "metadata": {…},
//   "response": {…}, "responses": [{…}, …] }
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const deadlineSeconds = 60;

const { positionals: [method, request], values: options } = parseArgs({
  allowPositionals: true,
  options: {
    address: { type: 'string' },
    ca: { type: 'string' },
    protos: { type: 'string' },
    'token-file': { type: 'string' },
  },
});

const definition = loader.loadSync('deploy/v1/deploy.proto', {
  includeDirs: [options.protos],
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
});
const { deploy } = grpc.loadPackageDefinition(definition);
const client = new deploy.v1.DeployService(options.address, grpc.credentials.createSsl(readFileSync(options.ca)));

const metadata = new grpc.Metadata();
if (options['token-file']) {
  metadata.set('authorization', `Bearer ${readFileSync(options['token-file'], 'utf8').trim()}`);
}

// google.rpc.Status: field 3 holds google.protobuf.Any, whose field 1 is the type's URL. Only the URLs are needed here.
const typeUrls = (bytes) => [...bytes.toString('latin1').matchAll(/type\.googleapis\.com\/([A-Za-z.]+)/g)].map(([, name]) => name);

const texts = (received) => {
  const all = {};
  for (const [name, value] of Object.entries(received?.getMap() ?? {})) {
    if (typeof value === 'string') all[name] = value;
  }
  return all;
};

const responses = [];
let initial;

const finish = (error, trailing) => {
  const statusDetails = trailing?.get('grpc-status-details-bin')[0];
  console.log(JSON.stringify({
    code: error?.code ?? 0,
    status: grpc.status[error?.code ?? 0],
    message: error?.details ?? '',
    details: statusDetails ? typeUrls(statusDetails) : [],
    detailsText: statusDetails ? statusDetails.toString('latin1') : '',
    metadata: { ...texts(initial), ...texts(trailing) },
    response: responses.at(-1) ?? null,
    responses,
  }));
  client.close();
};

const callOptions = { deadline: Date.now() + deadlineSeconds * 1000 };
if (client[method].responseStream) {
  let failure = null;
  const call = client[method](JSON.parse(request), metadata, callOptions);
  call.on('metadata', (received) => { initial = received; });
  call.on('data', (message) => responses.push(message));
  call.on('error', (error) => { failure = error; });
  call.on('status', (status) => finish(failure ?? (status.code ? status : null), status.metadata));
} else {
  let failure = null;
  const call = client[method](JSON.parse(request), metadata, callOptions, (error, message) => {
    failure = error;
    if (message) responses.push(message);
  });
  call.on('metadata', (received) => { initial = received; });
  call.on('status', (status) => setImmediate(() => finish(failure ?? (status.code ? status : null), status.metadata)));
}
