import { connect, createServer, type Socket } from 'node:net';
import { portOf } from './map-server.ts';

/** A SOCKS5 proxy (RFC 1928) that asks for no login and sends every connection to one port of this computer. */
export interface SocksProxy {
  readonly address: string;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

const VERSION = 5;
const NO_LOGIN = Buffer.from([VERSION, 0]);
/** Succeeded, at the address 0.0.0.0:0. */
const CONNECTED = Buffer.from([VERSION, 0, 0, 1, 0, 0, 0, 0, 0, 0]);

export async function startSocksProxy(targetPort: number): Promise<SocksProxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    // The first message offers ways to log in, the second names the target.
    socket.once('data', () => {
      socket.write(NO_LOGIN);
      socket.once('data', () => {
        connections += 1;
        const onward = connect(targetPort, '127.0.0.1', () => {
          socket.write(CONNECTED);
          onward.pipe(socket).pipe(onward);
        });
        sockets.add(onward);
        onward.on('error', () => socket.destroy());
      });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `127.0.0.1:${portOf(server.address())}`,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
