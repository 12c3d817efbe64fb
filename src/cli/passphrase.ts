import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Names the file in which the passphrase lies, where nobody sits at the terminal. */
export const passphraseSetting = 'CAIBAO_PASSPHRASE_FILE'

/** Asks at the terminal; what is typed is not shown. */
async function ask(question: string): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true })
  // Only now the terminal shows nothing by itself.
  process.stderr.write(question)
  try {
    return await terminal.question('')
  } catch {
    throw new Error('没有输入口令，没有执行。')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

/** Asked once for each file, though both its keys are wanted. */
const asked = new Map<string, Promise<string>>()

/** Without what an editor puts around it: a mark of the encoding, a line's end. */
const passphraseIn = (text: string): string => text.replace(/^\u{FEFF}/u, '').replace(/\r?\n$/, '')

/** The passphrase of a sealed file: from the file that the setting names, or from who sits at the terminal. */
export async function passphraseOf(file: string): Promise<string> {
  const kept = process.env[passphraseSetting]
  if (kept !== undefined && kept !== '') return passphraseIn(await readFile(kept, 'utf8'))
  if (!process.stdin.isTTY) {
    throw new Error(
      `${file} 要口令才能打开。请在终端里执行，会问口令；或把口令写进一个文件，用环境变量 ${passphraseSetting} 指明它。`,
    )
  }
  const answer = asked.get(file) ?? ask(`${file} 的口令（两位保管人任何一位的）：`)
  asked.set(file, answer)
  return answer
}
