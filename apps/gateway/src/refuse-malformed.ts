import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from '@aigateway/contract';

/**
 * Answers what is no HTTP, or has headers longer than 16 KB, like every other mistake: in the
 * envelope, with a request id. Nothing of it reaches the routes.
 */
export function refuseMalformed(server: Server, newRequestId: () => string): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const refused = new ApiError(
      'malformed_request',
      'The request is no well-formed HTTP, came too slowly, or its headers are over 16 KB.',
    );
    const body = JSON.stringify(refused.toEnvelope());
    const head = [
      `HTTP/1.1 ${refused.status} Bad Request`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${newRequestId()}`,
      'x-should-retry: false',
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}
