/** The root of the test PKI, frozen: an RP under test is told to trust it, and reading it must not cost the making of certificates. */

/** DER in base64, as `makeTestRoot` makes it. */
const ROOT =
  'MIIEVDCCArygAwIBAgIQTH2iuGVWCzUZQL0fvtvUOTANBgkqhkiG9w0BAQsFADBSMQswCQYDVQQGEwJVUzEYMBYGA1UECgwPVG91Y2' +
  'hzdG9uZSBURVNUMSkwJwYDVQQDDCBUb3VjaHN0b25lIFRFU1QgYXR0ZXN0YXRpb24gcm9vdDAeFw0yNDAxMDEwMDAwMDBaFw00ODAx' +
  'MDEwMDAwMDBaMFIxCzAJBgNVBAYTAlVTMRgwFgYDVQQKDA9Ub3VjaHN0b25lIFRFU1QxKTAnBgNVBAMMIFRvdWNoc3RvbmUgVEVTVC' +
  'BhdHRlc3RhdGlvbiByb290MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAuy3Is1LnoqvxRKIX3UNpI069tUmfSSzF2ak0' +
  'Cw0rM246EHqf1kVcOAJoMHLgUuRFdUPNw6NPLJqu12hdi1FpQriDbyHL8KD/GR20Uw8ovqCe2P5+urNqRiDojGcpX060Z3h1dBZwC0' +
  'RJpF+DQjTaVmu6UIN7/Se3hPm3uk1lTyKt2WR+XRGweWrNF6g1Jfm7SGjAzvsNLdfWTxmNq6EWCL4JBV8WHi1ere/NtA3anKi7NkD0' +
  'bojmkMPrTcZ7ArdK9SgNZhzlhsUgPqudsnLonZojlQZUXcyh5i7MQqFw2rzpWzBRB+V67iATp0Rou0KZlrz5OT/EATJhIliiJQfJUX' +
  'EDyf02E8GVVd1R+5+UmQoXHliu7V5tep4jrCLPKukx/driIOoNjOlw0Vi8fywbZ7NlFPI6tjgFRcTPbLyz+BbNvKFTcoMygPXn1GwU' +
  'DCH7EKqCUhn2p47EuaWwbuwIvRqun3inv/PUvL9i10kAi30jv2Kx9YR/XoBc7rSQj9+NAgMBAAGjJjAkMBIGA1UdEwEB/wQIMAYBAf' +
  '8CAQEwDgYDVR0PAQH/BAQDAgEGMA0GCSqGSIb3DQEBCwUAA4IBgQAIw5y+mMyE9ie4YbuAW26LmmmjchzHVVM64M+VvJruY37GMJbF' +
  '97KD7CKy2VD5HrGKJjfLEX9IgptgL8OoRem/jtiOpHLucXpzLyBNO90k5xZyJmG8xmL1yzrlcbLOvGPV265EQTUc6As6ClfJh6BfAE' +
  'D2qqu3rerkUZWopB+tbmMvyNpYc7TgNod03UbeRnvABrDJ5TWgVe25Xhbrn/HwIf8CsSmL5ZEveTo3Xbi/vZPPlqBhr3CPz8m/ZymP' +
  'hLQY8lZZ3/g/0hWDHWIPgc3toxqHaBuRX1FyFSk9wy/TZQUl3hDQuk0vWkhNqYAFeCkVS5qa2BbUBvD6pzswuHLsFrYi4RTbwDKgj5' +
  'OPAthc6IPSfInFmAGbdprDyOPPD8/vzVOMuQYRJ9LhmJYHvX0/eEDnc2c2FjwUsJxgd/v0zX4kiEmGFtjxiP48yW4WgZe5/jZFx8JU' +
  'GoUC5HOO3zp2TTt2mu4WJE8wc2bQ8uwy9pKQrrhM9QVITt7s5iz+cLg=';

/** Certificates of the roots that our attestations end at, DER. */
export function testRoots(): Uint8Array[] {
  return [Buffer.from(ROOT, 'base64')];
}
