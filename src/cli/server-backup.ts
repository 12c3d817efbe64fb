import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { finished, pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGunzip, createGzip } from 'node:zlib'
import { readSettings } from '#server/read-settings.ts'
import { restoreBackup, writeBackup } from '#server/store/backup.ts'
import { verifyLog } from '#server/store/log.ts'
import { openStore } from '#server/store/open-store.ts'
import { exitCode } from './exit-code.ts'
import type { Output } from './print.ts'

/** `backup -o FILE`: everything the server has, as it stands now; the file counts only when it is whole and on disk. */
export async function runBackup(args: readonly string[], output: Output): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { output: { type: 'string', short: 'o' } } })
  const { output: file } = values
  if (file === undefined) {
    output.err('用法：caibao backup -o 备份.gz')
    return exitCode.unreadable
  }
  const unfinished = `${file}.${process.pid}.part`
  const store = await openStore(readSettings(process.env))
  try {
    const gzip = createGzip()
    const written = pipeline(gzip, createWriteStream(unfinished, { mode: 0o600, flags: 'wx' }))
    const rows = await writeBackup(store, async (line) => {
      if (!gzip.write(line)) await once(gzip, 'drain')
    })
    gzip.end()
    await written
    const handle = await open(unfinished, 'r+')
    await handle.sync()
    await handle.close()
    await rename(unfinished, file)
    output.out(`已备份 ${rows} 行到 ${file}。里面有服务器的签名密钥和个人信息，请妥善保管。`)
    return exitCode.ok
  } finally {
    await rm(unfinished, { force: true })
    await store.close()
  }
}

/** `restore FILE`: into an empty database, all or nothing; then the log is walked from end to end. */
export async function runRestore(args: readonly string[], output: Output): Promise<number> {
  const [file] = args
  if (file === undefined) {
    output.err('用法：caibao restore 备份.gz')
    return exitCode.unreadable
  }
  const store = await openStore(readSettings(process.env))
  try {
    const text = createReadStream(file).pipe(createGunzip())
    const rows = await restoreBackup(store, createInterface({ input: text, crlfDelay: Infinity }))
    await finished(text).catch(() => undefined)
    const { head, fault } = await verifyLog(store.reader)
    if (fault) {
      output.err(`已恢复，但日志在第 ${fault.position} 条断开（${fault.why}）：做备份之前就有人改过数据库。`)
      return exitCode.refused
    }
    output.out(`已恢复 ${rows} 行，日志 ${head.position} 条，首尾相接。`)
    return exitCode.ok
  } finally {
    await store.close()
  }
}
