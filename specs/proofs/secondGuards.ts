/**
 * Rejecting cases that something else than their duty refuses once that duty is taken out, with the reason. They still
 * test what they say: in collect-all mode they draw their own duty alone.
 */
const OWNER = 'an RP that ignores its own allowCredentials still finds that the credential is not of the named user';
const UNKNOWN = 'an RP that ignores its own allowCredentials still has no such credential';
const NOT_EMPTY = 'read leniently, attStmt is a map; it is still not the empty one';
const NO_JSON = 'read leniently, JSON text taken for base64url is other bytes, and no JSON';
const NO_INTEGER = 'read leniently, the object is whole; what stands for alg is still no integer';
const NOTHING_THERE = 'read leniently, the object is there; nothing in it is of the right type, challenge or origin';
const LAST_COUNTS = 'of two members a careless reader takes the last one, and here that is another challenge';

export const SECOND_GUARDS: Record<string, string> = {
  'registration/robustness/one-key-many-times': NOT_EMPTY,
  'registration/envelope/client-data-plain': NO_JSON,
  'authentication/envelope/client-data-plain': NO_JSON,
  'authentication/binding/credential-of-other-user': OWNER,
  'authentication/binding/credential-of-other-user-without-handle': OWNER,
  'authentication/binding/user-without-credentials': OWNER,
  'authentication/binding/credential-unknown': UNKNOWN,
  'authentication/binding/credential-id-one-bit': UNKNOWN,
  'registration/attestation/packed-self/alg-float': NO_INTEGER,
  'registration/attestation/packed-self/alg-tagged': NO_INTEGER,
  'registration/client-data/empty-object': NOTHING_THERE,
  'authentication/client-data/empty-object': NOTHING_THERE,
  'registration/client-data/nested': NOTHING_THERE,
  'authentication/client-data/nested': NOTHING_THERE,
  'registration/client-data/duplicate-challenge-wrong-last': LAST_COUNTS,
  'authentication/client-data/duplicate-challenge-wrong-last': LAST_COUNTS,
};
