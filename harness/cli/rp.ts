/** `touchstone rp`: serves the sample RP. */
import { Command } from 'commander';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { say } from './console.ts';
import { portNumber, withExamples } from './shared.ts';

interface RpFlags {
  port: number;
  file?: string;
  fido: boolean;
  explainErrors: boolean;
}

export function rpCommand(): Command {
  const command = new Command('rp')
    .description('serve the sample RP on localhost until Ctrl-C')
    .option('--port <n>', '0 takes a free one', portNumber, 3000)
    .option('--file <path>', 'its database (default: a file under .touchstone)')
    .option('--fido', 'speak the FIDO server binding too: it enrols anybody, only for tests', false)
    .option('--explain-errors', 'tell clients which duty refused them', false)
    .action(rpVerb);
  return withExamples(command, [
    'touchstone rp',
    'touchstone rp --fido --port 3000        then: touchstone run --rp fido:http://localhost:3000',
  ]);
}

async function rpVerb({ port, file, fido, explainErrors }: RpFlags): Promise<void> {
  // The composition root: the only place in the harness that reaches into the fixtures.
  const { serve } = await import('../../fixtures/rp/main.ts');
  const running = await serve({ port, fido, explainErrors, log: say, ...(file !== undefined && { file }) }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        throw new AskedWrongly(`port ${port} is taken: choose another with --port, or 0 for a free one`);
      throw new AskedWrongly(`the sample RP cannot be served: ${error.message}`);
    },
  );
  const interrupted = new Promise<void>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
  say(`The sample RP is at ${running.url}${fido ? ` (touchstone run --rp fido:${running.url})` : ''}. Ctrl-C ends it.`);
  await interrupted;
  await running.close();
}
