/**
 * Merkle tree over submission digests as in RFC 6962 §2.1: a leaf is hashed behind a zero byte, a node behind a one,
 * so that no node can pass as a leaf. The tree of n leaves splits at the largest power of two below n.
 */
type Hash = Uint8Array<ArrayBuffer>

const leafPrefix = 0
const nodePrefix = 1

function bytesOf(hex: string): Hash {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function hexOf(hash: Hash): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function hashOf(prefix: number, ...parts: readonly Hash[]): Promise<Hash> {
  const bytes = new Uint8Array(1 + parts.reduce((sum, { length }) => sum + length, 0))
  bytes[0] = prefix
  let at = 1
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** The next level up; a node without a sibling moves up as it is. */
async function levelAbove(level: readonly Hash[]): Promise<readonly Hash[]> {
  const above: Promise<Hash>[] = []
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = level.slice(at, at + 2)
    if (left && right) above.push(hashOf(nodePrefix, left, right))
    else if (left) above.push(Promise.resolve(left))
  }
  return Promise.all(above)
}

async function leavesOf(digests: readonly string[]): Promise<readonly Hash[]> {
  return Promise.all(digests.map((digest) => hashOf(leafPrefix, bytesOf(digest))))
}

/** Root of the tree over these digests in their order, hex; of no digests the hash of nothing. */
export async function merkleRoot(digests: readonly string[]): Promise<string> {
  let level = await leavesOf(digests)
  while (level.length > 1) level = await levelAbove(level)
  const [root] = level
  return hexOf(root ?? new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array())))
}

/** The hashes beside the way from one leaf up to the root, hex, lowest first; nothing if there is no such leaf. */
export async function merklePath(digests: readonly string[], index: number): Promise<readonly string[] | undefined> {
  if (!Number.isInteger(index) || index < 0 || index >= digests.length) return undefined
  const path: string[] = []
  let level = await leavesOf(digests)
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1]
    if (sibling) path.push(hexOf(sibling))
    level = await levelAbove(level)
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
  let hash = await hashOf(leafPrefix, bytesOf(digest))
  let at = index
  let last = count - 1
  for (const step of path) {
    if (last === 0) return undefined
    if (at % 2 === 1 || at === last) {
      hash = await hashOf(nodePrefix, bytesOf(step), hash)
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else hash = await hashOf(nodePrefix, hash, bytesOf(step))
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hexOf(hash) : undefined
}
