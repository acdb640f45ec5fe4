/** Flows that hand the RP a metadata BLOB. Each is put beside our honest one, which the same user agent has had accepted. */
import { packedChain } from '../../authenticator/attestationChain.ts';
import { type BlobChange, makeMetadataBlob, testMetadataBlob } from '../../authenticator/metadata.ts';
import type { DutyName } from '../../duties.ts';
import type { Reply, Visit } from '../../target.ts';
import { certifiedBy, statement } from '../attestation/certified.ts';
import { attested, modelOf } from '../attestation/packedEdits.ts';
import { type Declaration, type FlowContext, rejects } from '../case.ts';

export const needs = ['metadata-blob'] as const;
/** For flows that register afterwards. */
export const registeringNeeds = ['metadata-blob', 'metadata', 'direct-attestation', 'attestation-roots'] as const;

/** A user agent that has loaded the honest BLOB. */
export async function beside(context: FlowContext): Promise<Visit> {
  const visit = await context.visit();
  await context.metadata(visit, testMetadataBlob(), { honest: true });
  return visit;
}

/** Hands over a BLOB with a change, or one that is made in the flow. */
export const loading =
  (change: BlobChange | ((context: FlowContext) => Promise<BlobChange>)) =>
  async (context: FlowContext): Promise<Reply> => {
    const visit = await beside(context);
    return context.metadata(visit, makeMetadataBlob(typeof change === 'function' ? await change(context) : change));
  };

/** A packed registration of a model, under the test root unless another chain is made; each `label` is another user. */
export async function registerModel(
  context: FlowContext,
  visit: Visit,
  aaguid: string,
  { label = '', chain = (model: Uint8Array) => packedChain(model), honest = false } = {},
): Promise<Reply> {
  const device = context.authenticator(label, { ...certifiedBy('packed').authenticator, aaguid });
  const { reply } = await context.register(visit, context.user(label), device, {
    wishes: { attestation: 'direct' },
    edit: statement((_, ceremony) => attested(chain(modelOf(ceremony)), ceremony)),
    honest,
  });
  return reply;
}

/** Has a BLOB with a change accepted, then registers the model by it. */
export const registeringBy =
  (change: BlobChange, aaguid: string, chain?: (model: Uint8Array) => ReturnType<typeof packedChain>) =>
  async (context: FlowContext): Promise<Reply> => {
    const visit = await beside(context);
    const loaded = await context.metadata(visit, makeMetadataBlob(change));
    return loaded.seen === 'accepted' ? registerModel(context, visit, aaguid, chain ? { chain } : {}) : loaded;
  };

/** A BLOB with a change is refused, or `duty` has been neglected. */
export const refused = (
  duty: DutyName,
  title: string,
  catalogue: string[],
  change: BlobChange,
  level: NonNullable<Declaration['level']> = 'must',
) => rejects(duty, { title, catalogue, level, needs, steps: loading(change) });

/** Members of the JWS header. */
export const withHeader = (more: object): BlobChange => ({ header: honest => ({ ...honest, ...more }) });
