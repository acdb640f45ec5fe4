/** `touchstone show`: one case, what is owed, and the bytes that it changes. */
import { Command } from 'commander';
import type { WatchedLayer } from '../runner/evidence.ts';
import type { Case } from '../suite/case.ts';
import type { CeremonyOutcome } from '../verifier/ceremonies.ts';
import type { CeremonyKind } from '../verifier/record.ts';
import { colours, say } from './console.ts';
import { withExamples } from './shared.ts';

/** Characters of one line of bytes. */
const LINE = 160;

export function showCommand(): Command {
  const command = new Command('show')
    .description('explain one case: what is expected, what the specification says, the bytes that are changed')
    .argument('<id>', 'case id')
    .action(showVerb);
  return withExamples(command, ['touchstone show authentication/client-data/other-origin']);
}

async function showVerb(id: string): Promise<void> {
  const [{ catalogue }, { AskedWrongly }] = await Promise.all([
    import('../suite/index.ts'),
    import('../targets/askedWrongly.ts'),
  ]);
  const one = catalogue.find(candidate => candidate.id === id);
  if (!one) throw new AskedWrongly(`there is no case ${JSON.stringify(id)}: touchstone list prints the ids`);
  say(await described(one));
  const { watched, seen, judged } = await rehearsed(one);
  for (const layer of watched) say(await changeInWords(layer));
  const kind = one.kind === 'registration' ? 'registration' : 'authentication';
  if (judged) say(await judgedInWords(judged, kind, watched));
  if (seen) say(`\nThe reference verifier: ${seen}`);
}

async function described(one: Case): Promise<string> {
  const [{ dutyInWords, expectedInWords }, { twinOf }] = await Promise.all([
    import('../report/words.ts'),
    import('../runner/twin.ts'),
  ]);
  const duty = dutyInWords(one);
  const rows: [string, string | undefined][] = [
    ['Expected', `${expectedInWords(one)} (level ${one.level})`],
    ['Because', one.reason],
    ['Duty', duty && `${duty.name}: ${duty.title}`],
    ['Spec', duty && `${duty.place}, ${duty.link}`],
    ['Wishes', one.wishes && JSON.stringify(one.wishes)],
    ['Device', one.authenticator && JSON.stringify(one.authenticator)],
    ['Needs', one.needs.join(', ') || undefined],
    ['Control', twinOf(one)?.id ?? 'none: it is honest itself'],
    ['Seen in', one.seen],
    ['Catalogue', one.catalogue.join(', ') || undefined],
  ];
  const shown = rows.filter(([, value]) => value !== undefined).map(([name, value]) => `${name.padEnd(10)} ${value}`);
  return [one.id, one.title, '', ...shown].join('\n');
}

interface Judged {
  response: unknown;
  outcome: CeremonyOutcome;
}

/** Plays the case on the reference RP, watches its edit at work, and keeps the response that the case is about. */
async function rehearsed(one: Case): Promise<{ watched: WatchedLayer[]; seen?: string; judged?: Judged }> {
  const [{ glass }, { placeFeatures }, { Listeners }, { Scene, DEFAULT_HONEST }, { perform }] = await Promise.all([
    import('../targets/glass.ts'),
    import('../runner/place.ts'),
    import('../runner/listener.ts'),
    import('../runner/scene.ts'),
    import('../runner/perform.ts'),
  ]);
  const judged: Partial<Record<'register' | 'authenticate', Judged>> = {};
  // The first of its kind is the case's own: an authentication begins with an honest registration, and an acceptance is
  // followed by one more honest login.
  const rp = glass({ collect: true, watch: (step, response, outcome) => (judged[step] ??= { response, outcome }) });
  const has = new Set([...rp.supports, ...placeFeatures(rp)]);
  if (one.needs.some(feature => !has.has(feature))) return { watched: [] };
  const listeners = new Listeners();
  const scene = new Scene({ rp, seed: 'touchstone', honest: DEFAULT_HONEST, listeners }, one.id);
  const { outcome } = await perform(scene, one);
  await scene.close();
  await listeners.close();
  const own = one.kind === 'registration' ? judged.register : one.kind === 'authentication' && judged.authenticate;
  return { watched: scene.watched, seen: outcome, ...(own && !one.steps ? { judged: own } : {}) };
}

/** The response as a tree, the changed bytes marked in it, and what each duty says to it. */
async function judgedInWords(
  { response, outcome }: Judged,
  kind: CeremonyKind,
  watched: readonly WatchedLayer[],
): Promise<string> {
  const [{ evidenceOf }, { evidenceTree }, { evidenceLines }, { explainTrace }] = await Promise.all([
    import('../runner/evidence.ts'),
    import('../report/evidenceTree.ts'),
    import('../report/evidenceText.ts'),
    import('../diagnose/explain.ts'),
  ]);
  return [
    '\nThe response',
    ...evidenceLines(evidenceTree(kind, evidenceOf(response, watched)), { colour: colours() }, 1),
    '\nThe duties',
    explainTrace(outcome.trace, kind),
  ].join('\n');
}

async function changeInWords(watched: WatchedLayer): Promise<string> {
  const [{ changedLines }, { printable }] = await Promise.all([
    import('./changedLines.ts'),
    import('../report/terminal.ts'),
  ]);
  const lines = changedLines(watched).map(line => {
    const indent = /^[-+ ] +/.exec(line)?.[0] ?? '';
    const text = printable(line.slice(indent.length));
    return `  ${indent}${text.length > LINE ? `${text.slice(0, LINE)}…` : text}`;
  });
  return [`\n${watched.layer} (- honest, + this case)`, ...lines].join('\n');
}
