/** The root of the test PKI, frozen: an RP under test is told to trust it, and reading it must not cost the making of certificates. */

/** DER in base64, as `makeTestRoot` makes it. */
const ROOT =
  'MIIEVDCCArygAwIBAgIQTH2iuGVWCzUZQL0fvtvUOTANBgkqhkiG9w0BAQsFADBSMQswCQYDVQQGEwJVUzEYMBYGA1UECgwPVG91' +
  'Y2hzdG9uZSBURVNUMSkwJwYDVQQDDCBUb3VjaHN0b25lIFRFU1QgYXR0ZXN0YXRpb24gcm9vdDAeFw0yNDAxMDEwMDAwMDBaFw00' +
  'ODAxMDEwMDAwMDBaMFIxCzAJBgNVBAYTAlVTMRgwFgYDVQQKDA9Ub3VjaHN0b25lIFRFU1QxKTAnBgNVBAMMIFRvdWNoc3RvbmUg' +
  'VEVTVCBhdHRlc3RhdGlvbiByb290MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAuy3Is1LnoqvxRKIX3UNpI069tUmf' +
  'SSzF2ak0Cw0rM246EHqf1kVcOAJoMHLgUuRFdUPNw6NPLJqu12hdi1FpQriDbyHL8KD/GR20Uw8ovqCe2P5+urNqRiDojGcpX060' +
  'Z3h1dBZwC0RJpF+DQjTaVmu6UIN7/Se3hPm3uk1lTyKt2WR+XRGweWrNF6g1Jfm7SGjAzvsNLdfWTxmNq6EWCL4JBV8WHi1ere/N' +
  'tA3anKi7NkD0bojmkMPrTcZ7ArdK9SgNZhzlhsUgPqudsnLonZojlQZUXcyh5i7MQqFw2rzpWzBRB+V67iATp0Rou0KZlrz5OT/E' +
  'ATJhIliiJQfJUXEDyf02E8GVVd1R+5+UmQoXHliu7V5tep4jrCLPKukx/driIOoNjOlw0Vi8fywbZ7NlFPI6tjgFRcTPbLyz+BbN' +
  'vKFTcoMygPXn1GwUDCH7EKqCUhn2p47EuaWwbuwIvRqun3inv/PUvL9i10kAi30jv2Kx9YR/XoBc7rSQj9+NAgMBAAGjJjAkMBIG' +
  'A1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMA0GCSqGSIb3DQEBCwUAA4IBgQBbnXUWnD/KSNpLB7Q7K+HWKXSM25Qn' +
  'zDeQYm7b8wWAqSkxUECLSl/ZDFawTxvnIhUpqb/D7nLb2SU2fm/bKuuAadbxEQFSILXPqf5jg9YZW1+xwCLMRIMBZL8+TDzpFBSz' +
  'IeaZIS/rfhuaUIUJTS+hRGNMR7tpSwOGAi0y6+jPzmZqUWSXZatj3vpeAsbtSwJNzHkHR7AaDGt1cAJvsZYSvyhObdmmn7o8FvFP' +
  '4in+NeBphN5uXDdfLq+8pmN8U5DUR4yHD24gF8bIORi2vkR34ykbuuHLR608TC9F1POxFFlg/7a2liUiMHkMShQGu3LW4fK/4byM' +
  'LCzlaYyd7e/3qDV2JljTLftwT0OGr/HOAefb1Kp5ATigp9QcNL2qrbnI4QqVT6ggROEoY8YtPyUU6H/AJGVUtGqna8osdd3l2+mS' +
  'Ti7vU8LaifQM2yhH01OhJwPB0uoRX10fIlf7sJ0P3hWTfhjugXWHDIdv5VHHvsDofRJGjXA8qWFrtbUhDOo=';

/** Certificates of the roots that our attestations end at, DER. */
export function testRoots(): Uint8Array[] {
  return [Buffer.from(ROOT, 'base64')];
}
