import { readFile } from 'node:fs/promises'
import * as v from 'valibot'

const packageSchema = v.object({ version: v.string() })

/** The version of this program. */
export async function ownVersion(): Promise<string> {
  const about = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return v.parse(packageSchema, JSON.parse(about)).version
}
