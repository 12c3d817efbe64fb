import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import { visibleText } from '#core/characters/visible-text.ts'
import { readCertificate } from '#core/certificate/check-certificates.ts'
import {
  acceptableRequest,
  issueCertificate,
  readCertificateRequest,
  signCertificateRequest,
} from '#core/certificate/issue-certificate.ts'
import { parseDateText } from '#core/record/parse-date.ts'
import { compareFingerprint, formatFingerprint } from '#core/unit/fingerprint.ts'
import { exitCode } from './exit-code.ts'
import { readUnit } from './pack-file.ts'
import type { Output } from './print.ts'
import { readTextFile } from './read-input.ts'
import { sayError } from './say-error.ts'
import { readSigningKey } from './signing-key.ts'
import { writeWholeText } from './write-whole-file.ts'

const usage = `用法：caibao certificate request -o 申请.ucr --unit 单位.json --key 签名密钥.jwk [--replaces 旧密钥.jwk]
      caibao certificate issue 申请.ucr -o 证书.uct --unit 本单位.json --key 签名密钥.jwk --fingerprint 电话里听到的指纹
                              [--until 2029-12-31] [--certificate 本单位证书.uct]`

const usualYears = 3

function optionsIn(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      output: { type: 'string', short: 'o' },
      unit: { type: 'string' },
      key: { type: 'string' },
      replaces: { type: 'string' },
      fingerprint: { type: 'string' },
      until: { type: 'string' },
      certificate: { type: 'string' },
    },
    allowPositionals: true,
  })
}

interface Asked {
  readonly values: ReturnType<typeof optionsIn>['values']
  readonly target: string
  readonly unit: string
  readonly key: string
  readonly output: Output
  readonly now: Date
}

async function request({ values, target, unit, key, output, now }: Asked): Promise<number> {
  const own = await readUnit(unit)
  const signing = await readSigningKey(key, undefined, own)
  const old = values.replaces === undefined ? undefined : await readSigningKey(values.replaces)
  const replaces = old && { replaces: await calculateJwkThumbprint(old.publicJwk, 'sha256') }
  const content = { unit: own, requestedAt: now.toISOString(), ...replaces }
  await writeWholeText(target, await signCertificateRequest(content, signing))
  const kid = await calculateJwkThumbprint(signing.publicJwk, 'sha256')
  output.out(`${target}  请把它交给上级单位，并在电话里念这个指纹：${formatFingerprint(kid)}`)
  return exitCode.ok
}

/** The last day of the year so many years on. */
const lastDayAfter = (now: Date, years: number): string => `${now.getUTCFullYear() + years}-12-31`

async function issue(file: string, { values, target, unit, key, output, now }: Asked): Promise<number> {
  const text = await readTextFile(file)
  const asked = text.ok ? await readCertificateRequest(text.value) : text
  if (!asked.ok) {
    output.err(`${file}: ${sayError(asked.error)}（${asked.error.code}）`)
    return exitCode.refused
  }
  const own = await readUnit(unit)
  const issuer = { unit: own, key: await readSigningKey(key, values.certificate, own) }
  const acceptable = acceptableRequest(asked.value, own)
  if (!acceptable.ok) {
    output.err(sayError(acceptable.error))
    return exitCode.refused
  }
  const { content, signer } = asked.value
  if (!compareFingerprint(values.fingerprint ?? '', signer).isSame) {
    output.err(`没有签发：给出的指纹与申请文件里的不同。申请文件：${formatFingerprint(signer)}`)
    return exitCode.refused
  }
  const { until = lastDayAfter(now, usualYears) } = values
  const day = parseDateText(until, 'day')
  if (!day.ok || day.value !== until) {
    output.err(visibleText(`没有签发：--until 要写成 ${lastDayAfter(now, usualYears)} 这样的日期，这里是 ${until}。`))
    return exitCode.refused
  }
  const { replaces } = content
  const [id, validFrom] = [randomUUID(), now.toISOString()]
  const certificate = await issueCertificate(asked.value, { id, validFrom, validUntil: until, replaces }, issuer)
  const readBack = await readCertificate(certificate, validFrom)
  if (!readBack.ok) {
    output.err(visibleText(`没有签发：${sayError(readBack.error)}`))
    return exitCode.refused
  }
  await writeWholeText(target, certificate)
  output.out(visibleText(`${target}  已证明 ${content.unit.name}（${content.unit.orgCode}），有效期到 ${until}`))
  return exitCode.ok
}

/** `certificate request|issue`: a unit asks the unit above to confirm its key; the unit above does. */
export async function runCertificate(args: readonly string[], output: Output, now: Date): Promise<number> {
  const { values, positionals } = optionsIn(args)
  const [what, file, ...more] = positionals
  const { output: target, unit, key } = values
  if (target && unit && key && more.length === 0) {
    const asked = { values, target, unit, key, output, now }
    if (what === 'request' && file === undefined) return request(asked)
    if (what === 'issue' && file && values.fingerprint !== undefined) return issue(file, asked)
  }
  output.err(usage)
  return exitCode.unreadable
}
