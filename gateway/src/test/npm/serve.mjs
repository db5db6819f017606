// What the tests put around an authorization server of others: it answers token calls slowly and counts them, lets time
// pass for this process, and keeps a record that opens by a token that the server itself still takes for good.
//
//   POST …/token              the server's own, after 150 ms
//   GET  /api/v9/things/{id}  a record; 401 without a good token
//   GET  /seen                what was counted: { most, asked: [status, …] }
//   POST /pass?seconds=20     so much later
import http from 'node:http';

const DELAY = 150;
const now = Date.now;
let passed = 0;
Date.now = () => now() + passed;

/** Listens on a free port and tells which. `server(address)` gives the handler, and `opens(token)`. */
export async function serve(server) {
  const seen = { most: 0, asked: [] };
  let running = 0;
  let its;
  const answer = async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    if (url.pathname === '/seen') {
      json(response, 200, seen);
    } else if (url.pathname === '/pass') {
      passed += 1000 * Number(url.searchParams.get('seconds'));
      json(response, 200, {});
    } else if (url.pathname.startsWith('/api/')) {
      const [, token] = (request.headers.authorization ?? '').split(' ');
      const good = Boolean(token) && (await its.opens(token));
      json(response, good ? 200 : 401, good ? record(url.pathname.split('/').at(-1)) : {});
    } else if (request.method === 'POST' && url.pathname === '/token') {
      seen.most = Math.max(seen.most, ++running);
      response.on('finish', () => seen.asked.push(response.statusCode));
      response.on('close', () => running--);
      setTimeout(() => its.handler(request, response), DELAY);
    } else {
      its.handler(request, response);
    }
  };
  const listening = http.createServer((request, response) =>
    answer(request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    }),
  );
  await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${listening.address().port}`;
  its = await server(address);
  console.log(`listening at ${address}`);
}

function record(id) {
  return { id, rev: 17, changed: '2026-03-01T09:00:00.000Z', name: 'Call' };
}

function json(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
