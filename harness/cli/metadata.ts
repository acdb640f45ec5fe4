/** `touchstone metadata`: the metadata BLOB of our models, for RPs that load one. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Command } from 'commander';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { say } from './console.ts';
import { portNumber, withExamples } from './shared.ts';

interface MetadataFlags {
  serve: boolean;
  port: number;
}

export function metadataCommand(): Command {
  const command = new Command('metadata')
    .description('write the metadata BLOB (FIDO Metadata Service 3) of our models, or serve it: for tests only')
    .option('--serve', 'serve it on this machine until Ctrl-C', false)
    .option('--port <n>', '0 takes a free one', portNumber, 0)
    .action(metadataVerb);
  return withExamples(command, ['touchstone metadata > metadata.jwt', 'touchstone metadata --serve --port 3001']);
}

async function metadataVerb({ serve, port }: MetadataFlags): Promise<void> {
  const { testMetadataBlob } = await import('../authenticator/metadata.ts');
  const blob = testMetadataBlob();
  if (!serve) return say(blob);
  const server = createServer((_, response) => {
    // The media type of a JWS in the compact serialization (RFC 7515 §9.2.1).
    response.writeHead(200, { 'Content-Type': 'application/jose' }).end(blob);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      throw new AskedWrongly(`port ${port} is taken: choose another with --port, or 0 for a free one`);
    throw error;
  });
  const interrupted = new Promise<void>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
  const { port: taken } = server.address() as AddressInfo;
  say(`The metadata is at http://127.0.0.1:${taken}/ (its root: touchstone vectors --roots). Ctrl-C ends it.`);
  await interrupted;
  server.closeAllConnections();
  server.close();
}
