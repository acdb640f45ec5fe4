/** Every scenario on this project's engine and browser: what Chrome and Edge show, or a difference that is listed. */
import { expect, test } from '../fixtures/test.ts';
import { installHello } from '../harness/browser/hello.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { difference } from './scenarios/parityTable.ts';
import { Stage } from './scenarios/stage.ts';

/** One in so many is a sample of the others, where all of them take too long (playwright.config.ts). */
const SAMPLE = 8;

SCENARIOS.forEach((scenario, index) => {
  test(scenario.name, { tag: index % SAMPLE === 0 ? '@sample' : '@rest' }, async ({ context, helloOptions }, info) => {
    const listed = difference(info.project.name, scenario);
    const play = async () => {
      const hello = await installHello(context, { ...helloOptions, ...scenario.hello });
      return scenario.run(await Stage.open(context, hello));
    };
    if (listed && listed.seen === undefined) {
      await expect(play()).rejects.toThrow();
      return;
    }
    const seen = await play();
    await info.attach('observation', { contentType: 'application/json', body: JSON.stringify(seen) });
    expect(seen).toEqual(listed?.seen ?? scenario.expected);
  });
});
