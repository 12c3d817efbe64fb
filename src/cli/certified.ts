import type { AppError } from '#core/errors/error-code.ts'
import { type Certified, checkCertificates, type Claim, type Standing } from '#core/certificate/check-certificates.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { sayError } from './say-error.ts'

/** Who says that a file is the unit's, as people and programs read it. */
export interface CertifiedBy {
  readonly line: string
  readonly facts: Readonly<Record<string, unknown>>
  /** The file carries certificates, and they do not prove who signed. */
  readonly isWrong: boolean
}

function certifiedLine({ issuers, validUntil }: Certified): string {
  const [nearest, ...above] = issuers.map(({ unit }) => unit.name)
  const top = issuers.at(-1)
  const further = above.length > 0 ? `，再由 ${above.join('、')} 证明` : ''
  return `由 ${nearest} 证明${further}；有效期到 ${validUntil}；最上一级 ${top?.unit.name} 的指纹 ${formatFingerprint(top?.kid ?? '')}`
}

/** What a standing says, for a line and for a program. */
export function tellStanding(standing: Standing): CertifiedBy {
  if (standing.kind === 'selfSigned') {
    const line = '没有上级单位的证书，只由本单位自己签名：请按指纹电话核对'
    return { line, facts: { certifiedBy: null }, isWrong: false }
  }
  const [nearest] = standing.issuers
  const top = standing.issuers.at(-1)
  const facts = {
    certifiedBy: nearest?.unit.name,
    certifiedUntil: standing.validUntil,
    top: top?.unit.name,
    topKey: top?.kid,
  }
  return { line: certifiedLine(standing), facts, isWrong: false }
}

/** Why certificates prove nothing, for a line and for a program. */
function tellWrong(error: AppError): CertifiedBy {
  const message = sayError(error)
  return {
    line: `证书无效：${message}（${error.code}）`,
    facts: { ok: false, error: { code: error.code, message } },
    isWrong: true,
  }
}

/** Who certifies what this unit signed. */
export async function certifiedBy(certificates: readonly string[], claim: Claim): Promise<CertifiedBy> {
  const standing = await checkCertificates(certificates, claim)
  return standing.ok ? tellStanding(standing.value) : tellWrong(standing.error)
}
