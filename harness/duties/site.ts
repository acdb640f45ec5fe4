/** What a relying party owes as a web site: how it answers, what it sets, and whom it listens to. */
import type { Duty } from './duty.ts';

const OWASP = 'https://cheatsheetseries.owasp.org/cheatsheets';

export const SITE_DUTIES = {
  'answer-form': {
    title: 'answers say whether they are ok, refusals have a 4xx status and a reason, and nothing of the inside',
    ceremonies: ['session'],
    level3: [],
    elsewhere: {
      place: 'FIDO2 server conformance test API',
      link: 'https://github.com/fido-alliance/conformance-test-tools-resources/blob/main/docs/FIDO2/Server/Conformance-Test-API.md',
    },
  },
  'answer-not-cached': {
    title: 'nothing keeps an answer that has a challenge in it',
    ceremonies: ['session'],
    level3: [],
    elsewhere: { place: 'RFC 9111 §5.2.2.5', link: 'https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5' },
  },
  'session-cookie': {
    title: 'the session cookie is HttpOnly, Secure and SameSite, and does not carry the challenge',
    ceremonies: ['session'],
    level3: [],
    elsewhere: {
      place: 'OWASP Session Management, Cookies',
      link: `${OWASP}/Session_Management_Cheat_Sheet.html#cookies`,
    },
  },
  'session-renewed': {
    title: 'a sign-in changes the session id',
    ceremonies: ['session'],
    level3: [],
    elsewhere: {
      place: 'OWASP Session Management, Renew the Session ID',
      link: `${OWASP}/Session_Management_Cheat_Sheet.html#renew-the-session-id-after-any-privilege-level-change`,
    },
  },
  'cross-site-request': {
    title: 'a page of another site cannot hand in a response',
    ceremonies: ['session'],
    level3: [],
    elsewhere: {
      place: 'OWASP Cross-Site Request Forgery Prevention',
      link: `${OWASP}/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html`,
    },
  },
  'related-origins-document': {
    title: '/.well-known/webauthn, where there is one, lists the related origins as clients read them',
    ceremonies: ['session'],
    level3: ['5.11.1'],
  },
} as const satisfies Record<string, Duty>;
