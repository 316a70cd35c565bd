// An upstream that answers at once: POST with {"bytes": n, "delayMs": n}, or with that as the
// prompt of an OpenAI call. Ends with its parent.
import { createServer } from 'node:http';
import { crc32, deflateSync } from 'node:zlib';

const answers = new Map();

// Idle connections outlive every pause of the bench: a hop must not meet one that just closed.
createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const asked = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const { bytes = 100, delayMs = 0 } = asked.prompt ? JSON.parse(asked.prompt) : asked;
    const body = answerOf(bytes);
    const send = () => {
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': body.length,
      });
      response.end(body);
    };
    if (delayMs > 0) setTimeout(send, delayMs);
    else send();
  });
}).listen(Number(process.argv[2]), '127.0.0.1', function () {
  process.send?.({ port: this.address().port });
});

process.on('disconnect', () => process.exit(0));

/** OpenAI's answer with one real picture of about `bytes` bytes, made once. */
function answerOf(bytes) {
  const kept = answers.get(bytes);
  if (kept) return kept;
  const picture = noisePng(Math.max(8, Math.floor(Math.sqrt(bytes / 3))));
  const data = [{ b64_json: picture.toString('base64') }];
  const body = Buffer.from(JSON.stringify({ created: 1, data }));
  answers.set(bytes, body);
  return body;
}

function noisePng(side) {
  const rows = Buffer.alloc(side * (1 + side * 3));
  let state = 1;
  for (let i = 0; i < rows.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    rows[i] = i % (1 + side * 3) === 0 ? 0 : state >>> 24;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
