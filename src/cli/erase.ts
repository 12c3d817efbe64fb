import { parseArgs } from 'node:util'
import { readRosterCode } from '#core/review/roster-code.ts'
import { learnRecords } from '#server/store/correction-records.ts'
import { type ErasedRecord, eraseRecord } from '#server/store/erase.ts'
import type { Store } from '#server/store/store.ts'
import { everyUnreadPack, unreadPacks } from '#server/store/unread-packs.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './print.ts'
import { openStandingServer } from './standing-server.ts'

const wholeDigits = 64

interface Asked {
  readonly record?: string | undefined
  readonly digest?: string | undefined
}

/** What was typed of a digest, which people have on paper in four groups of four. */
function digitsOf({ digest }: Asked): string {
  const read = readRosterCode(digest ?? '')
  return read?.kind === 'digits' ? read.digits : ''
}

function whoOf(asked: Asked) {
  const { record, digest } = asked
  if (record !== undefined) return digest === undefined ? { recordId: record } : undefined
  const digits = digitsOf(asked)
  return digits.length === wholeDigits ? { digest: digits } : undefined
}

function tellMiswritten(asked: Asked, output: Output): void {
  const isShort = asked.record === undefined && digitsOf(asked) !== ''
  output.err(
    isShort
      ? '没有删除：--digest 要写全 64 位的校验码，这是短的。64 位的在 verify --json 的 digest 里，或 log 的 digest 里；只有短校验码时，请管理员用“网上管理 → 删除数据”。'
      : '用法：caibao erase --record 记录编号 | --digest 校验码（64 位十六进制）',
  )
}

/** Packs nobody could look into for the person; of somebody who was not found, any may be theirs. */
async function tellUnread({ reader }: Store, erased: readonly ErasedRecord[], output: Output): Promise<void> {
  const orgIds = [...new Set(erased.map(({ orgId }) => orgId))]
  const packs = await (orgIds.length > 0 ? unreadPacks(reader, orgIds) : everyUnreadPack(reader))
  if (packs.length === 0) return
  output.out(
    `另有 ${packs.length} 个上报包没有传完或没有被接收，服务器不知道里面有谁，可能也含此人；设了保存期限的，到期自动删除：`,
  )
  for (const pack of packs) output.out(`  ${pack}`)
}

/** `erase --record ID` or `--digest D`: a person's data goes from the server, in every organisation that has it. */
export async function runErase(args: readonly string[], output: Output): Promise<number> {
  const options = { record: { type: 'string' }, digest: { type: 'string' } } as const
  const asked = parseArgs({ args: [...args], options }).values
  const who = whoOf(asked)
  if (!who) {
    tellMiswritten(asked, output)
    return exitCode.unreadable
  }
  const server = await openStandingServer(output)
  if (!server) return exitCode.unreadable
  const { store } = server
  try {
    const order = { who, by: 'server', now: Date.now() } as const
    await learnRecords(store)
    const { erased, disputed } = await store.write((writer) => eraseRecord(writer, order))
    for (const { orgId, recordId } of disputed)
      output.err(
        `单位 ${orgId}  记录 ${recordId}：没有删除。密封报送自称是这个校验码，服务器无法判断；请让单位先接收，或用 --record 删除。`,
      )
    if (erased.length === 0) {
      if (disputed.length === 0) output.err('服务器上没有这个人的数据，没有删除任何内容。')
      await tellUnread(store, erased, output)
      return exitCode.refused
    }
    const isForgotten = await store.forget()
    for (const { orgId, recordId, digests, packs } of erased) {
      output.out(`单位 ${orgId}  记录 ${recordId}：删除了 ${digests.length} 份的内容，日志里留有删除记录。`)
      for (const digest of digests) output.out(`  ${digest}`)
      for (const pack of packs) output.out(`  仍含此人的上报包（整包签名，由收包单位决定）：${pack}`)
    }
    await tellUnread(store, erased, output)
    if (!isForgotten)
      output.out(
        '正在做备份，或有程序在读数据库，或磁盘满了：删掉的内容还在数据文件里，由运行中的服务器一小时之内、或下次启动时抹去。',
      )
    output.out('以前做的服务器备份里还有这些内容，请按保管期限销毁。')
    return exitCode.ok
  } finally {
    await store.close()
  }
}
