/** A fetcher for relying parties that are only tested: it speaks to this machine and to no other. */
import type { Fetcher } from './fetching.ts';

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.includes(hostname);
}

/** Follows no redirects, and takes nothing but 200. */
export const loopbackFetcher: Fetcher = async (url, { signal, maxBytes }) => {
  if (!isLoopback(new URL(url))) throw new Error('not on this machine');
  const response = await fetch(url, { signal, redirect: 'error' });
  if (response.status !== 200) throw new Error(`HTTP status ${response.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
  }
  return Buffer.concat(chunks);
};
