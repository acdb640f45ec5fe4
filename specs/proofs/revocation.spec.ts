/** Revocation lists: as they are written, read, fetched, kept and judged; and the listener that shows what is fetched. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import {
  type ChainLink,
  packedChain,
  testRoot,
  withFields,
  writeChain,
} from '../../harness/authenticator/attestationChain.ts';
import { revocationList } from '../../harness/authenticator/pkiRevocation.ts';
import { concat, flipBit, utf8 } from '../../harness/encoding/bytes.ts';
import { type CertificateExtension, sequence } from '../../harness/encoding/certificate.ts';
import { basicConstraints, KEY_USAGE, keyUsage } from '../../harness/encoding/certificateExtensions.ts';
import { readCertificateList } from '../../harness/encoding/certificateList.ts';
import { distributionPoint, informationAccess, locationsOf } from '../../harness/encoding/certificateLocations.ts';
import { der } from '../../harness/encoding/der.ts';
import { parseCertificate } from '../../harness/encoding/x509.ts';
import { Listeners } from '../../harness/runner/listener.ts';
import { run } from '../../harness/runner/run.ts';
import { revocationCases } from '../../harness/suite/attestation/revocation.ts';
import { section } from '../../harness/suite/case.ts';
import { glass } from '../../harness/targets/glass.ts';
import { type Issued, revocationReason } from '../../harness/verifier/attestation/revocation.ts';
import { type Fetcher, fetchBounded } from '../../harness/verifier/fetching.ts';
import { loopbackFetcher } from '../../harness/verifier/loopbackFetcher.ts';

const NO_MODEL = new Uint8Array(16);
const [LEAF_LIST, CA_LIST] = ['http://lists.example/leaf.crl', 'http://lists.example/ca.crl'];
const NOW = Date.parse('2025-01-01T00:00:00Z');
const DAY = 86_400_000;

const withMore = (chain: ChainLink[], index: number, ...more: CertificateExtension[]) =>
  withFields(chain, index, ({ extensions }) => ({ extensions: [...extensions, ...more] }));

/** A leaf and its intermediate, each naming its list. */
const chain = withMore(
  withMore(packedChain(NO_MODEL, 1), 0, distributionPoint(LEAF_LIST)),
  1,
  distributionPoint(CA_LIST),
);
const [leaf, intermediate] = chain as [ChainLink, ChainLink];
const ca = { name: intermediate.fields.subject, keys: intermediate.keys };

function pathOf(links: ChainLink[]): Issued[] {
  const certificates = [...writeChain(links), testRoot().certificate].map(parseCertificate);
  return links.map((_, index) => ({ certificate: certificates[index]!, issuer: certificates[index + 1]! }));
}

/** A fetcher that has these, and counts what it is asked for. */
function shelf(lists: Record<string, Uint8Array>): { fetcher: Fetcher; asked: string[]; lists: typeof lists } {
  const asked: string[] = [];
  const fetcher: Fetcher = async url => {
    asked.push(url);
    const list = lists[url];
    if (!list) throw new Error('nobody is there');
    return list;
  };
  return { fetcher, asked, lists };
}

const honestLists = () => ({ [LEAF_LIST]: revocationList(ca, []), [CA_LIST]: revocationList(testRoot(), []) });

test('a list is read as it was written', async () => {
  const list = await readCertificateList(revocationList(ca, [utf8('TEST'), leaf.fields.serial]));
  const [first, second] = pathOf(chain);
  expect([list.thisUpdate, list.nextUpdate]).toEqual([Date.parse('2024-01-01'), Date.parse('2048-01-01')]);
  expect(list.criticalExtensions).toEqual([]);
  expect([list.lists(first!.certificate), list.lists(second!.certificate)]).toEqual([true, false]);
  expect([await list.signedBy(first!.issuer), await list.signedBy(second!.issuer)]).toEqual([true, false]);
  const byRoot = await readCertificateList(revocationList(testRoot(), []));
  expect([await byRoot.signedBy(first!.issuer), await byRoot.signedBy(second!.issuer)]).toEqual([false, true]);
  await expect(readCertificateList(utf8('<!doctype html>'))).rejects.toThrow(/revocation list: cannot be read/);
});

test('a list whose critical extension is not understood is not used', async () => {
  const delta = { oid: '2.5.29.27', critical: true, value: Uint8Array.of(2, 1, 1) };
  const bytes = revocationList(ca, [leaf.fields.serial], { extensions: [delta] });
  expect((await readCertificateList(bytes)).criticalExtensions).toEqual(['2.5.29.27']);
  const { fetcher } = shelf({ ...honestLists(), [LEAF_LIST]: bytes });
  const config = { revocationLists: fetcher, revocationUnavailable: 'refuse' as const };
  expect(await revocationReason(pathOf(chain), config, { time: NOW })).toMatch(
    /leaf.crl: critical extension 2.5.29.27/,
  );
});

test('a certificate says where its lists, its issuer and its OCSP responder are, over HTTP only', async () => {
  const named = withMore(
    packedChain(NO_MODEL),
    0,
    distributionPoint('https://a.example/l'),
    informationAccess('ocsp', 'http://b.example/'),
  );
  const [first] = writeChain(named).map(parseCertificate);
  expect(await locationsOf(first!)).toEqual({
    lists: ['https://a.example/l'],
    issuers: [],
    responders: ['http://b.example/'],
  });
  const point = concat(der(0xa0, der(0xa0, der(0x86, utf8('http://a.example/l')))), der(0xa2, der(0xa4, ca.name)));
  const byOtherIssuer = { ...distributionPoint(''), value: sequence(sequence(point)) };
  for (const extension of [
    distributionPoint('ldap://a.example/l'),
    distributionPoint('file:///etc/passwd'),
    informationAccess('caIssuers', 'http://'),
    byOtherIssuer,
    { ...distributionPoint('http://a.example/l'), value: Uint8Array.of(0x30, 0x80) },
  ]) {
    const [other] = writeChain(withMore(packedChain(NO_MODEL), 0, extension)).map(parseCertificate);
    expect(await locationsOf(other!)).toEqual({ lists: [], issuers: [], responders: [] });
  }
});

test('without a fetcher, and without named lists, nothing is asked', async () => {
  expect(await revocationReason(pathOf(chain), {}, { time: NOW })).toBeUndefined();
  const { fetcher, asked } = shelf({});
  const config = { revocationLists: fetcher, revocationUnavailable: 'refuse' as const };
  expect(await revocationReason(pathOf(packedChain(NO_MODEL, 1)), config, { time: NOW })).toBeUndefined();
  expect(asked).toEqual([]);
});

test('leaf and intermediate are looked up, each on the list of its issuer', async () => {
  const reasonWith = (lists: Record<string, Uint8Array>) =>
    revocationReason(pathOf(chain), { revocationLists: shelf({ ...honestLists(), ...lists }).fetcher }, { time: NOW });
  expect(await reasonWith({})).toBeUndefined();
  expect(await reasonWith({ [LEAF_LIST]: revocationList(ca, [leaf.fields.serial]) })).toMatch(/on the .*leaf\.crl/);
  expect(await reasonWith({ [CA_LIST]: revocationList(testRoot(), [intermediate.fields.serial]) })).toMatch(/ca\.crl/);
  expect(await reasonWith({ [LEAF_LIST]: revocationList(ca, [intermediate.fields.serial]) })).toBeUndefined();
  expect(await reasonWith({ [LEAF_LIST]: revocationList(testRoot(), []) })).toMatch(/leaf\.crl is not signed/);
});

test('a CA that may not sign lists has signed none', async () => {
  const certifies = [basicConstraints({ ca: true }), keyUsage(KEY_USAGE.keyCertSign)];
  const other = withFields(chain, 1, () => ({ extensions: certifies }));
  const config = { revocationLists: shelf(honestLists()).fetcher };
  expect(await revocationReason(pathOf(other), config, { time: NOW })).toMatch(/is not signed by the issuer/);
});

test('a good list is kept until it is out of date, one that is not signed never', async () => {
  const { fetcher, asked, lists } = shelf(honestLists());
  const config = { revocationLists: fetcher };
  const reasonAt = (time: number) => revocationReason(pathOf(chain), config, { time });
  lists[LEAF_LIST] = flipBit(revocationList(ca, []), -1);
  expect(await reasonAt(NOW)).toMatch(/not signed/);
  lists[LEAF_LIST] = revocationList(ca, [], { nextUpdate: new Date(NOW + DAY) });
  expect(await reasonAt(NOW)).toBeUndefined();
  lists[LEAF_LIST] = revocationList(ca, [leaf.fields.serial]);
  expect(await reasonAt(NOW)).toBeUndefined();
  // The lists of a path are asked for at the same time, in no order.
  expect(asked.toSorted()).toEqual([CA_LIST, LEAF_LIST, LEAF_LIST].toSorted());
  expect(await reasonAt(NOW + 2 * DAY)).toMatch(/on the revocation list/);
  // The keeping is the RP's own.
  expect(await revocationReason(pathOf(chain), { revocationLists: fetcher }, { time: NOW })).toMatch(/on the/);
});

test('what cannot be had lets in or keeps out, as the RP has settled', async () => {
  const missing: Record<string, Uint8Array | undefined> = {
    'nobody is there': undefined,
    'cannot be read': utf8('<!doctype html>'),
    'out of date': revocationList(ca, [], { nextUpdate: new Date('2024-06-01') }),
    'more than 1048576 bytes': new Uint8Array(2 ** 20 + 1),
  };
  for (const [why, list] of Object.entries(missing)) {
    const { [LEAF_LIST]: _, ...others } = honestLists();
    const { fetcher } = shelf({ ...others, ...(list ? { [LEAF_LIST]: list } : {}) });
    const reason = (revocationUnavailable?: 'accept' | 'refuse') =>
      revocationReason(
        pathOf(chain),
        { revocationLists: fetcher, ...(revocationUnavailable && { revocationUnavailable }) },
        { time: NOW },
      );
    expect([await reason(), await reason('accept')], why).toEqual([undefined, undefined]);
    expect(await reason('refuse')).toContain(why);
  }
});

test('a host that does not answer is waited for so long and no longer', async () => {
  let given: AbortSignal | undefined;
  const silent: Fetcher = (_, { signal }) => {
    given = signal;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
  };
  expect(await fetchBounded(LEAF_LIST, silent, 5)).toBe('no answer within 5 ms');
  expect(given?.aborted).toBe(true);
});

test('the loopback fetcher speaks to this machine only, follows nothing and reads no more than it is allowed', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/elsewhere') response.writeHead(302, { Location: '/bytes' }).end();
    else response.writeHead(request.url === '/bytes' ? 200 : 404).end('x'.repeat(100));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const limits = (maxBytes: number) => ({ signal: AbortSignal.timeout(5000), maxBytes });
  try {
    expect((await loopbackFetcher(at('/bytes'), limits(100))).length).toBe(100);
    await expect(loopbackFetcher(at('/bytes'), limits(99))).rejects.toThrow('more than 99 bytes');
    await expect(loopbackFetcher(at('/nothing'), limits(100))).rejects.toThrow('HTTP status 404');
    await expect(loopbackFetcher(at('/elsewhere'), limits(100))).rejects.toThrow();
    await expect(loopbackFetcher('http://lists.example/', limits(100))).rejects.toThrow('not on this machine');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('the listener counts by case and path, and is gone after the run', async () => {
  const listeners = new Listeners();
  const [one, other] = [await listeners.open('one'), await listeners.open('other')];
  one.serve('list', utf8('list'));
  expect(new URL(one.url('list')).hostname).toBe('127.0.0.1');
  expect(await (await fetch(one.url('list'))).text()).toBe('list');
  await expect(fetch(one.url('nothing'))).rejects.toThrow();
  // As OCSP does.
  await (await fetch(`${one.url('list')}/MFEwTzBNMEswSTAJ?a`)).text();
  expect([one.requests('list'), one.requests('nothing'), other.requests('list')]).toEqual([2, 1, 0]);
  await listeners.close();
  await expect(fetch(one.url('list'))).rejects.toThrow();
});

test('an RP that fails closed keeps out whom it has no list of', async () => {
  const cases = section('registration/attestation/revocation', revocationCases);
  const rp = glass({ config: { revocationUnavailable: 'refuse' } });
  const { report, problems } = await run({ rp, cases, seed: 'touchstone' });
  expect(problems).toEqual([]);
  const seen = new Map(report.results.map(result => [result.id.split('/').at(-1), result.seen]));
  for (const key of ['list-unreachable', 'list-unreadable', 'list-out-of-date']) expect(seen.get(key)).toBe('rejected');
  expect(seen.get('nothing-revoked')).toBe('accepted');
});
