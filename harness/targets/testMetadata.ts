/** The test metadata as an RP has it that was told to trust the test roots: made by the authenticator, read by the verifier. */
import type { Metadata } from '../verifier/metadata.ts';
import type { MetadataExpectation } from '../verifier/metadataBlob.ts';

let read: Promise<Metadata> | undefined;

/** What such an RP knows before it reads a BLOB. */
export async function metadataExpectation(): Promise<MetadataExpectation> {
  const { METADATA_HOST, metadataRoot } = await import('../authenticator/pkiMetadata.ts');
  return { roots: [metadataRoot().certificate], host: METADATA_HOST };
}

/** Made and read when the first registration asks for it, once in a process. */
export function testMetadata(): Promise<Metadata> {
  read ??= readTestMetadata();
  return read;
}

async function readTestMetadata(): Promise<Metadata> {
  const [{ testMetadataBlob }, { readMetadataBlob }] = await Promise.all([
    import('../authenticator/metadata.ts'),
    import('../verifier/metadataBlob.ts'),
  ]);
  const { metadata, refusals } = await readMetadataBlob(testMetadataBlob(), await metadataExpectation());
  if (!metadata) throw new Error(`the test metadata is refused: ${refusals[0]?.reason}`);
  return metadata;
}
