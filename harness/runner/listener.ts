/** An HTTP listener on loopback, for cases that look at what an RP fetches or that serve it something. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Listener } from '../suite/case.ts';

interface Place {
  bytes?: Uint8Array;
  requests: number;
}

/** One server for a run, opened when the first case asks for it: most runs have none. */
export class Listeners {
  readonly #places = new Map<string, Place>();
  #opening: Promise<Server> | undefined;

  /** `mark` sets the paths of a case apart from those of others. */
  async open(mark: string): Promise<Listener> {
    this.#opening ??= this.#listen();
    const { port } = (await this.#opening).address() as AddressInfo;
    const path = (name: string) => `/${mark}/${encodeURIComponent(name)}`;
    return {
      url: name => `http://127.0.0.1:${port}${path(name)}`,
      serve: (name, bytes) => {
        this.#place(path(name)).bytes = bytes;
      },
      requests: name => this.#place(path(name)).requests,
    };
  }

  async close(): Promise<void> {
    const server = await this.#opening;
    if (!server) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  #place(path: string): Place {
    const place = this.#places.get(path) ?? { requests: 0 };
    this.#places.set(path, place);
    return place;
  }

  async #listen(): Promise<Server> {
    const server = createServer((request, response) => {
      // OCSP appends its question to the path.
      const place = this.#place(request.url!.split(/[/?]/).slice(0, 3).join('/'));
      place.requests += 1;
      // What is kept alive would outlive the run.
      if (place.bytes) response.writeHead(200, { Connection: 'close' }).end(place.bytes);
      else request.socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A run that is cut short ends its process all the same.
    server.unref();
    return server;
  }
}
