import { ok, type Result } from '#core/errors/result.ts'
import { readInclusion } from '#core/pack/inclusion.ts'
import { formatDigest } from '#core/submission/digest.ts'
import type { Correction, Submission, SubmissionContent } from '#core/submission/submission.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { type CertifiedBy, certifiedBy } from './certified.ts'
import { isGzip, readPackFile } from './pack-file.ts'
import { readTextFile } from './read-input.ts'

/** What a unit reported in the place of what a person signed. */
interface CorrectedByUnit {
  readonly digest: string
  readonly corrections: readonly Correction[]
}

/** Submissions that a pack or a proof says were reported. */
export interface Reported {
  readonly digests: ReadonlySet<string>
  /** Those the unit corrected, by the digest each names as the one before and, of a pack, by whose they are. */
  readonly corrected?: ReadonlyMap<string, CorrectedByUnit>
  readonly pack: string
  readonly unit: string
  /** Fingerprint of the key that says so: anybody can sign a proof in anybody's name. */
  readonly signer: string
  readonly certified: CertifiedBy
}

/** The same for everything the unit made of one submission. */
const whoseOf = ({ record, revision }: SubmissionContent): string => `${record.id} ${revision}`

async function readReportedPack(file: string): Promise<Result<Reported>> {
  const corrected = new Map<string, CorrectedByUnit>()
  const manifest = await readPackFile(file, {
    onSubmission({ content, digest }) {
      const { corrections, previous } = content
      if (!corrections) return
      for (const key of [previous, whoseOf(content)]) if (key !== undefined) corrected.set(key, { digest, corrections })
    },
  })
  if (!manifest.ok) return manifest
  const { content, digest, signer, certificates } = manifest.value
  const { unit, createdAt: at } = content
  const certified = await certifiedBy(certificates, { unit, signer, at })
  return ok({ digests: new Set(content.submissions), corrected, pack: digest, unit: unit.name, signer, certified })
}

/** What a pack, or the proof for one person, says was reported, and who says it. */
export async function readReported(file: string): Promise<Result<Reported>> {
  if (await isGzip(file)) return readReportedPack(file)
  const text = await readTextFile(file)
  const proof = text.ok ? await readInclusion(text.value) : text
  if (!proof.ok) return proof
  const { content, signer, certificates, handedIn } = proof.value
  const { digest, pack, unit, reportedAt: at } = content
  const certified = await certifiedBy(certificates, { unit, signer, at })
  const corrected = handedIn && new Map([[handedIn.digest, { digest, corrections: handedIn.changes }]])
  return ok({ digests: new Set([digest]), ...(corrected && { corrected }), pack, unit: unit.name, signer, certified })
}

interface FoundCorrected {
  readonly digest: string
  /** Whether it names the submission as the one before it; otherwise others lie between, which nobody sees here. */
  readonly isDirect: boolean
  readonly changes: readonly Correction[]
}

function correctedOf({ content, digest }: Submission, { corrected }: Reported): FoundCorrected | undefined {
  const direct = corrected?.get(digest)
  const found = direct ?? corrected?.get(whoseOf(content))
  if (!found) return undefined
  // A correction lists those before it first, and what the submission lists itself it has.
  const changes = direct ? found.corrections.slice(content.corrections?.length ?? 0) : found.corrections
  return { digest: found.digest, isDirect: direct !== undefined, changes }
}

function linesOf(isIncluded: boolean, found: FoundCorrected | undefined, reported: Reported): readonly string[] {
  const where = `${reported.unit} 的上报包（${formatDigest(reported.pack)}）`
  if (isIncluded) return [`已上报：在 ${where} 里`]
  const missing = `不在 ${where} 里`
  if (!found) return reported.corrected ? [missing] : [missing, '上报凭证只说一份文件；单位改过的话，请用上报包核对']
  const { digest, isDirect, changes } = found
  const head = isDirect
    ? [`这份${missing}；单位改过的那份（校验码 ${formatDigest(digest)}）在，写明改了 ${changes.length} 处：`]
    : [
        `这份${missing}；同一条记录、同一次报送，单位改过的另一份（校验码 ${formatDigest(digest)}）在`,
        `那一份不是直接由这份改的，中间的几份不在包里，无法核对，请问上报单位。它写明本人签名之后改了 ${changes.length} 处：`,
      ]
  const shown = (value: string): string => value || '（空）'
  return [
    ...head,
    ...changes.map(({ path, before, after, reason }) => `  ${path}  ${shown(before)} → ${shown(after)}  ${reason}`),
  ]
}

/** What is said of a submission that is held against what was reported. */
export interface ToldOfReported {
  /** Whether it, or what the unit made of it, was reported by whom the certificates do not contradict. */
  readonly isReported: boolean
  readonly facts: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

/** Whether a submission was reported, as it is or as the unit corrected it. */
export function toldOf(submission: Submission, reported: Reported): ToldOfReported {
  const { pack, unit, signer, certified } = reported
  const included = reported.digests.has(submission.digest)
  const found = included ? undefined : correctedOf(submission, reported)
  return {
    isReported: (included || found?.isDirect === true) && !certified.isWrong,
    facts: {
      included,
      ...(found && { includedCorrected: found }),
      pack,
      reportedBy: { unit, signer, ...certified.facts },
    },
    lines: [...linesOf(included, found, reported), `上报单位指纹 ${formatFingerprint(signer)}  ${certified.line}`],
  }
}
