/** Imports run specs → fixtures → harness, never back, and down one list inside harness. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { parseSync } from 'oxc-parser';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A part of harness/ imports only what stands before it. */
const ORDER = [
  'encoding',
  'duties',
  'duties.ts',
  'authenticator',
  'verifier',
  'diagnose',
  'target.ts',
  'suite',
  'result.ts',
  'browser',
  'targets',
  'runner',
  'fuzz',
  'report',
  'reproduce',
  'cli',
  'index.ts',
];

interface Import {
  from: string;
  to: string;
  dynamic: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));
}

/** Relative imports of a file, static, re-exported and dynamic, as paths from the root. */
function importsOf(from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8');
  const { module } = parseSync(from, text);
  const fixed = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)]
    .map(entry => entry.moduleRequest?.value)
    .filter(value => value !== undefined);
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1));
  return [...fixed.map(to => ({ from, to, dynamic: false })), ...dynamic.map(to => ({ from, to, dynamic: true }))]
    .filter(({ to }) => to.startsWith('.'))
    .map(entry => ({ ...entry, to: relative(root, join(root, dirname(from), entry.to)) }));
}

const part = (path: string) => path.split(sep)[1]!;

/** What is wrong with an import, in words. */
function fault({ from, to, dynamic }: Import): string | undefined {
  const layers = ['harness', 'fixtures', 'specs'];
  const [source, target] = [from, to].map(path => layers.indexOf(path.split(sep)[0]!));
  // The composition root: `touchstone rp` serves the sample RP.
  if (dynamic && part(from) === 'cli' && to.startsWith(join('fixtures', 'rp'))) return undefined;
  if (target! > source!) return `${from} imports ${to}: ${layers[source!]} may not import ${layers[target!]}`;
  if (source !== 0 || target !== 0) return undefined;
  const [above, below] = [ORDER.indexOf(part(to)), ORDER.indexOf(part(from))];
  if (above < 0 || below < 0) return `${from} imports ${to}: not in the list of parts`;
  if (above > below) return `${from} imports ${to}: ${part(to)} stands below ${part(from)}`;
  const pair = [part(from), part(to)].sort().join();
  return pair === 'authenticator,verifier' ? `${from} imports ${to}: authenticator and verifier never meet` : undefined;
}

test('every import goes in the direction of the house', () => {
  const imports = ['harness', 'fixtures', 'specs'].flatMap(sources).flatMap(importsOf);
  expect(imports.length).toBeGreaterThan(200);
  expect(imports.map(fault).filter(reason => reason !== undefined)).toEqual([]);
});

test('what is forbidden is noticed', () => {
  const wrong: Import[] = [
    { from: 'harness/authenticator/client.ts', to: 'harness/verifier/record.ts', dynamic: false },
    { from: 'harness/verifier/record.ts', to: 'harness/authenticator/client.ts', dynamic: false },
    { from: 'harness/encoding/cbor.ts', to: 'harness/duties.ts', dynamic: false },
    { from: 'harness/runner/run.ts', to: 'fixtures/broken.ts', dynamic: true },
    { from: 'fixtures/test.ts', to: 'specs/hello.spec.ts', dynamic: false },
  ];
  for (const entry of wrong) expect(fault({ ...entry, from: join(entry.from), to: join(entry.to) })).toBeDefined();
  expect(importsOf(join('specs', 'proofs', 'imports.spec.ts'))).toEqual([]);
  expect(importsOf(join('harness', 'duties', 'duty.ts'))).toEqual([]);
});
