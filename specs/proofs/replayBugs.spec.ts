/**
 * Ten bugs of a relying party, from the recording to the regression test: the sample RP without a duty lets somebody in whom
 * it must refuse; that is recorded on its pages, replayed, and written as a spec, which fails there and passes where the
 * duty is kept.
 */
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { brokenLogin, signInBroken } from '../../fixtures/brokenLogins.ts';
import { portalSite } from '../../fixtures/pages/portal.ts';
import type { DutyName } from '../../harness/duties.ts';
import { ceremonyFileOf, writeCeremonyFile } from '../../harness/reproduce/ceremonyFile.ts';
import { installRecorder, type Recorder } from '../../harness/reproduce/recorder.ts';
import { pageRelyingParty } from '../../harness/targets/page.ts';
import type { PageModule } from '../../harness/targets/pageModule.ts';
import { test, touchstone } from './cliProcess.ts';
import { playwright, sourceUrl, testsOf, writeProject } from './playwrightChild.ts';

const BUGS = [
  'client-data/other-origin',
  'client-data/challenge-other',
  'client-data/type-of-other-ceremony',
  'client-data/cross-origin',
  'authenticator-data/other-rp-id',
  'flags/unverified-required',
  'backup/becomes-eligible',
  'counter/lower',
  'signature/last-bit',
  'binding/user-handle-other',
].map(name => brokenLogin(`authentication/${name}`));

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The portal's pages as a module of the user's own, with the duties in `WITHOUT` neglected. */
const PAGES = `import { portalSite } from '${sourceUrl('fixtures/pages/portal.ts')}';
export default portalSite({ without: new Set((process.env.WITHOUT ?? '').split(',').filter(Boolean)) });
`;

const PACKAGE = JSON.stringify({ name: 'child', private: true, type: 'module' });

const CONFIG = `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: '.', reporter: [['json'], ['line']], timeout: 120_000 });
`;

/** A project beside which nothing is: what a spec imports is linked. */
async function projectIn(folder: string): Promise<void> {
  writeProject(folder, { 'package.json': PACKAGE, 'pages.ts': PAGES, 'playwright.config.ts': CONFIG });
  await mkdir(join(folder, 'node_modules', '@playwright'), { recursive: true });
  await symlink(ROOT, join(folder, 'node_modules', 'touchstone'));
  await symlink(join(ROOT, 'node_modules/@playwright/test'), join(folder, 'node_modules/@playwright/test'));
}

/** The broken login on the pages of a portal without the duty, as its recorder saw it. */
async function record(id: string, without: DutyName, file: string): Promise<void> {
  const site = portalSite({ without: new Set([without]) });
  let recorder: Recorder | undefined;
  const register: PageModule['register'] = async (page, user, want) => {
    recorder ??= await installRecorder(page.context());
    await site.register(page, user, want);
  };
  const rp = await pageRelyingParty({ ...site, register });
  const reply = await signInBroken(rp, brokenLogin(id));
  expect(reply.seen).toBe('accepted');
  await writeCeremonyFile(file, ceremonyFileOf(await recorder!.recording(), recorder!.browser));
  await rp.close?.();
}

for (const { id, duty } of BUGS)
  test(id, async ({ folder }) => {
    test.setTimeout(180_000);
    await projectIn(folder);
    const file = join(folder, 'bug.json');
    await record(id, duty!, file);

    const explained = await touchstone(['explain', file], {}, folder);
    expect(explained).toMatchObject({ code: 0, out: expect.stringContaining(duty!) });

    const [buggy, mended] = [{ WITHOUT: duty! }, { WITHOUT: '' }];
    const replay = ['replay', file, '--rp', 'page:./pages.ts'];
    const wrong = await touchstone([...replay, '--spec', 'bug.spec.ts'], buggy, folder);
    expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining(`neglects the duty ${duty}`) });
    expect(await touchstone(replay, mended, folder)).toMatchObject({ code: 0 });

    const red = await playwright(folder, ['test'], buggy);
    expect(red.code, red.said).toBe(1);
    const [failed] = testsOf(folder);
    expect(failed?.results[0]?.error?.message, red.said).toContain(`neglects the duty ${duty}`);
    const green = await playwright(folder, ['test'], mended);
    expect(green.code, green.said).toBe(0);
  });
