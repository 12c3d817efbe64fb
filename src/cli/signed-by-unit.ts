import { readInclusion } from '#core/pack/inclusion.ts'
import type { Result } from '#core/errors/result.ts'
import { returnReasonNames } from '#core/return-slip/reason-names.zh-CN.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import type { ReturnSlip } from '#core/return-slip/return-slip.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { fileKindOf } from '#core/submission/file-kind.ts'
import { readTask } from '#core/task/read-task.ts'
import type { Task } from '#core/task/task.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'

/** A task or return slip, verified, as people and programs read it. */
export interface SignedByUnit {
  readonly lines: readonly string[]
  readonly facts: Readonly<Record<string, unknown>>
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
  const { content, signer } = task.value
  const { id, unit, deadline } = content
  const facts = { kind: 'task', id, unit: unit.name, orgCode: unit.orgCode, signer, ...(deadline && { deadline }) }
  return { ok: true, value: { lines: taskLines(task.value), facts } }
}

async function readAsSlip(text: string): Promise<Result<SignedByUnit>> {
  const slip = await readReturnSlip(text)
  if (!slip.ok) return slip
  const { content, signer } = slip.value
  const { submissionDigest, revision, comments, unit } = content
  const facts = { kind: 'returnSlip', unit: unit.name, submissionDigest, revision, comments: comments.length, signer }
  return { ok: true, value: { lines: slipLines(slip.value), facts } }
}

async function readAsInclusion(text: string): Promise<Result<SignedByUnit>> {
  const proof = await readInclusion(text)
  if (!proof.ok) return proof
  const { unit, pack, digest, reportedAt, index, count } = proof.value.content
  const { signer } = proof.value
  const lines = [
    `上报凭证  ${unit.name}（${unit.orgCode}）${reportedAt} 上报`,
    `  校验码 ${formatDigest(digest)} 的报送是上报包 ${formatDigest(pack)} 中 ${count} 份的第 ${index + 1} 份`,
    `  单位指纹 ${formatFingerprint(signer)}`,
  ]
  return {
    ok: true,
    value: { lines, facts: { kind: 'inclusion', unit: unit.name, digest, pack, index, count, signer } },
  }
}

/** Reads a `.task`, `.rtn` or proof of inclusion; undefined when the text is none of them. */
export async function readSignedByUnit(text: string): Promise<Result<SignedByUnit> | undefined> {
  const kind = fileKindOf(text)
  if (!kind.ok) return undefined
  if (kind.value === 'task') return readAsTask(text)
  if (kind.value === 'inclusion') return readAsInclusion(text)
  return kind.value === 'returnSlip' ? readAsSlip(text) : undefined
}
