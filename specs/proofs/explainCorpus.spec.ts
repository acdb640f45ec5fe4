/** Every ceremony of the shared corpus is explained: its format, its model, and what is wrong with those that are. */
import { expect, test } from '@playwright/test';
import { authenticatorName } from '../../harness/diagnose/authenticatorNames.ts';
import { type Explanation, explainAll, type Given } from '../../harness/diagnose/explainCeremony.ts';
import { explanationLines } from '../../harness/diagnose/explanationText.ts';
import type { Observed } from '../../harness/diagnose/observed.ts';
import { fromBase64url, utf8 } from '../../harness/encoding/bytes.ts';
import { observedFrom } from '../../harness/reproduce/read.ts';
import { type Ceremony, captured, ceremonies, refusalsOf } from './corpus.ts';
import { ABSENT } from './shared.ts';

/** Rejects that one ceremony without its roots, or without the one before it, does not show. */
const UNSEEN: Record<string, string> = {
  'derived-auth-12-rs256-counter-replay': 'sign-count',
  'derived-reg-10-es256-x5c-leaf-only': 'attestation-trust',
  'derived-reg-25-rs256-x5c-leaf-only': 'attestation-trust',
};

/** Its certificate ends as it begins: labels are not about validity. */
const NEVER_VALID = 'webauthnkit-reg-fido-u2f-01';

/** Some sources give the hash of the client data only: there is no response to explain. */
const whole = ceremonies.filter(({ clientDataJSON }) => clientDataJSON !== null);

/** What the corpus tells of its ceremonies besides. */
type Labelled = Ceremony & { aaguid?: string; authenticator?: string };

/** Authenticators that have two names, or that say they are another. */
const ALIASES: Record<string, string> = {
  'Apple Passwords': 'iCloud Keychain',
  'gramthanos WebDevAuthn virtual authenticator spoofing the Windows Hello AAGUID': 'Windows Hello',
};

function credentialId({ credentialId: own, derivedFrom }: Ceremony): string {
  return own ?? ceremonies.find(({ id }) => id === derivedFrom)?.credentialId ?? 'AQ';
}

/** As somebody pastes it, who knows what the RP expected. */
function pasted(one: Ceremony): { observed: Observed; given: Given } {
  const { ceremony: kind, clientDataJSON, attestationObject, authenticatorData, signature } = one;
  const id = credentialId(one);
  const inner =
    kind === 'registration' ? { clientDataJSON, attestationObject } : { clientDataJSON, authenticatorData, signature };
  const response = { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: inner };
  const at = kind === 'registration' && one.expected === 'accept' ? { answeredAt: captured(one) } : {};
  // Nobody need be present where the browser registers by itself.
  const mediation = one.flags?.UP === false && one.provenance !== 'derived' ? { mediation: 'conditional' } : {};
  const ceremony = { kind, response, exchanges: [], ...at, ...mediation };
  return {
    observed: { source: 'the corpus', ceremonies: [ceremony], pieces: [], notes: [] },
    given: {
      ...(one.challenge !== null && { challenge: one.challenge }),
      ...(one.origin !== null && { origins: [one.origin] }),
      ...(one.rpId !== null && { rpId: one.rpId }),
      ...(kind === 'authentication' && { publicKey: fromBase64url(one.credentialPublicKey!) }),
    },
  };
}

const remembered = new Map<string, Promise<Explanation[]>>();

async function explained(one: Ceremony): Promise<Explanation> {
  const { observed, given } = pasted(one);
  const known = remembered.get(one.id) ?? explainAll(observed, given);
  remembered.set(one.id, known);
  return (await known)[0]!;
}

/** What refuses, beyond hygiene; being framed is a matter of what the RP expects, which nobody told. */
function refusedBy({ duties }: Explanation): string[] {
  const refused = duties.filter(({ outcome, hygiene }) => outcome === 'refused' && !hygiene);
  return refused.map(({ duty }) => duty).filter(duty => duty !== 'cross-origin' && duty !== 'top-origin');
}

test.describe(() => {
  test.skip(ceremonies.length === 0, ABSENT);

  test('what the labels accept is refused for nothing that the verifier would not refuse', async () => {
    for (const one of whole.filter(({ expected }) => expected === 'accept')) {
      const known = (await refusalsOf(one)).map(refusal => refusal.split(':')[0]!);
      const surplus = refusedBy(await explained(one)).filter(duty => !known.includes(duty));
      expect(surplus, one.id).toEqual(one.id === NEVER_VALID ? ['attestation-trust'] : []);
    }
  });

  test('what the labels reject is refused, or its duty is said to be open', async () => {
    const rejects = whole.filter(({ expected }) => expected === 'reject');
    expect(rejects.length).toBeGreaterThan(20);
    for (const one of rejects) {
      const explanation = await explained(one);
      const open = explanation.duties.find(({ duty }) => duty === UNSEEN[one.id]);
      if (open) expect(open, one.id).toMatchObject({ outcome: 'missing', missing: expect.stringMatching(/./) });
      else {
        expect(refusedBy(explanation), one.id).not.toEqual([]);
        expect(explanation.diagnosis[0], one.id).toMatchObject({ sure: true, what: expect.stringMatching(/./) });
      }
    }
  });

  test('format and model are named', async () => {
    const read = whole.filter(({ ceremony, provenance }) => ceremony === 'registration' && provenance !== 'derived');
    for (const one of read) {
      const facts = Object.fromEntries((await explained(one)).facts);
      expect(facts.format, one.id).toBe(one.fmt);
      const { aaguid } = one as Labelled;
      if (!aaguid || /^[0-]+$/.test(aaguid)) continue;
      expect(facts.model, one.id).toBe(`${authenticatorName(aaguid) ?? 'unknown'} (${aaguid})`);
    }
  });

  test('models are those that the corpus names', async () => {
    const named = whole.filter(one => {
      const { aaguid, authenticator, provenance } = one as Labelled;
      const isWhole = one.ceremony === 'registration' && provenance !== 'derived';
      return isWhole && authenticator && aaguid && !/^[0-]+$/.test(aaguid);
    });
    expect(named.length).toBeGreaterThan(60);
    for (const one of named) {
      const [vendor] = (ALIASES[(one as Labelled).authenticator!] ?? (one as Labelled).authenticator!).split(' ');
      expect(Object.fromEntries((await explained(one)).facts).model, one.id).toMatch(new RegExp(`^${vendor}\\b`));
    }
  });

  test('what has no client data is explained as the structure that it is', async () => {
    const others = ceremonies.filter(({ clientDataJSON }) => clientDataJSON === null);
    expect(others.map(({ id }) => id)).toEqual(['hashonly-reg-apple-05']);
    for (const { attestationObject, fmt } of others) {
      const [explanation] = await explainAll(await observedFrom(utf8(attestationObject!)));
      expect(explanation).toMatchObject({ subject: { what: 'attestationObject' } });
      expect(explanationLines(explanation!, {}).join('\n')).toContain(`fmt: ${fmt}`);
    }
  });

  test('the text of each is whole', async () => {
    for (const one of whole) {
      const lines = explanationLines(await explained(one), { hex: true });
      expect(lines.join('\n'), one.id).toMatch(/Diagnosis|Nothing is wrong/);
      expect(lines.join('\n')).not.toContain('\u001b');
    }
  });
});
