import { createPrivateKey } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCertificatePaths } from '#server/tls/certificate-paths.ts'
import { firstAddressIn, readCertificate } from '#server/tls/read-certificate.ts'
import { makeCertificate } from '#tests/support/certificates.ts'

const dayMs = 24 * 3_600_000
const own = makeCertificate()

describe('the paths of a certificate', () => {
  test('are absent when nothing is said', () => {
    expect(readCertificatePaths({})).toBeUndefined()
    expect(readCertificatePaths({ TLS_CERT: '', TLS_KEY: '' })).toBeUndefined()
  })

  test.each([
    [{ TLS_CERT: 'a.pem' }, '现在缺 TLS_KEY'],
    [{ TLS_KEY: 'a.pem' }, '现在缺 TLS_CERT'],
  ])('come together', (env, sentence) => {
    expect(() => readCertificatePaths(env)).toThrow(sentence)
  })
})

describe('a certificate', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-tls-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function read(cert: string, key: string, now = Date.now()) {
    const paths = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
    await writeFile(paths.certificate, cert)
    await writeFile(paths.key, key)
    return readCertificate(paths, now)
  }

  test('is taken with its key, without a word, and with the first address it is for', async () => {
    expect(await read(own.cert, own.key)).toEqual({ ...own, warnings: [], certifiedFor: 'localhost' })
  })

  test.each([
    ['DNS:caibao.lan, IP Address:192.168.1.10', 'caibao.lan'],
    ['IP Address:192.168.1.10, DNS:caibao.lan', '192.168.1.10'],
    ['IP Address:2001:DB8:0:0:0:0:0:1', '2001:DB8:0:0:0:0:0:1'],
    // Nobody can type these into a browser.
    ['email:a@b.cn, URI:https://b.cn, DNS:*.b.cn, DNS:b.cn', 'b.cn'],
    ['DNS:"a.cn, DNS:b.cn", DNS:c.cn', 'c.cn'],
    ['email:a@b.cn', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('for %s is opened at %s', (names, address) => {
    expect(firstAddressIn(names)).toBe(address)
  })

  const encrypted = createPrivateKey(own.key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  const damaged = own.cert.replace(/\n\w{20}/, '\nAAAAAAAAAAAAAAAAAAAA')
  test.each([
    ['both exchanged', own.key, own.cert, '可能写反了'],
    ['no certificate', 'hello', own.key, '不是 PEM 格式的证书'],
    ['no key', own.cert, 'hello', '不是 PEM 格式的私钥'],
    ['a damaged certificate', damaged, own.key, '证书读不出来'],
    ['a damaged key', own.cert, own.key.replace(/\n\w{20}/, '\nAAAAAAAAAAAAAAAAAAAA'), '私钥读不出来'],
    ['a key with a passphrase', own.cert, encrypted, '有口令保护'],
    ['the key of another certificate', own.cert, makeCertificate().key, '不是一对'],
  ])('is refused when there is %s', async (_what, cert, key, sentence) => {
    await expect(read(cert, key)).rejects.toThrow(sentence)
  })

  test('is refused by name when a file is not there', () => {
    const paths = { certificate: join(folder, 'none.pem'), key: join(folder, 'key.pem') }
    expect(() => readCertificate(paths, 0)).toThrow(/TLS_CERT 指的“.*none\.pem”没有这个文件/)
    expect(() => readCertificate({ ...paths, certificate: folder }, 0)).toThrow('读不出（EISDIR）')
  })

  test.each([
    ['it has expired', { to: new Date(Date.now() - dayMs), from: new Date(Date.now() - 2 * dayMs) }, '过期'],
    ['it expires soon', { to: new Date(Date.now() + 3 * dayMs) }, '将在'],
    ['it does not count yet', { from: new Date(Date.now() + dayMs) }, '才生效'],
    ['it names no address', { hasAddress: false }, 'subjectAltName'],
  ])('is served with a warning when %s', async (_what, wish, sentence) => {
    const made = makeCertificate(wish)
    const { warnings } = await read(made.cert, made.key)
    expect(warnings.join('\n')).toContain(sentence)
    expect(warnings).toHaveLength(1)
  })
})
