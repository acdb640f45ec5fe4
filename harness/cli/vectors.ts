/** `touchstone vectors`: what an RP under test has to be given. */
import { X509Certificate } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { say } from './console.ts';
import { withExamples } from './shared.ts';

interface VectorsFlags {
  roots: boolean;
  out?: string;
}

export function vectorsCommand(): Command {
  const command = new Command('vectors')
    .description('what an RP has to trust so that attestation cases can be put to it: for tests only')
    .option('--roots', 'certificates in PEM, and where the metadata BLOB is to be had', false)
    .option('--out <folder>', 'as files: attestation-roots.pem, metadata-root.pem and metadata.jwt')
    .action(vectorsVerb);
  return withExamples(command, [
    'touchstone vectors --roots > roots.pem',
    'touchstone vectors --roots --out ./touchstone-roots',
  ]);
}

async function vectorsVerb({ roots, out }: VectorsFlags): Promise<void> {
  if (!roots) throw new AskedWrongly('vectors of what? Name them with --roots');
  const [{ testRoots }, { metadataRoot }, { modelNamed }] = await Promise.all([
    import('../authenticator/testRoots.ts'),
    import('../authenticator/pkiMetadata.ts'),
    import('../authenticator/metadataModels.ts'),
  ]);
  const attestation = testRoots().map(pem).join('');
  const metadata = pem(metadataRoot().certificate);
  if (out === undefined)
    return say(
      [
        '# For tests only: the keys of these certificates are public.',
        '# Attestation roots:',
        attestation,
        '# The root for metadata, and for nothing else. The BLOB is written by "touchstone metadata", and served by',
        '# "touchstone metadata --serve".',
        metadata.trimEnd(),
        '# The one model of an RP that allows some models only (feature allowed-models):',
        `# AAGUID ${modelNamed('allowed')}`,
      ].join('\n'),
    );
  const { testMetadataBlob } = await import('../authenticator/metadata.ts');
  const files = {
    'attestation-roots.pem': attestation,
    'metadata-root.pem': metadata,
    'metadata.jwt': testMetadataBlob(),
  };
  await mkdir(out, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(out, name), content);
    say(join(out, name));
  }
}

/** Under a comment that names it: readers of PEM skip what stands outside of the lines. */
function pem(der: Uint8Array): string {
  const certificate = new X509Certificate(der);
  return `# ${certificate.subject.replaceAll('\n', ', ')}\n${certificate.toString()}`;
}
