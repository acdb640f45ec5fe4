/** The certificates that an attestation brings, as far as they can be judged by whoever does not know the root. */
import { FormatError } from '../encoding/bytes.ts';

export interface Chain {
  /** The last certificate, DER. */
  end: Uint8Array;
  /** Milliseconds since the epoch from which on all of them are valid: devices are attested soon after. */
  since: number;
}

/** Nothing for what is no chain of certificates. The library that reads them is loaded when there are some. */
export async function chainOf(x5c: readonly Uint8Array[] | undefined): Promise<Chain | undefined> {
  const end = x5c?.at(-1);
  if (!x5c || !end) return undefined;
  const { parseCertificate } = await import('../encoding/x509.ts');
  try {
    return { end, since: Math.max(...x5c.map(der => parseCertificate(der).notBefore)) };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
