/** `touchstone explain`: why a registration or login failed, from whatever file or paste there is. */
import { Command } from 'commander';
import type { Explanation } from '../diagnose/explainCeremony.ts';
import type { Observed } from '../diagnose/observed.ts';
import { colours, say } from './console.ts';
import type { GivenFlags } from './explainGiven.ts';
import { andMore, positiveInteger, withExamples } from './shared.ts';

interface ExplainFlags extends GivenFlags {
  hex: boolean;
  json: boolean;
  all: boolean;
  only?: number;
}

export function explainCommand(): Command {
  const command = new Command('explain')
    .description(
      'say why a registration or login failed: from a HAR file, a trace, a recording, a response, a line of a log',
    )
    .argument('<file>', 'what to explain, or - for standard input')
    .option('--origin <origin>', 'an origin that the RP expects; may be given again', andMore, [])
    .option('--rp-id <name>', 'the RP ID that the RP verifies with')
    .option('--challenge <text>', 'the challenge that was issued, in base64url, base64 or hex')
    .option('--public-key <key>', 'of the credential: COSE_Key or SubjectPublicKeyInfo, in hex, base64, PEM or a file')
    .option('--options <file>', 'the options of the ceremony, in JSON')
    .option('--roots <file>', 'attestation roots that the RP trusts, in PEM')
    .option('--hex', 'the bytes too, annotated', false)
    .option('--json', 'for scripts', false)
    .option('--only <n>', 'the n-th ceremony only', positiveInteger)
    .option('--all', 'details of ceremonies that went well, too', false)
    .action(explainVerb);
  return withExamples(command, [
    'touchstone explain login.har',
    'touchstone explain response.json --options options.json --origin https://example.com',
    'pbpaste | touchstone explain -',
  ]);
}

async function explainVerb(file: string, flags: ExplainFlags): Promise<void> {
  const [{ readObserved }, { explainAll }, { givenFrom }] = await Promise.all([
    import('../reproduce/read.ts'),
    import('../diagnose/explainCeremony.ts'),
    import('./explainGiven.ts'),
  ]);
  const given = givenFrom(flags);
  const observed = await readObserved(file);
  await refuseNothing(observed);
  const explanations = await explainAll(observed, given);
  const shown = await chosen(explanations, flags);
  if (flags.json) return say(await asJson(observed, shown));
  say(await asText(observed, { explanations, shown }, flags));
}

/** @throws {NotUnderstood} where there is nothing in it to explain. */
async function refuseNothing({ source, ceremonies, pieces, notes }: Observed): Promise<void> {
  if (ceremonies.length + pieces.length > 0) return;
  const [{ NotUnderstood }, { visible }] = await Promise.all([
    import('../diagnose/observed.ts'),
    import('../diagnose/tree.ts'),
  ]);
  throw new NotUnderstood(visible(`${source}: ${notes.join(' ') || 'there is no ceremony in it'}`));
}

/** Those that are asked for; else those that failed, where there are several. */
async function chosen(explanations: Explanation[], { only, all, json }: ExplainFlags): Promise<Explanation[]> {
  if (only !== undefined) {
    const one = explanations[only - 1];
    if (one) return [one];
    const { AskedWrongly } = await import('../targets/askedWrongly.ts');
    throw new AskedWrongly(`--only ${only}: there are ${explanations.length}`);
  }
  const failed = explanations.filter(one => one.failed);
  return all || json || explanations.length === 1 ? explanations : failed;
}

interface Chosen {
  explanations: Explanation[];
  shown: Explanation[];
}

async function asText(
  { source, notes }: Observed,
  { explanations, shown }: Chosen,
  flags: ExplainFlags,
): Promise<string> {
  const [{ explanationLines, explanationTable }, { visible }] = await Promise.all([
    import('../diagnose/explanationText.ts'),
    import('../diagnose/tree.ts'),
  ]);
  const style = { colour: colours(), hex: flags.hex };
  const table = explanations.length > 1 ? [...explanationTable(explanations, style), ''] : [];
  const none =
    shown.length === 0 && explanations.length > 0 ? ['None of them failed: --all shows them in detail.', ''] : [];
  return [
    visible(source),
    ...notes.map(note => `  note: ${visible(note)}`),
    '',
    ...table,
    ...none,
    ...shown.flatMap(one => explanationLines(one, style)),
  ]
    .join('\n')
    .trimEnd();
}

async function asJson({ source, notes }: Observed, shown: readonly Explanation[]): Promise<string> {
  const { explanationJson } = await import('../diagnose/explanationJson.ts');
  return JSON.stringify({ source, notes, explanations: shown.map(explanationJson) }, undefined, 2);
}
