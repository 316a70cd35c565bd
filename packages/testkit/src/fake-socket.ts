import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;
const BINARY = 0x82;

/** The server's end of a WebSocket that only speaks (RFC 6455, unmasked frames). */
export interface FakeSocket {
  readonly send: (message: unknown) => void;
  readonly sendBinary: (bytes: Uint8Array) => void;
  readonly close: () => void;
}

/** Accepts an upgrade. What the client sends is read and forgotten. */
export function acceptSocket(request: IncomingMessage, socket: Socket): FakeSocket {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  socket.on('error', () => {});
  socket.resume();
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  return {
    send: (message) => writeFrame(socket, TEXT, Buffer.from(JSON.stringify(message))),
    sendBinary: (bytes) => writeFrame(socket, BINARY, bytes),
    close: () => socket.destroy(),
  };
}

function writeFrame(socket: Socket, kind: number, bytes: Uint8Array): void {
  if (socket.destroyed) return;
  const head = bytes.length < 126 ? Buffer.alloc(2) : Buffer.alloc(4);
  head[0] = kind;
  head[1] = Math.min(bytes.length, 126);
  if (bytes.length >= 126) head.writeUInt16BE(bytes.length, 2);
  socket.write(Buffer.concat([head, bytes]));
}
