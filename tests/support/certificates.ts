import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate and its private key as PEM. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
}

interface CertificateWish {
  readonly from?: Date
  readonly to?: Date
  /** For 127.0.0.1 and localhost, as a browser asks; without it the certificate names no address. */
  readonly hasAddress?: boolean
}

// X.690 §8: type, length, content.
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  const { length } = content
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.from([tag, ...lengthBytes]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts)
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
const ecdsaWithSha256 = sequence(der(0x06, bytes('2a8648ce3d040302')))

const utcTime = (date: Date): Uint8Array =>
  der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`))

const commonName = (name: string): Uint8Array =>
  sequence(der(0x31, sequence(der(0x06, bytes('550403')), der(0x0c, Buffer.from(name)))))

// RFC 5280 §4.2.1.6: subjectAltName with a DNS name and an address.
function alternativeNames(): Uint8Array {
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, bytes('7f000001')))
  const extension = sequence(der(0x06, bytes('551d11')), der(0x04, names))
  return der(0xa3, sequence(extension))
}

function signedBy(key: KeyObject, body: Uint8Array): Uint8Array {
  return sequence(body, ecdsaWithSha256, der(0x03, Uint8Array.from([0]), sign('sha256', body, key)))
}

function pemOf(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** A real self-made P-256 certificate (RFC 5280), made here so that the tests need no openssl and never expire. */
export function makeCertificate({
  from = new Date(Date.now() - 3_600_000),
  to = new Date(Date.now() + 90 * 24 * 3_600_000),
  hasAddress = true,
}: CertificateWish = {}): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = commonName('localhost')
  const body = sequence(
    der(0xa0, der(0x02, Uint8Array.from([2]))),
    der(0x02, Uint8Array.from([1]), randomBytes(8)),
    ecdsaWithSha256,
    name,
    sequence(utcTime(from), utcTime(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(hasAddress ? [alternativeNames()] : []),
  )
  return {
    cert: pemOf(signedBy(privateKey, body)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
