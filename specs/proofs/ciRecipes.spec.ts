/** docs/ci.md: its YAML is YAML, and its commands of Touchstone do what the page says, one after the other, at a real RP. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import { serve } from '../../fixtures/rp/main.ts';
import { readReport } from '../../harness/report/read.ts';
import { test, touchstone } from './cliProcess.ts';

test.describe.configure({ timeout: 400_000 });

const PAGE = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');

/** Where the page has its RP; the proofs have it on a port that is free. */
const ADDRESS = 'http://localhost:3000';

function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text!);
}

/** All texts in a document, wherever they stand. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

function workflows(): unknown[] {
  return blocks('yaml').map(text => {
    const [document, ...others] = parseAllDocuments(text);
    expect(others).toEqual([]);
    expect([...document!.errors, ...document!.warnings]).toEqual([]);
    return document!.toJS();
  });
}

/** What the recipes have a shell do, in order, each once; of a matrix of three, all three. */
function commands(): string[] {
  const lines = [...workflows().flatMap(texts), ...blocks('groovy'), ...blocks('sh')].flatMap(text => text.split('\n'));
  const own = lines.flatMap(line => /npx (touchstone .*?)'?$/.exec(line.trim())?.[1] ?? []);
  const inFull = own.flatMap(line =>
    (line.includes('matrix.shard') ? ['1', '2', '3'] : ['']).map(shard =>
      line.replaceAll(/\$\{\{ matrix\.shard \}\}/g, shard).replace(/\$\{\{ github\.run_id \}\}/, '4711'),
    ),
  );
  return [...new Set(inFull)];
}

test('every YAML block is one document of jobs that have steps or a script', () => {
  const all = workflows() as Record<string, unknown>[];
  expect(all).toHaveLength(4);
  const [gitlab, ...others] = all.filter(one => !('jobs' in one));
  expect(others).toEqual([]);
  expect(gitlab).toMatchObject({ passkeys: { script: expect.any(Array), artifacts: { when: 'always' } } });
  for (const { jobs } of all.filter(one => 'jobs' in one))
    for (const job of Object.values(jobs as Record<string, { steps: Record<string, unknown>[] }>))
      for (const step of job.steps) expect('run' in step !== 'uses' in step, JSON.stringify(step)).toBe(true);
});

test('the commands of the page, run at the sample RP, agree and leave the files that the recipes keep', async ({
  folder,
}) => {
  const rp = await serve({ file: join(folder, 'rp.db'), fido: true, log: () => undefined });
  await writeFile(join(folder, 'known.txt'), '');
  const all = commands();
  expect(all).toHaveLength(9);
  try {
    for (const command of all) {
      if (command === 'touchstone rp --fido --port 3000 &') continue;
      const [, verb, ...args] = command.replace(ADDRESS, rp.url).split(' ');
      // The page runs all cases; a section stands for them.
      const ended = await touchstone(
        [verb!, ...(verb === 'run' ? ['registration/client-data'] : []), ...args],
        {},
        folder,
      );
      expect(ended.code, `${command}: ${ended.err}`).toBe(0);
    }
  } finally {
    await rp.close();
  }
  const { results, footer } = await readReport(join(folder, 'touchstone-report/report.json'));
  expect(footer?.complete).toBe(true);
  expect(results.length).toBeGreaterThan(50);
  const kept = workflows()
    .flatMap(texts)
    .filter(text => /^touchstone-report\/\S+$/.test(text));
  expect(kept).toEqual(['touchstone-report/junit.xml']);
  for (const file of [...kept, 'touchstone-report/index.html', 'touchstone-report/touchstone.sarif'])
    expect(existsSync(join(folder, file)), file).toBe(true);
  expect(await readFile(join(folder, 'known.txt'), 'utf8')).toBe('');
});
