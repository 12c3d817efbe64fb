import { readFile } from 'node:fs/promises'
import * as v from 'valibot'

function parsed(text: string, said: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${said} 不是完整的 JSON 文件。请核对是不是这个文件、有没有改坏。`)
  }
}

/**
 * Reads a JSON file of the office's own: who its unit is, its key. `what` names it to who reads the message; throws
 * what is wrong with it, or why it cannot be opened.
 */
export async function readJsonFile<Schema extends v.GenericSchema>(
  file: string,
  what: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const said = `${what} ${file}`
  const read = v.safeParse(schema, parsed(await readFile(file, 'utf8'), said))
  if (read.success) return read.output
  const where = v.getDotPath(read.issues[0])
  throw new Error(`${said} 不能用：${where === null ? '内容' : `“${where}”`}缺少或者不对。请核对是不是这个文件。`)
}
