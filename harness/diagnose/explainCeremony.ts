/** Ceremonies explained: every duty of theirs, what came of it, and what it means. */
import type { DutyName } from '../duties.ts';
import { attestationObjectTree } from './attestationTree.ts';
import { authenticatorDataTree } from './authenticatorDataTree.ts';
import { certificateTree } from './certificateTree.ts';
import { clientDataTree } from './clientDataTree.ts';
import { coseKeyTree } from './coseKeyTree.ts';
import { decodeResponse } from './decode.ts';
import { diagnosisOf } from './diagnosis.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import { History } from './expectationHistory.ts';
import { chainOf } from './explainChain.ts';
import { dutiesOf, refusesResponse, type Verified } from './explainDuties.ts';
import { type Facts, factsOf, textMember } from './explainFacts.ts';
import { headerOf, titleOf } from './explainHeader.ts';
import type { Observed, ObservedCeremony, Piece } from './observed.ts';
import type { TreeNode } from './tree.ts';

/** What the person who asks knows beyond what was seen. Options and challenge count where those of the ceremony were not seen. */
export interface Given {
  /** Origins that the RP expects. */
  origins?: readonly string[];
  rpId?: string;
  /** base64url. */
  challenge?: string;
  /** Of the credential: COSE_Key or SubjectPublicKeyInfo. */
  publicKey?: Uint8Array;
  /** As PublicKeyCredentialCreationOptionsJSON or RequestOptionsJSON. */
  options?: Record<string, unknown>;
  /** Attestation roots that the RP trusts, DER. */
  roots?: readonly Uint8Array[];
}

/** `missing`: it cannot be said from what is there. `unchecked`: what it looks at could not be read. */
export type DutyOutcome = 'passed' | 'refused' | 'missing' | 'unchecked';

export interface ExplainedDuty {
  duty: DutyName;
  outcome: DutyOutcome;
  /** Of a refusal. May quote the response. */
  reason?: string;
  /** What would settle it: a flag, a file. */
  missing?: string;
  /** Most RPs do not mind: stricter than they are. */
  hygiene?: boolean;
}

/** One thing that is wrong, or may be. */
export interface Diagnosis {
  duty?: DutyName;
  /** Id of a row of `PATTERNS`. */
  pattern?: string;
  what: string;
  remedy?: string;
  /** Follows from what was seen; otherwise it fits, and so may other things. */
  sure: boolean;
}

export interface Explanation {
  subject: ObservedCeremony | Piece;
  /** What it is, in words. */
  title: string;
  /** Lines of a header: label and value. */
  facts: readonly (readonly [label: string, value: string])[];
  tree: TreeNode[];
  /** In the order in which an RP meets them; empty where there is no response. */
  duties: ExplainedDuty[];
  /** Most telling first; empty where nothing is wrong. */
  diagnosis: Diagnosis[];
  /** Whether the RP let the person in; absent where that was not seen. */
  accepted?: boolean;
  /** Something went wrong: an error in the page, a refusal by the RP, a duty that refuses. */
  failed: boolean;
}

/** Every ceremony in its order, each in the light of those before it, and every structure by itself. Never throws for what was seen. */
export async function explainAll(observed: Observed, given: Given = {}): Promise<Explanation[]> {
  const history = new History();
  const found: Explanation[] = [];
  for (const [index, ceremony] of observed.ceremonies.entries()) {
    history.issue(ceremony, index);
    found.push(await explainOne(ceremony, index, given, history));
    history.forget(ceremony.exchanges);
  }
  return [...found, ...observed.pieces.map(explainPiece)];
}

async function explainOne(
  ceremony: ObservedCeremony,
  index: number,
  given: Given,
  history: History,
): Promise<Explanation> {
  const facts = factsOf(ceremony);
  const chain = await chainOf(facts.x5c);
  const expectation = expectationOf({ ceremony, facts, chain, given, history });
  const { duties, record, update } = await dutiesOf({ ceremony, facts, expectation, history, index });
  const challenge = textMember(facts.clientData, 'challenge');
  const issued = challenge === undefined ? undefined : history.challenges.get(challenge);
  const sentBefore = history.sentBefore(ceremony);
  const hasRegistered = [...history.credentials.values()].some(({ refused, removed }) => !refused && !removed);
  const explained = {
    ceremony,
    index,
    facts,
    expectation,
    duties,
    refused: new Set(duties.filter(({ outcome }) => outcome === 'refused').map(({ duty }) => duty)),
    ...(issued && { issued }),
    ...(sentBefore !== undefined && { sentBefore }),
    hasRegistered,
  };
  const diagnosis = diagnosisOf(explained);
  remember(history, { ceremony, facts, expectation, index, record, update, isRight: isRight(duties) });
  const accepted = ceremony.answer?.accepted;
  return {
    subject: ceremony,
    title: titleOf(ceremony, index),
    facts: headerOf(explained),
    tree: ceremony.response === undefined ? [] : decodeResponse(ceremony.response),
    duties,
    diagnosis,
    ...(accepted !== undefined && { accepted }),
    failed: ceremony.error !== undefined || accepted === false || !isRight(duties),
  };
}

function isRight(duties: readonly ExplainedDuty[]): boolean {
  return !duties.some(refusesResponse);
}

interface Outcome {
  record: Verified['record'];
  update: Verified['update'];
  ceremony: ObservedCeremony;
  facts: Facts;
  expectation: Expectation;
  index: number;
  isRight: boolean;
}

/** What the RP would keep of it: what it accepted, or where no answer was seen, what is right. */
function remember(history: History, { ceremony, facts, expectation, index, record, update, isRight }: Outcome): void {
  if (ceremony.response === undefined) return;
  history.use(ceremony, facts, index);
  const accepted = ceremony.answer?.accepted ?? isRight;
  const owner = textMember(expectation.options?.user, 'id');
  if (record) history.register(record, { index, refused: !accepted, ...(owner !== undefined && { owner }) });
  const { known } = expectation;
  if (update && known && accepted) {
    known.record = { ...known.record, signCount: update.signCount, backupState: update.backupState };
  }
}

const TREES: Readonly<Record<Piece['what'], (bytes: Uint8Array) => TreeNode[]>> = {
  attestationObject: attestationObjectTree,
  authenticatorData: authenticatorDataTree,
  clientDataJSON: clientDataTree,
  coseKey: coseKeyTree,
  certificate: certificateTree,
};

/** A structure by itself: what it holds can be said, whether it is right cannot. */
function explainPiece(piece: Piece): Explanation {
  const { what, bytes, written } = piece;
  const label = { label: what, value: `${bytes.length} bytes`, bytes, at: [0, bytes.length] as const };
  return {
    subject: piece,
    title: `${what}, ${bytes.length} bytes in ${written}`,
    facts: [],
    tree: [{ ...label, children: TREES[what](bytes) }],
    duties: [],
    diagnosis: [],
    failed: false,
  };
}
