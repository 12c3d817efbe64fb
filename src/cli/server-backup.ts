import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { constants, createGunzip, createGzip, gunzipSync } from 'node:zlib'
import { makeCutter } from '#core/pack/lines.ts'
import { readSettings, type ServerSettings } from '#server/read-settings.ts'
import { environmentToAddTo } from '#server/setting-names.ts'
import { restoreBackup, writeBackup } from '#server/store/backup.ts'
import { type LogFault, verifyLog } from '#server/store/log.ts'
import { openStore } from '#server/store/open-store.ts'
import { placeOf } from '#server/store/place-of.ts'
import { exitCode } from './exit-code.ts'
import { sayFault } from './log-fault.ts'
import type { Output } from './print.ts'
import { openStandingServer } from './standing-server.ts'

/** Whether a file that stands where a backup is to go is an earlier one, which the new one takes the place of. */
async function isBackup(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    const begun = gunzipSync(buffer.subarray(0, bytesRead), { finishFlush: constants.Z_SYNC_FLUSH })
    return begun.toString().startsWith('{"caibao":"caibao-server-backup/')
  } finally {
    await handle.close()
  }
}

/** An empty file was made to be written to. */
const holdsSomething = async (file: string): Promise<boolean> =>
  ((await stat(file).catch(() => undefined))?.size ?? 0) > 0

/** Anything else that stands there stays. */
const isForeign = async (file: string): Promise<boolean> =>
  (await holdsSomething(file)) && !(await isBackup(file).catch(() => false))

/**
 * The last backup from before a log was found changed shows what was changed: it gets another name, once, before a new one
 * takes its place. Gives where it is, as the end of a sentence; nothing where there is none.
 */
async function keepEarlier(file: string): Promise<string> {
  const kept = `${file}.earlier`
  if (await holdsSomething(kept)) return `，早先留下的那一份在 ${kept}`
  if (!(await holdsSomething(file))) return ''
  await rename(file, kept)
  return `，原来在这里的那一份在 ${kept}`
}

/** Written all the same, for what is left may be needed soon; and told as no success, for whoever looks at that alone. */
function tellFault(fault: LogFault, whereEarlier: string, output: Output): number {
  output.err(
    `但${sayFault(fault)}：有人改过数据库。备份里就是改过的内容。请查明是谁；以前的备份都先留着${whereEarlier}。`,
  )
  return exitCode.refused
}

/** `backup -o FILE`: everything the server has, as it stands now; the file counts only when it is whole and on disk. */
export async function runBackup(args: readonly string[], output: Output): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { output: { type: 'string', short: 'o' } } })
  const { output: file } = values
  if (file === undefined) {
    output.err('用法：caibao backup -o 备份.gz')
    return exitCode.unreadable
  }
  if (await isForeign(file)) {
    output.err(`已经有 ${file}，它不是服务器的备份，没有覆盖。请换一个文件名，或先把它移走。`)
    return exitCode.unreadable
  }
  const unfinished = `${file}.${process.pid}.part`
  const server = await openStandingServer(output, 'toRead')
  if (!server) return exitCode.unreadable
  const { store, place } = server
  try {
    const gzip = createGzip()
    const written = pipeline(gzip, createWriteStream(unfinished, { mode: 0o600, flags: 'wx' }))
    // It may fail long before it is waited for: whatever is written next tells of it, for nothing drains any more.
    const failed = new AbortController()
    written.catch(() => failed.abort())
    const { rows, log } = await writeBackup(store, async (line) => {
      if (!gzip.write(line)) await once(gzip, 'drain', { signal: failed.signal }).catch(() => written)
    })
    gzip.end()
    await written
    const handle = await open(unfinished, 'r+')
    await handle.sync()
    await handle.close()
    const whereEarlier = log.fault ? await keepEarlier(file) : ''
    await rename(unfinished, file)
    output.out(`已把 ${place} 备份到 ${file}，共 ${rows} 行。里面有服务器的签名密钥和个人信息，请妥善保管。`)
    return log.fault ? tellFault(log.fault, whereEarlier, output) : exitCode.ok
  } finally {
    await rm(unfinished, { force: true })
    await store.close()
  }
}

/** What kept a file from being read to its end, in words; nothing when that was not at fault. */
function whyUnread(file: string, { code = '', syscall }: NodeJS.ErrnoException): string | undefined {
  if (syscall !== undefined) return `读不出备份文件 ${file}（${code}）。请核对文件名，没有恢复。`
  return code.startsWith('Z_') ? `备份文件 ${file} 不完整或不是 .gz（${code}），没有恢复。请换一份备份。` : undefined
}

/** The lines of a backup, and what became of reading them. */
function linesOf(file: string) {
  const [source, text] = [createReadStream(file), createGunzip()]
  text.setEncoding('utf8')
  const flowed = pipeline(source, text).catch(() => undefined)
  /** Begun only when the first is asked for: what is read before that goes to nobody. */
  async function* lines(): AsyncGenerator<string, void> {
    // Its fault came before, and no end will.
    if (text.destroyed) return
    // Cut by hand: Node's own reader of lines also ends them at U+2028 and U+2029, which JSON leaves as they are.
    const cutter = makeCutter({ lengthAt: () => Infinity })
    const pieces: AsyncIterable<string> = text.iterator({ destroyOnReturn: false })
    for await (const piece of pieces) yield* cutter.cut(piece)
    if (cutter.rest() !== '') yield cutter.rest()
  }
  /** Reads on to the end: that a file was cut short may show only behind the line that was at fault. */
  async function end(): Promise<NodeJS.ErrnoException | undefined> {
    text.resume()
    await flowed
    return source.errored ?? text.errored ?? undefined
  }
  return { lines: lines(), end }
}

const usage = '用法：caibao restore 备份.gz [--data 数据文件夹]'

/**
 * Where a backup is restored to. Not where nobody said: a service has a folder of its own, and a backup that lies in the
 * usual one while the service begins anew, with another key, is a server that was lost without anybody noticing.
 */
function targetOf(data: string | undefined, output: Output): ServerSettings | undefined {
  const env = environmentToAddTo()
  const { CAIBAO_DATA: folder, DATABASE_URL: url, ...others } = env
  if (data) return readSettings({ ...others, CAIBAO_DATA: data })
  const settings = readSettings(env)
  if (folder || url) return settings
  const place = placeOf(settings)
  output.err(
    `没有说恢复到哪里：CAIBAO_DATA 和 DATABASE_URL 都没有设置，不写就是 ${place}。没有恢复。服务器的数据在别处时，请带上它的设置再运行一次，例如：CAIBAO_DATA=数据文件夹 npm run -s caibao -- restore …（PostgreSQL：DATABASE_URL=…）；要恢复到 ${place} 时，请加上 --data ${place}。`,
  )
  return undefined
}

/** `restore FILE [--data FOLDER]`: into an empty database, all or nothing; then the log is walked from end to end. */
export async function runRestore(args: readonly string[], output: Output): Promise<number> {
  const options = { data: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) {
    output.err(usage)
    return exitCode.unreadable
  }
  const settings = targetOf(values.data, output)
  if (!settings) return exitCode.unreadable
  const store = await openStore(settings)
  try {
    const { lines, end } = linesOf(file)
    const rows = await restoreBackup(store, lines).catch(async (thrown: unknown) => {
      const broken = await end()
      const why = broken && whyUnread(file, broken)
      throw why === undefined ? thrown : new Error(why, { cause: thrown })
    })
    await end()
    const { head, fault } = await verifyLog(store.reader)
    const place = placeOf(settings)
    if (fault) {
      output.err(`已恢复到 ${place}，但${sayFault(fault)}：做备份之前就有人改过数据库。`)
      return exitCode.refused
    }
    output.out(`已恢复到 ${place}，共 ${rows} 行；日志 ${head.position} 条，首尾相接。`)
    return exitCode.ok
  } finally {
    await store.close()
  }
}
