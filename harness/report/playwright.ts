/** Turns a Playwright JSON report into results of the browser lane. Pure. */
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

const VERDICT: Record<z.infer<typeof attempt>['status'], Verdict> = {
  passed: 'pass',
  failed: 'fail',
  timedOut: 'fail',
  skipped: 'skip',
  interrupted: 'void',
};

/**
 * One result for each test that was run, judged by its last attempt. Ids are `browser/<file>/<title>`, with titles in
 * lower case and dashes. Throws a TypeError for what is not a report of Playwright's JSON reporter.
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
  const section = `browser/${slug(file.replace(/^.*[\\/]/, '').replace(/\.spec\.\w+$/, ''))}`;
  return tests.flatMap(({ projectName, results }) => {
    const last = results.at(-1);
    if (!last) return [];
    const message = last.error?.message;
    return [
      {
        id: `${section}/${slug(titles.join(' '))}`,
        section,
        title: titles.join(' · '),
        level: 'must',
        expect: 'holds',
        verdict: VERDICT[last.status],
        ...(last.status === 'skipped'
          ? {}
          : { seen: last.status === 'passed' ? ('held' as const) : ('broken' as const) }),
        lane: 'browser',
        authenticator: projectName,
        ...(message === undefined ? {} : { message: plain(message) }),
        ms: last.duration,
        catalogue: [],
      },
    ];
  });
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Without the colours that Playwright's messages carry, cut to what a report shows. */
function plain(message: string): string {
  return message.replace(/\p{Cc}\[[\d;]*m/gu, '').slice(0, 2000);
}
