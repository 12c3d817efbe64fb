import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { localDate } from '../local-date.ts'
import type { CertificatePaths } from './certificate-paths.ts'

/** A certificate and its key that fit each other. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  /** The first name or address it is for; absent where it names none. */
  readonly certifiedFor?: string
  /** What the person should know though it can be served. */
  readonly warnings: readonly string[]
}

const soonMs = 14 * 24 * 3_600_000

function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    const why =
      code === 'ENOENT' ? '没有这个文件' : code === 'EACCES' ? '没有读取它的权限' : `读不出（${String(code)}）`
    throw new RangeError(`${name} 指的“${path}”${why}。`, { cause })
  }
}

function parseCertificate(path: string, text: string): X509Certificate {
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new RangeError(
      text.includes('PRIVATE KEY-----')
        ? `TLS_CERT 指的“${path}”是私钥，不是证书；TLS_CERT 和 TLS_KEY 可能写反了。`
        : `TLS_CERT 指的“${path}”不是 PEM 格式的证书（应以 -----BEGIN CERTIFICATE----- 开头）。`,
    )
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw new RangeError(`TLS_CERT 指的“${path}”是坏的，证书读不出来。`, { cause })
  }
}

function parseKey(path: string, text: string): KeyObject {
  if (text.includes('ENCRYPTED'))
    throw new RangeError(
      `TLS_KEY 指的“${path}”有口令保护，服务启动时没有人输入口令。请先去掉口令：openssl pkey -in 私钥.pem -out 新私钥.pem`,
    )
  if (!text.includes('PRIVATE KEY-----'))
    throw new RangeError(`TLS_KEY 指的“${path}”不是 PEM 格式的私钥（应以 -----BEGIN PRIVATE KEY----- 开头）。`)
  try {
    return createPrivateKey(text)
  } catch (cause) {
    throw new RangeError(`TLS_KEY 指的“${path}”是坏的，私钥读不出来。`, { cause })
  }
}

/** Of the names of a certificate, as Node writes them, the first that can be typed into a browser. */
export function firstAddressIn(names: string | undefined): string | undefined {
  // Node quotes what holds signs that no address has.
  const plain = (names ?? '').replaceAll(/"(?:[^"\\]|\\.)*"/g, '"')
  return /(?:^|, )(?:DNS|IP Address):([^,"*]+)(?=,|$)/.exec(plain)?.[1]
}

function warningsOf(certificate: X509Certificate, nowMs: number): readonly string[] {
  const [from, to] = [certificate.validFromDate, certificate.validToDate]
  const warnings = []
  if (nowMs < from.getTime())
    warnings.push(`证书要到 ${localDate(from)} 才生效，今天浏览器不会接受它。请核对这台机器的日期和证书。`)
  if (nowMs > to.getTime()) warnings.push(`证书已在 ${localDate(to)} 过期，浏览器会警告或拒绝打开。请换新证书。`)
  else if (nowMs > to.getTime() - soonMs) warnings.push(`证书将在 ${localDate(to)} 过期，请尽快换新证书。`)
  if (certificate.subjectAltName === undefined)
    warnings.push('证书没有写明用于哪个地址（缺 subjectAltName），浏览器不会接受它。请重新制作证书。')
  return warnings
}

/** Reads both files and holds them against each other; each mistake is named in a sentence. */
export function readCertificate(paths: CertificatePaths, nowMs: number): Certificate {
  const [cert, key] = [readText('TLS_CERT', paths.certificate), readText('TLS_KEY', paths.key)]
  const certificate = parseCertificate(paths.certificate, cert)
  if (!certificate.checkPrivateKey(parseKey(paths.key, key)))
    throw new RangeError(`证书“${paths.certificate}”和私钥“${paths.key}”不是一对。请用制作这张证书时的私钥。`)
  try {
    createSecureContext({ cert, key })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RangeError(`证书“${paths.certificate}”不能用于 https：${reason}`, { cause })
  }
  const certifiedFor = firstAddressIn(certificate.subjectAltName)
  return { cert, key, warnings: warningsOf(certificate, nowMs), ...(certifiedFor !== undefined && { certifiedFor }) }
}
