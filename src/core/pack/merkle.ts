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

// By code of the character: a tree of a hundred thousand leaves spells out three million bytes.
const valueOf = (code: number): number => (code < 58 ? code - 48 : (code | 32) - 87)

function bytesInto(bytes: Hash, from: number, hex: string): Hash {
  for (let at = 0; at < hex.length; at += 2) {
    bytes[from + (at >> 1)] = (valueOf(hex.charCodeAt(at)) << 4) | valueOf(hex.charCodeAt(at + 1))
  }
  return bytes
}

const bytesOf = (hex: string): Hash => bytesInto(new Uint8Array(hex.length >> 1), 0, hex)

function hexOf(hash: Hash): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What is hashed for a leaf. */
function leaf(digest: string): Hash {
  const bytes = new Uint8Array(1 + (digest.length >> 1))
  bytes[0] = leafPrefix
  return bytesInto(bytes, 1, digest)
}

/** What is hashed for a node. */
function node(left: Hash, right: Hash): Hash {
  const bytes = new Uint8Array(1 + left.length + right.length)
  bytes[0] = nodePrefix
  bytes.set(left, 1)
  bytes.set(right, 1 + left.length)
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
    return right ? sha256(node(left, right)) : left
  })
}

function leavesOf(digests: readonly string[], sha256: Sha256): Promise<Level> {
  return levelOf(digests.length, (index) => sha256(leaf(digests[index] ?? '')))
}

/** Root of the tree over these digests in their order, hex; of no digests the hash of nothing. */
export async function merkleRoot(digests: readonly string[], sha256: Sha256 = webSha256): Promise<string> {
  let level = await leavesOf(digests, sha256)
  while (level.length > 1) level = await levelAbove(level, sha256)
  return hexOf(level.at(0) ?? (await sha256(new Uint8Array())))
}

/** The hashes beside the way from one leaf up to the root, hex, lowest first; nothing if there is no such leaf. */
export async function merklePath(
  digests: readonly string[],
  index: number,
  sha256: Sha256 = webSha256,
): Promise<readonly string[] | undefined> {
  if (!Number.isInteger(index) || index < 0 || index >= digests.length) return undefined
  const path: string[] = []
  let level = await leavesOf(digests, sha256)
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const sibling = level.at(at % 2 === 0 ? at + 1 : at - 1)
    if (sibling) path.push(hexOf(sibling))
    level = await levelAbove(level, sha256)
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
  let hash = await webSha256(leaf(digest))
  let at = index
  let last = count - 1
  for (const step of path) {
    if (last === 0) return undefined
    if (at % 2 === 1 || at === last) {
      hash = await webSha256(node(bytesOf(step), hash))
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else hash = await webSha256(node(hash, bytesOf(step)))
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hexOf(hash) : undefined
}
