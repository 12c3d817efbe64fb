/**
 * Merkle tree over submission digests as in RFC 6962 §2.1: a leaf is hashed behind a zero byte, a node behind a one,
 * so that no node can pass as a leaf. The tree of n leaves splits at the largest power of two below n.
 */
type Hash = Uint8Array<ArrayBuffer>

/** SHA-256 as the platform has it. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Hash | Promise<Hash>

const webSha256: Sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

const leafPrefix = 0
const nodePrefix = 1
const hashLength = 32
// So many are on their way at a time: jobs for a hundred thousand hashes take far more room than the hashes.
const atOnce = 512

function bytesOf(hex: string): Hash {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16)
  return bytes
}

function hexOf(hash: Hash): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function prefixed(prefix: number, ...parts: readonly Hash[]): Hash {
  const bytes = new Uint8Array(1 + parts.reduce((sum, { length }) => sum + length, 0))
  bytes[0] = prefix
  let at = 1
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** One level of the tree: its hashes end to end, because so many small arrays take ten times the room. */
class Level {
  readonly length: number
  readonly #bytes: Hash

  constructor(length: number) {
    this.length = length
    this.#bytes = new Uint8Array(length * hashLength)
  }

  at(index: number): Hash | undefined {
    if (index < 0 || index >= this.length) return undefined
    return this.#bytes.subarray(index * hashLength, (index + 1) * hashLength)
  }

  set(index: number, hash: Hash): void {
    this.#bytes.set(hash, index * hashLength)
  }
}

async function levelOf(length: number, hashAt: (index: number) => Hash | Promise<Hash>): Promise<Level> {
  const level = new Level(length)
  for (let from = 0; from < length; from += atOnce) {
    const count = Math.min(atOnce, length - from)
    const hashes = await Promise.all(Array.from({ length: count }, async (_, offset) => hashAt(from + offset)))
    for (const [offset, hash] of hashes.entries()) level.set(from + offset, hash)
  }
  return level
}

/** The next level up; a node without a sibling moves up as it is. */
function levelAbove(level: Level, sha256: Sha256): Promise<Level> {
  return levelOf(Math.ceil(level.length / 2), (index) => {
    const [left, right] = [level.at(index * 2), level.at(index * 2 + 1)]
    if (!left) throw new RangeError('no such node in this level of the tree')
    return right ? sha256(prefixed(nodePrefix, left, right)) : left
  })
}

function leavesOf(digests: readonly string[], sha256: Sha256): Promise<Level> {
  return levelOf(digests.length, (index) => sha256(prefixed(leafPrefix, bytesOf(digests[index] ?? ''))))
}

/** Root of the tree over these digests in their order, hex; of no digests the hash of nothing. */
export async function merkleRoot(digests: readonly string[], sha256: Sha256 = webSha256): Promise<string> {
  let level = await leavesOf(digests, sha256)
  while (level.length > 1) level = await levelAbove(level, sha256)
  return hexOf(level.at(0) ?? (await sha256(new Uint8Array())))
}

/** The hashes beside the way from one leaf up to the root, hex, lowest first; nothing if there is no such leaf. */
export async function merklePath(digests: readonly string[], index: number): Promise<readonly string[] | undefined> {
  if (!Number.isInteger(index) || index < 0 || index >= digests.length) return undefined
  const path: string[] = []
  let level = await leavesOf(digests, webSha256)
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const sibling = level.at(at % 2 === 0 ? at + 1 : at - 1)
    if (sibling) path.push(hexOf(sibling))
    level = await levelAbove(level, webSha256)
  }
  return path
}

/** Where a digest stands in a tree, and the way up. */
export interface MerkleProof {
  readonly digest: string
  readonly index: number
  readonly count: number
  readonly path: readonly string[]
}

/** The root this proof leads to (RFC 9162 §2.1.3.2); nothing if its length does not fit the tree. */
export async function rootOfProof({ digest, index, count, path }: MerkleProof): Promise<string | undefined> {
  if (index < 0 || index >= count) return undefined
  let hash = await webSha256(prefixed(leafPrefix, bytesOf(digest)))
  let at = index
  let last = count - 1
  for (const step of path) {
    if (last === 0) return undefined
    if (at % 2 === 1 || at === last) {
      hash = await webSha256(prefixed(nodePrefix, bytesOf(step), hash))
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else hash = await webSha256(prefixed(nodePrefix, hash, bytesOf(step)))
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hexOf(hash) : undefined
}
