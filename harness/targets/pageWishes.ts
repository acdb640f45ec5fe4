/** Whether a site asks for what a case wants it to ask for. Sites decide that themselves: their options are looked at. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { CeremonyRequest } from '../browser/gatePage.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../encoding/json.ts';
import type { Wishes } from '../target.ts';

type Asked = Partial<Record<keyof Wishes, unknown>>;

/** What was asked of a client. */
type Request = Pick<CeremonyRequest, 'kind' | 'options' | 'conditional'>;

/** The first wish that the site's request does not have, in words; undefined when it has them all. */
export function unmetWish(want: Wishes, request: Request): string | undefined {
  const asked = request.kind === 'create' ? askedOfCreation(request) : askedOfRequest(request);
  for (const [name, wish] of Object.entries(want)) {
    const found = asked[name as keyof Wishes];
    if (!(name in asked) || isDeepStrictEqual(found, wish)) continue;
    if (name === 'extensions' && hasAll(found, wish as object)) continue;
    return `the site does not ask for ${name} ${JSON.stringify(wish)}`;
  }
  return undefined;
}

function askedOfCreation({ options, conditional }: Request): Asked {
  const {
    authenticatorSelection = {},
    attestation,
    attestationFormats,
    extensions,
  } = options as unknown as Partial<PublicKeyCredentialCreationOptionsJSON>;
  const { userVerification, residentKey, requireResidentKey, authenticatorAttachment } = authenticatorSelection;
  return {
    userVerification: userVerification ?? 'preferred',
    residentKey: residentKey ?? (requireResidentKey ? 'required' : 'discouraged'),
    authenticatorAttachment,
    attestation: attestation ?? 'none',
    attestationFormats,
    extensions,
    conditional,
  };
}

/** The rest is of registrations alone. */
function askedOfRequest({ options }: Request): Asked {
  const { userVerification, extensions } = options as unknown as Partial<PublicKeyCredentialRequestOptionsJSON>;
  return { userVerification: userVerification ?? 'preferred', extensions };
}

/** Sites add extensions of their own. */
function hasAll(asked: unknown, wished: object): boolean {
  if (typeof asked !== 'object' || asked === null) return false;
  return Object.entries(wished).every(([name, input]) =>
    isDeepStrictEqual((asked as Asked & object)[name as never], input),
  );
}
