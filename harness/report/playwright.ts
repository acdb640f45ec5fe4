/** Turns what Playwright reports of a test into a result of the browser lane. Pure. */
import { z } from 'zod';
import type { Result, Verdict } from '../result.ts';

const attempt = z.object({
  status: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']),
  duration: z.number(),
  error: z.object({ message: z.string().optional() }).optional(),
});
const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ projectName: z.string(), results: z.array(attempt) })),
});
interface Suite {
  title: string;
  specs: z.infer<typeof spec>[];
  suites?: Suite[] | undefined;
}
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(spec), suites: z.array(suite).optional() }),
);
const playwrightReport = z.object({ suites: z.array(suite) });

const VERDICT: Record<Flow['status'], Verdict> = {
  passed: 'pass',
  failed: 'fail',
  timedOut: 'fail',
  skipped: 'skip',
  interrupted: 'void',
};

/** The last attempt of one test. */
export interface Flow {
  file: string;
  /** Of its `describe`s, then its own. */
  titles: readonly string[];
  project: string;
  status: z.infer<typeof attempt>['status'];
  ms: number;
  message?: string | undefined;
  attachments?: Result['attachments'];
}

/** A browser flow as a result: its id is `browser/<file>/<title>`, with titles in lower case and dashes. */
export function flowResult({ file, titles, project, status, ms, message, attachments = [] }: Flow): Result {
  const section = `browser/${slug(file.replace(/^.*[\\/]/, '').replace(/\.spec\.\w+$/, ''))}`;
  return {
    id: `${section}/${slug(titles.join(' '))}`,
    section,
    title: titles.join(' · '),
    level: 'must',
    expect: 'holds',
    verdict: VERDICT[status],
    ...(status !== 'skipped' && { seen: status === 'passed' ? ('held' as const) : ('broken' as const) }),
    lane: 'browser',
    authenticator: project,
    ...(message !== undefined && { message: plain(message) }),
    ...(attachments.length > 0 && { attachments }),
    ms,
    catalogue: [],
  };
}

/**
 * One result for each test that was run, judged by its last attempt.
 *
 * @throws {TypeError} for what is not a report of Playwright's JSON reporter.
 */
export function browserResults(json: unknown): Result[] {
  const parsed = playwrightReport.safeParse(json);
  if (!parsed.success) throw new TypeError('not a report of Playwright’s JSON reporter (--reporter=json)');
  return parsed.data.suites.flatMap(top => specsOf(top)).flatMap(({ one, titles }) => resultsOf(one, titles));
}

function specsOf(top: Suite, titles: string[] = []): { one: Suite['specs'][number]; titles: string[] }[] {
  const own = top.specs.map(one => ({ one, titles: [...titles, one.title] }));
  return [...own, ...(top.suites ?? []).flatMap(inner => specsOf(inner, [...titles, inner.title]))];
}

function resultsOf({ file, tests }: Suite['specs'][number], titles: string[]): Result[] {
  return tests.flatMap(({ projectName: project, results }) => {
    const last = results.at(-1);
    if (!last) return [];
    const { status, duration: ms, error } = last;
    return [flowResult({ file, titles, project, status, ms, message: error?.message })];
  });
}

/** Words of an id or a path: lower case and dashes. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Without the colours that Playwright's messages carry, cut to what a report shows. */
function plain(message: string): string {
  return message.replace(/\p{Cc}\[[\d;]*m/gu, '').slice(0, 2000);
}
