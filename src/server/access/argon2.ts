import crypto from 'node:crypto'
import { promisify } from 'node:util'

/** What makes argon2id hashes of passwords, and compares with them. */
export interface Argon2 {
  readonly hash: (password: string) => Promise<string>
  readonly verify: (stored: string, password: string) => Promise<boolean>
}

// OWASP's floor for argon2id; about 20 ms on an office PC.
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const
const tagBytes = 32
const saltBytes = 16

// All of it is said, for no release of the library to lower it: its names for argon2id (2) and version 0x13 (1) are there
// for its own compiler alone.
const packageSettings = {
  algorithm: 2,
  version: 1,
  memoryCost: cost.memory,
  timeCost: cost.passes,
  parallelism: cost.parallelism,
  outputLen: tagBytes,
} as const

const kept = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '')

/** By Node itself, in the spelling of the package: what one has written, the other reads. */
function argon2OfNode(): Argon2 {
  const derive = promisify(crypto.argon2)
  return {
    async hash(password) {
      const nonce = crypto.randomBytes(saltBytes)
      const tag = await derive('argon2id', { message: password, nonce, tagLength: tagBytes, ...cost })
      const { memory, passes, parallelism } = cost
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`
    },
    async verify(stored, password) {
      const [, memory, passes, parallelism, salt = '', tag = ''] = kept.exec(stored) ?? []
      if (!tag) throw new TypeError('a stored hash is not one of argon2id')
      const wanted = Buffer.from(tag, 'base64')
      const found = await derive('argon2id', {
        message: password,
        nonce: Buffer.from(salt, 'base64'),
        tagLength: wanted.length,
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
      })
      return crypto.timingSafeEqual(found, wanted)
    },
  }
}

async function argon2OfPackage(): Promise<Argon2> {
  const { hash, verify } = await import('@node-rs/argon2')
  return { hash: (password) => hash(password, packageSettings), verify }
}

/**
 * The compiled package where the system can load it. A Windows without Microsoft's C++ runtime cannot; there it is Node
 * itself, which has argon2 from 24.7 on.
 */
export async function argon2From(compiled: () => Promise<Argon2>): Promise<Argon2> {
  try {
    return await compiled()
  } catch (cause) {
    if (!('argon2' in crypto)) throw cause
    return argon2OfNode()
  }
}

/** The one of this process: where there is none, that is told at the start and not at the first sign-in. */
export const argon2 = await argon2From(argon2OfPackage)
