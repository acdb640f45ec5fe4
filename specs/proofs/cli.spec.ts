/** The command line: exit codes, one line for what is asked wrongly, and never a stack trace. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { serveBroken } from '../../fixtures/broken.ts';
import { testMetadataBlob } from '../../harness/authenticator/metadata.ts';
import { metadataRoot } from '../../harness/authenticator/pkiMetadata.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { readReport } from '../../harness/report/read.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { expectOneLine, start, test, touchstone } from './cliProcess.ts';

// Each test starts a few processes that compile the sources as they load them.
test.describe.configure({ timeout: 120_000 });

test('the reference RP agrees: 0, a report, and the counts in the last lines', async ({ folder }) => {
  const ended = await touchstone(['run', 'authentication/**', '--rp', 'glass', '--out', folder]);
  expect(ended.err).not.toContain('touchstone:');
  expect(ended.code).toBe(0);
  const lines = ended.out.trimEnd().split('\n');
  expect(lines.at(-4)).toBe(`Report: ${join(folder, 'index.html')}`);
  expect(lines.at(-3)).toMatch(/^\d+ passed, 0 failed/);
  expect(lines.at(-2)).toMatch(/^known 0 · unclean 0 · void 0 · seed touchstone · \d+\.\d s$/);
  expect(lines.at(-1)).toMatch(/^glass · agrees · \d+ results, profile w3c-l3, Touchstone \d/);
  const report = await readReport(join(folder, 'report.json'));
  expect(report.results).toHaveLength(catalogue.filter(({ kind }) => kind === 'authentication').length);
  expect(report.footer?.complete).toBe(true);
});

test('an RP without a duty differs: 1, and the cases of that duty are named; a known file makes it agree', async ({
  folder,
}) => {
  const run = ['run', 'authentication/client-data', '--rp', 'glass:without=origin', '--out', folder];
  const ended = await touchstone(run);
  expect(ended.code).toBe(1);
  expect(ended.out).toContain('✗ authentication/client-data/other-origin (fail)');
  expect(ended.out).toContain(
    'Repeat:   touchstone run authentication/client-data/other-origin --rp glass:without=origin',
  );
  const report = await readReport(join(folder, 'report.json'));
  const failed = report.results.filter(one => one.verdict === 'fail');
  expect(new Set(failed.map(one => one.duty))).toEqual(new Set(['origin']));

  const known = join(folder, 'known.txt');
  await writeFile(known, failed.map(one => `${one.id}  ${one.seen}  # the duty was taken out\n`).join(''));
  const listed = await touchstone([...run, '--known', known]);
  expect(listed.code).toBe(0);
  expect(listed.out).toContain(`known ${failed.length}`);

  const repaired = await touchstone(['run', failed[0]!.id, '--rp', 'glass', '--out', folder, '--known', known]);
  expect(repaired.code).toBe(1);
  expect(repaired.out).toContain('(stale)');
});

for (const [args, complaint] of [
  [['nope'], /unknown command 'nope'/],
  [['run', '--rp', 'glass', '--bogus'], /unknown option '--bogus'/],
  [['run', 'nothing/here', '--rp', 'glass'], /no case matches "nothing\/here"/],
  [['run', 'registration/fl*', '--rp', 'glass'], /whole component/],
  [['run'], /which RP\? Name it with --rp/],
  [['run', '--rp', 'glasz'], /is no target/],
  [['run', '--rp', 'module:./absent.ts'], /there is no such file/],
  [['run', '--rp', 'glass', '--shard', '4/3'], /such as 1\/3/],
  [['run', '--rp', 'glass', '--jobs', 'many'], /whole number/],
  [['run', '--rp', 'glass', '--profile', 'lax'], /there is no profile "lax"/],
  [['run', '--rp', 'glass', '--known', 'absent.txt'], /known file cannot be read/],
  [['run', '--rp', 'glass', '--update-known'], /name the file with --known/],
  [['run', '--rp', 'glass', '--fail-on', 'new,worse'], /--fail-on: "worse" is not one of new, stale/],
  [['run', '--rp', 'glass', '--fail-on', ''], /--fail-on: "" is not one of/],
  [['smoke', '--rp', 'glass', '--wait', 'long'], /whole number/],
  [['show', 'nothing/here'], /there is no case/],
  [['list', 'nothing/here'], /no case matches/],
  [['rp', '--port', '99999'], /0 to 65535/],
  [['rp', '--origin', 'portal.example'], /a scheme and a host/],
  [['rp', '--origin', 'https://portal.example/path'], /a scheme and a host/],
  [['rp', '--without', 'origin,nonsense'], /--without: there is no duty "nonsense"/],
] as const)
  test(`asked wrongly: ${args.join(' ')}`, async () => {
    const ended = await touchstone([...args]);
    expect(ended.err).toMatch(complaint);
    expectOneLine(ended);
    expect(ended.code).toBe(2);
  });

test('a known file with a line that has no reason, or covers no case, is asked wrongly', async ({ folder }) => {
  const known = join(folder, 'known.txt');
  for (const [line, complaint] of [
    ['registration/client-data/** accepted', /line 1: give the reason/],
    ['registration/gone/case accepted # why', /line 1: .*matches no case/],
  ] as const) {
    await writeFile(known, line);
    const ended = await touchstone(['run', '--rp', 'glass', '--known', known, '--out', folder]);
    expect(ended.err).toMatch(complaint);
    expectOneLine(ended);
    expect(ended.code).toBe(2);
  }
});

test('an RP that is not there: 3, the request is named, and the report is marked incomplete', async ({ folder }) => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen({ port: 0, host: 'localhost' }, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  await new Promise(resolve => server.close(resolve));
  const ended = await touchstone(['run', '--rp', `fido:${url}`, '--out', folder]);
  expect(ended.err).toContain(`POST ${url}/attestation/options: the connection is refused`);
  expectOneLine(ended);
  expect(ended.code).toBe(3);
  expect((await readReport(join(folder, 'report.json'))).footer?.complete).toBe(false);
});

test('broken RPs by exit code: deaf 3, yes-man 1, crasher 0 and with --strict 1, stranger 3', async ({ folder }) => {
  const run = async (fault: Parameters<typeof serveBroken>[0], moment: 'always' | 'refusing', ...more: string[]) => {
    const broken = await serveBroken(fault, moment);
    const ended = await touchstone([
      'run',
      'registration/client-data',
      '--rp',
      `fido:${broken.url}`,
      '--out',
      folder,
      ...more,
    ]);
    await broken.close();
    expect(ended.err).not.toMatch(/\n\s+at /);
    return ended;
  };
  const deaf = await run('deaf', 'always');
  expect(deaf.code).toBe(3);
  expect(deaf.err).toMatch(/no honest ceremony was accepted; control\/registration: .*I hear nothing/);
  expect((await run('yes-man', 'always')).code).toBe(1);
  expect((await run('crasher', 'refusing')).code).toBe(0);
  expect((await run('crasher', 'refusing', '--strict')).code).toBe(1);
  const stranger = await run('stranger', 'always');
  expect(stranger.code).toBe(3);
  expect(stranger.err).toMatch(/attestation\/options: answered 404/);
});

test('Ctrl-C: the report so far is written, marked incomplete, exit 3', async ({ folder }) => {
  const broken = await serveBroken('hanger', 'refusing');
  const run = start(['run', 'registration/client-data', '--rp', `fido:${broken.url}`, '--out', folder, '--jobs', '1']);
  await run.says('profile w3c-l3');
  run.interrupt();
  const ended = await run.ended;
  await broken.close();
  expect(ended.code).toBe(3);
  expect(ended.err).toContain('interrupted');
  expect((await readReport(join(folder, 'report.json'))).footer).toMatchObject({ complete: false });
});

test('smoke tells the way to the RP from the RP', async () => {
  const [good, deaf, stranger] = await Promise.all([serveBroken('none'), serveBroken('deaf'), serveBroken('stranger')]);
  const works = await touchstone(['smoke', '--rp', `fido:${good.url}`]);
  expect(works.code).toBe(0);
  expect(works.out.match(/✓/g)).toHaveLength(6);
  const refuses = await touchstone(['smoke', '--rp', `fido:${deaf.url}`]);
  expect(refuses.code).toBe(1);
  expect(refuses.out).toContain('The way to the RP works');
  const absent = await touchstone(['smoke', '--rp', `fido:${stranger.url}`]);
  expect(absent.code).toBe(3);
  expect(absent.out).toContain('The way to the RP does not work');
  for (const one of [good, deaf, stranger]) await one.close();
});

test('list prints ids, as text and as JSON; show explains one with its bytes', async () => {
  const json = JSON.parse((await touchstone(['list', 'authentication/client-data', '--json'])).out);
  const own = catalogue.filter(one => one.section === 'authentication/client-data');
  expect(json.map((one: { id: string }) => one.id)).toEqual(own.map(one => one.id));
  const listed = await touchstone(['list']);
  for (const { id } of catalogue) expect(listed.out).toContain(id);
  const shown = await touchstone(['show', 'authentication/client-data/other-origin']);
  expect(shown.code).toBe(0);
  expect(shown.out).toContain('Expected   rejected (level must)');
  expect(shown.out).toContain('WebAuthn 3 §7.2 step 12, https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion');
  expect(shown.out).toMatch(/- origin: https:\/\/rp\.example\n\s+\+ origin: https:\/\/evil\.example/);
});

test('every verb has help with examples; the version is the package’s', async () => {
  for (const verb of [[], ['run'], ['list'], ['show'], ['smoke'], ['rp'], ['make'], ['vectors'], ['metadata']]) {
    const { code, out } = await touchstone([...verb, '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Examples:');
  }
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect((await touchstone(['--version'])).out.trim()).toBe(version);
});

test('rp serves the sample RP until Ctrl-C, then ends in order', async ({ folder }) => {
  const serving = start(['rp', '--fido', '--port', '0', '--file', join(folder, 'rp.db')]);
  await serving.says('Ctrl-C ends it.');
  serving.interrupt();
  const { code, out } = await serving.ended;
  expect(out).toMatch(/The sample RP is at http:\/\/localhost:\d+ \(touchstone run --rp fido:http/);
  expect(code).toBe(0);
});

test('rp --without is a faulty RP, and says so: the case of that duty fails, another passes', async ({ folder }) => {
  const serving = start(['rp', '--fido', '--port', '0', '--file', join(folder, 'rp.db'), '--without', 'origin']);
  await serving.says('It neglects origin.');
  const [url] = /http:\/\/localhost:\d+/.exec(serving.said())!;
  const cases = ['other-origin', 'truncated'].map(key => `registration/client-data/${key}`);
  const { code, out } = await touchstone(['run', ...cases, '--rp', `fido:${url}`, '--out', folder]);
  expect(code).toBe(1);
  expect(out).toContain(`✗ ${cases[0]} (fail)`);
  expect(out).not.toContain(`✗ ${cases[1]}`);
  serving.interrupt();
  expect((await serving.ended).code).toBe(0);
});

test('rp says once what the people of a new database sign in with', async ({ folder }) => {
  const serve = async () => {
    const serving = start(['rp', '--port', '0', '--file', join(folder, 'rp.db'), '--origin', 'https://portal.example']);
    await serving.says('It listens at http://localhost:');
    serving.interrupt();
    return (await serving.ended).out;
  };
  const first = await serve();
  expect(first).toMatch(
    / {2}admin, password \S{16}\n {4}authenticator app [A-Z2-7]{32}\n {4}phone +https:\/\/portal\.example\/phone\//,
  );
  expect(first).toContain('  erin, password ');
  expect(first).toContain('The sample RP is at https://portal.example. Ctrl-C ends it.');
  expect(await serve()).not.toContain('password');
});

/** Of a text that is too long to be shown. */
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

test('vectors --roots writes what an RP has to trust, on the terminal and into a folder', async ({ folder }) => {
  const shown = await touchstone(['vectors', '--roots']);
  expect(shown.code).toBe(0);
  const certificates = shown.out.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const fingerprint = (certificate: string | Uint8Array) => new X509Certificate(certificate).fingerprint256;
  const trusted = [...testRoots(), metadataRoot().certificate];
  expect(certificates.map(fingerprint)).toEqual(trusted.map(fingerprint));

  expect((await touchstone(['vectors', '--roots', '--out', folder])).code).toBe(0);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  expect(fingerprint(await read('metadata-root.pem'))).toBe(fingerprint(metadataRoot().certificate));
  expect(fingerprint(await read('attestation-roots.pem'))).toBe(fingerprint(testRoots()[0]!));
  expect(digestOf(await read('metadata.jwt'))).toBe(digestOf(testMetadataBlob()));

  const nothing = await touchstone(['vectors']);
  expectOneLine(nothing);
  expect(nothing.code).toBe(2);
});

test('metadata writes the BLOB, or serves it until Ctrl-C', async () => {
  expect(digestOf((await touchstone(['metadata'])).out.trimEnd())).toBe(digestOf(testMetadataBlob()));
  const serving = start(['metadata', '--serve']);
  await serving.says('Ctrl-C ends it.');
  const address = serving.said().match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0] ?? '';
  const answer = await fetch(address);
  expect(answer.headers.get('content-type')).toBe('application/jose');
  expect(digestOf(await answer.text())).toBe(digestOf(testMetadataBlob()));
  const second = await touchstone(['metadata', '--serve', '--port', new URL(address).port]);
  expectOneLine(second);
  expect(second.code).toBe(2);
  serving.interrupt();
  expect((await serving.ended).code).toBe(0);
});

test('TOUCHSTONE_RP stands for --rp', async ({ folder }) => {
  const ended = await touchstone(['run', 'registration/client-data', '--out', folder], { TOUCHSTONE_RP: 'glass' });
  expect(ended.code).toBe(0);
});

test('a module in TypeScript is loaded wherever it lies', async ({ folder }) => {
  const rp = `
    const refused = async (): Promise<object> => ({ seen: 'rejected', ms: 0 });
    export default () => ({
      name: 'mine', origin: 'https://rp.example', rpId: 'rp.example', supports: new Set<string>(),
      visit: async () => ({
        registrationOptions: refused, register: refused, authenticationOptions: refused, authenticate: refused,
        close: async () => {},
      }),
    });`;
  await writeFile(join(folder, 'my-rp.ts'), rp);
  const ended = await touchstone(['smoke', '--rp', `module:${join(folder, 'my-rp.ts')}`]);
  expect(ended.out).toContain('mine · https://rp.example · RP ID rp.example');
  expect(ended.out).toContain('✗ an honest client takes them');
});

test('a module whose visits lack a member is asked wrongly, and the member is named', async ({ folder }) => {
  const file = join(folder, 'half.mjs');
  const members = "name: 'half', origin: 'https://rp.example', rpId: 'rp.example', supports: new Set()";
  await writeFile(file, `export default { ${members}, visit: async () => ({ registrationOptions() {} }) };`);
  for (const verb of ['run', 'smoke']) {
    const ended = await touchstone([verb, '--rp', `module:${file}`, ...(verb === 'run' ? ['--out', folder] : [])]);
    expect(ended.err).toContain('visit() of the relying party half gives no visit: register is not a function');
    expectOneLine(ended);
    expect(ended.code).toBe(2);
  }
});
