/** `touchstone rp`: serves the sample RP. */
import { Command, InvalidArgumentError } from 'commander';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { say } from './console.ts';
import { portNumber, withExamples } from './shared.ts';

interface RpFlags {
  port: number;
  host?: string;
  origin?: string;
  behindProxy: boolean;
  file?: string;
  fido: boolean;
  explainErrors: boolean;
  without?: string;
}

export function rpCommand(): Command {
  const command = new Command('rp')
    .description('serve the sample RP, an access portal, on localhost until Ctrl-C')
    .option('--port <n>', '0 takes a free one', portNumber, 3000)
    .option('--host <address>', 'where it listens (default: localhost, which only this machine reaches)')
    .option('--origin <url>', 'where people reach it, if not at the port itself; its host name is the RP ID', originUrl)
    .option('--behind-proxy', 'believe a proxy on this machine about who its clients are (X-Forwarded-For)', false)
    .option('--file <path>', 'its database (default: a file under .touchstone)')
    .option('--fido', 'speak the FIDO server binding too: it enrols anybody, only for tests', false)
    .option('--explain-errors', 'tell clients which duty refused them', false)
    .option('--without <duties>', 'neglect these duties, with commas between them: to see a faulty RP, only for tests')
    .action(rpVerb);
  return withExamples(command, [
    'touchstone rp',
    'touchstone rp --fido --port 3000        then: touchstone run --rp fido:http://localhost:3000',
    'touchstone rp --origin https://portal.example --behind-proxy',
    'touchstone rp --without origin,sign-count',
  ]);
}

async function rpVerb({ port, behindProxy, without: neglected, ...flags }: RpFlags): Promise<void> {
  const without = neglected === undefined ? undefined : await dutiesOf(neglected);
  // The composition root: the only place in the harness that reaches into the fixtures.
  const { serve } = await import('../../fixtures/rp/main.ts');
  const running = await serve({
    port,
    trustProxy: behindProxy,
    log: say,
    ...flags,
    ...(without && { without }),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      throw new AskedWrongly(`port ${port} is taken: choose another with --port, or 0 for a free one`);
    throw new AskedWrongly(`the sample RP cannot be served: ${error.message}`);
  });
  const interrupted = new Promise<void>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
  const { url, listening, seeded } = running;
  if (seeded) say(firstPeople(seeded));
  say(`The sample RP is at ${url}${flags.fido ? ` (touchstone run --rp fido:${url})` : ''}. Ctrl-C ends it.`);
  if (without) say(`It neglects ${[...without].join(', ')}.`);
  if (listening !== url) say(`It listens at ${listening}.`);
  await interrupted;
  await running.close();
}

async function dutiesOf(names: string) {
  const { readDutyNames } = await import('../targets/dutyNames.ts');
  return readDutyNames(names, '--without');
}

interface FirstPerson {
  name: string;
  password: string;
  codeSecret: string;
  phoneUrl: string;
}

/** What the people of a new database sign in with. */
function firstPeople({ admin, employee }: { admin: FirstPerson; employee: FirstPerson }): string {
  const lines = ({ name, password, codeSecret, phoneUrl }: FirstPerson) =>
    `  ${name}, password ${password}\n    authenticator app ${codeSecret}\n    phone             ${phoneUrl}`;
  return `People of the new portal, shown this once:\n${lines(admin)}\n${lines(employee)}`;
}

function originUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || !/^\/?$/.test(url.pathname + url.search + url.hash))
    throw new InvalidArgumentError('write a scheme and a host, such as https://portal.example.');
  return url.origin;
}
