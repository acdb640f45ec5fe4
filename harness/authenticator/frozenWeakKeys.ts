/**
 * Keys of kinds that no certificate has any more, for tests, and for nothing else: they are public, so whatever they sign
 * proves nothing. Frozen because their kinds cannot be derived. PKCS#8 DER in base64.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';

/** DSA, 1024 bits. */
const DSA =
  'MIIBSgIBADCCASsGByqGSM44BAEwggEeAoGBAKCzoXf8Un6fdYggEX/+3uToYtNI9XPaQd64qyvUwUFR+8CmtiENaE17zE0TjSkL9kGoAN/0' +
  'SRXT0pgpZv6cdjbFMz7CtIxmki5nGBGfBPcsNROaYq2qX4tIrsLPJtnYvFub+I23EAvQcUfnyrOlBT/pL1J3xISSyDLHe9y7R8fzAhUA9P6d' +
  'ohZXnxaHZEySuO5HGfB79r8CgYBUIYqXvO/VuOv+j0y4iXZmrfhmacrHlgh/GscDAhiDjdoOPsMz3YrMWDOYcVgfxb8zXAi2K0HRlIcdX/Qi' +
  'ruXyapZbxdmoHlQQELcaRhYteJVNs7W1d5CvHVLv2Y+Jgz702M+n5ER2orBMoCN/gHgT+AQTz+lqVLWJpQdU6w+ecwQWAhRtT7OJGCG/51Xv' +
  'UyFN4H9CaEwXLg==';

/** On the curve P-192. */
const P192 =
  'MG8CAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQEEVTBTAgEBBBhhiI0uyrowgMzZmesLhpUPqFnXrKa8eYqhNAMyAAQdP0w59Ptqk37Mme3oAUZp' +
  'rFB7kkTRekYkq/NyxT9/RzTE73Dmjnw7ASP5nlgqlzE=';

const KEYS = { DSA, 'P-192': P192 } as const;

/** A private key. */
export function frozenWeakKey(kind: keyof typeof KEYS): KeyObject {
  return createPrivateKey({ key: Buffer.from(KEYS[kind], 'base64'), format: 'der', type: 'pkcs8' });
}
