import { calculateJwkThumbprint } from 'jose'
import { readCertificate } from '#core/certificate/check-certificates.ts'
import { readCertificateRequest } from '#core/certificate/issue-certificate.ts'
import { type HandedIn, readInclusion } from '#core/pack/inclusion.ts'
import type { Result } from '#core/errors/result.ts'
import { returnReasonNames } from '#core/return-slip/reason-names.zh-CN.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import type { ReturnSlip } from '#core/return-slip/return-slip.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { type FileKind, fileKindOf } from '#core/submission/file-kind.ts'
import { readTask } from '#core/task/read-task.ts'
import type { Task } from '#core/task/task.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { certifiedBy, type CertifiedBy, tellStanding } from './certified.ts'

/** What a unit signed, verified, as people and programs read it. */
export interface SignedByUnit {
  readonly lines: readonly string[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly certified: CertifiedBy
}

const levelNames = { unit: '单位', department: '主管部门', city: '市', region: '自治区' } as const

function taskLines({ content, signer }: Task): readonly string[] {
  const { unit, scheme, deadline, server, encryptionKey } = content
  return [
    `采集任务  ${unit.name}（${unit.orgCode}，${unit.division}，${levelNames[unit.level]}）`,
    ...(unit.parent ? [`  主管部门 ${unit.parent.name}（${unit.parent.orgCode}）`] : []),
    `  方案 ${scheme.id} ${scheme.version}  截止 ${deadline ?? '不限'}`,
    `  ${encryptionKey ? '报送文件将密封给该单位' : '报送文件不加密'}${server === undefined ? '' : `  服务器 ${server}`}`,
    `  单位指纹 ${formatFingerprint(signer)}`,
  ]
}

function slipLines({ content, signer }: ReturnSlip): readonly string[] {
  const { unit, submissionDigest, revision, comments, returnedAt } = content
  return [
    `退回单  ${unit.name} 退回第 ${revision} 次报送  校验码 ${formatDigest(submissionDigest)}  ${returnedAt}`,
    ...comments.map(
      ({ path, reason, text }) => `  ${path} ${returnReasonNames[reason]}${text === '' ? '' : `：${text}`}`,
    ),
    `  单位指纹 ${formatFingerprint(signer)}`,
  ]
}

async function readAsTask(text: string): Promise<Result<SignedByUnit>> {
  const task = await readTask(text)
  if (!task.ok) return task
  const { content, signer, certificates } = task.value
  const { id, unit, deadline, issuedAt: at } = content
  const facts = { kind: 'task', id, unit: unit.name, orgCode: unit.orgCode, signer, ...(deadline && { deadline }) }
  const certified = await certifiedBy(certificates, { unit, signer, at })
  return { ok: true, value: { lines: taskLines(task.value), facts, certified } }
}

async function readAsSlip(text: string): Promise<Result<SignedByUnit>> {
  const slip = await readReturnSlip(text)
  if (!slip.ok) return slip
  const { content, signer, certificates } = slip.value
  const { submissionDigest, revision, comments, unit, returnedAt: at } = content
  const facts = { kind: 'returnSlip', unit: unit.name, submissionDigest, revision, comments: comments.length, signer }
  const certified = await certifiedBy(certificates, { unit, signer, at })
  return { ok: true, value: { lines: slipLines(slip.value), facts, certified } }
}

/** Whose it is: the person knows the digest of what they handed in, not of what the unit made of it. */
function correctedLines(handedIn: HandedIn | undefined): readonly string[] {
  if (!handedIn) return []
  const { digest, changes } = handedIn
  return [
    `  是单位在校验码 ${formatDigest(digest)} 的报送上改了 ${changes.length} 处：`,
    ...changes.map(
      ({ path, before, after, reason }) => `    ${path}  ${before || '（空）'} → ${after || '（空）'}  ${reason}`,
    ),
  ]
}

async function readAsInclusion(text: string): Promise<Result<SignedByUnit>> {
  const proof = await readInclusion(text)
  if (!proof.ok) return proof
  const { unit, pack, digest, reportedAt, index, count } = proof.value.content
  const { signer, certificates, handedIn } = proof.value
  const lines = [
    `上报凭证  ${unit.name}（${unit.orgCode}）${reportedAt} 上报`,
    `  校验码 ${formatDigest(digest)} 的报送是上报包 ${formatDigest(pack)} 中 ${count} 份的第 ${index + 1} 份`,
    ...correctedLines(handedIn),
    `  单位指纹 ${formatFingerprint(signer)}`,
  ]
  const facts = {
    kind: 'inclusion',
    unit: unit.name,
    digest,
    ...(handedIn && { handedIn }),
    pack,
    index,
    count,
    signer,
  }
  const certified = await certifiedBy(certificates, { unit, signer, at: reportedAt })
  return { ok: true, value: { lines, facts, certified } }
}

async function readAsRequest(text: string): Promise<Result<SignedByUnit>> {
  const request = await readCertificateRequest(text)
  if (!request.ok) return request
  const { content, signer, certificates } = request.value
  const { unit, requestedAt: at } = content
  const lines = [
    `证书申请  ${unit.name}（${unit.orgCode}，${levelNames[unit.level]}）向 ${unit.parent?.name ?? '（没有填上级单位）'} 申请`,
    `  单位指纹 ${formatFingerprint(signer)}`,
  ]
  const facts = { kind: 'certificateRequest', unit: unit.name, orgCode: unit.orgCode, signer }
  return { ok: true, value: { lines, facts, certified: await certifiedBy(certificates, { unit, signer, at }) } }
}

async function readAsCertificate(text: string): Promise<Result<SignedByUnit>> {
  const read = await readCertificate(text, new Date().toISOString())
  if (!read.ok) return read
  const { unit, key, validFrom, validUntil, replaces } = read.value.certificate.content
  const kid = await calculateJwkThumbprint(key, 'sha256')
  const lines = [
    `单位证书  ${unit.name}（${unit.orgCode}，${unit.division}，${levelNames[unit.level]}）`,
    `  ${validFrom.slice(0, 10)} 至 ${validUntil}${replaces === undefined ? '' : `  取代密钥 ${formatFingerprint(replaces)}`}`,
    `  单位指纹 ${formatFingerprint(kid)}`,
  ]
  const facts = { kind: 'certificate', unit: unit.name, orgCode: unit.orgCode, key: kid, validUntil }
  return { ok: true, value: { lines, facts, certified: tellStanding(read.value.standing) } }
}

const readers: Partial<Record<FileKind, (text: string) => Promise<Result<SignedByUnit>>>> = {
  task: readAsTask,
  inclusion: readAsInclusion,
  returnSlip: readAsSlip,
  certificateRequest: readAsRequest,
  certificate: readAsCertificate,
}

/** Reads what a unit signs as a file of its own; undefined when the text is none of them. */
export async function readSignedByUnit(text: string): Promise<Result<SignedByUnit> | undefined> {
  const kind = fileKindOf(text)
  return kind.ok ? readers[kind.value]?.(text) : undefined
}
