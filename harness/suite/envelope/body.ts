/** Request bodies that are no response at all, or not sent as one. */
import type { FlowContext } from '../case.ts';
import { either, rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';

export function bodyCases(kind: Ceremony): Cases {
  /** Posts a raw body while a ceremony of that kind is pending. */
  const posting = (body: string, headers?: Record<string, string>) => async (flow: FlowContext) => {
    const visit = await flow.visit();
    if (kind === 'registration') {
      await visit.registrationOptions(flow.user());
      return visit.post!('register', body, headers);
    }
    await flow.register(visit, flow.user(), flow.authenticator(), { honest: true });
    await visit.authenticationOptions(flow.user());
    return visit.post!('authenticate', body, headers);
  };
  const malformed = (title: string, row: string, body: string) =>
    rejects('response-json', { title, needs: ['post'], catalogue: [row], steps: posting(body) });
  return {
    'body-not-json': malformed('the body is JSON that breaks off', 'env.body.notjson', '{"id":"'),
    'body-text': malformed('the body is no JSON', 'env.body.notjson', 'id=AAAA&type=public-key'),
    'body-empty': malformed('the body is empty', 'env.body.empty', ''),
    'body-array': malformed('the body is an array', 'env.body.array', '[]'),
    'body-null': malformed('the body is null', 'env.body.array', 'null'),
    'body-string': malformed('the body is a JSON string', 'env.body.array', '"response"'),
    'body-empty-object': malformed('the body is an empty object', 'env.response.missing', '{}'),
    'body-deep': malformed(
      'the body is nested 50,000 deep',
      'env.body.deep',
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    ),
    'body-huge': malformed('the body has 10 MB', 'env.body.huge', `{"id":"${'A'.repeat(10_000_000)}"}`),
    // A form or fetch of another site may post text/plain without asking first; what then protects is the cookie.
    'body-as-text': either({
      title: 'the response is posted as text/plain',
      level: 'report',
      reason: 'WebAuthn says nothing of content types; a reader that takes any opens a door to cross-site posts',
      needs: ['post'],
      catalogue: ['env.body.wrong-ctype'],
      async steps(flow) {
        const headers = { 'content-type': 'text/plain' };
        const visit = await flow.visit();
        const device = flow.authenticator();
        if (kind === 'registration') {
          const response = await device.create(await visit.registrationOptions(flow.user()));
          return visit.post!('register', JSON.stringify(response), headers);
        }
        await flow.register(visit, flow.user(), device, { honest: true });
        const response = await device.get(await visit.authenticationOptions(flow.user()));
        return visit.post!('authenticate', JSON.stringify(response), headers);
      },
    }),
  };
}
