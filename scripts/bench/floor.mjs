// The least a hop can cost: a bare node:http proxy with kept-alive connections.
import { Agent, createServer, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
const upstream = { host: '127.0.0.1', port: Number(process.argv[2]), agent };

createServer({ keepAliveTimeout: 600_000 }, (incoming, outgoing) => {
  const { 'content-type': type, 'content-length': length } = incoming.headers;
  const headers = { 'Content-Type': type, ...(length && { 'Content-Length': length }) };
  const forward = request({ ...upstream, method: 'POST', path: '/', headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(forward);
}).listen(0, '127.0.0.1', function () {
  process.send?.({ port: this.address().port });
});

process.on('disconnect', () => process.exit(0));
