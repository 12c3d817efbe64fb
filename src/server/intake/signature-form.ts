// The two ways of writing an ES256 signature: r and s side by side (RFC 7518 §3.4, in our files), and ASN.1 (RFC 3279
// §2.2.3). Node takes and gives the second when the key is named without options, which is twice as fast.
const half = 32
const integer = 0x02
const sequence = 0x30

/** An unsigned number as ASN.1 writes it: no zeros before it, but one where the first bit would make it negative. */
function numberOf(bytes: Uint8Array): Uint8Array {
  let from = 0
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1
  const number = bytes.subarray(from)
  const isHigh = (number[0] ?? 0) >= 0x80
  return Buffer.concat([Buffer.from(isHigh ? [integer, number.length + 1, 0] : [integer, number.length]), number])
}

/** ASN.1 of a signature; nothing when it has another length. */
export function toDer(signature: Uint8Array): Uint8Array | undefined {
  if (signature.byteLength !== half * 2) return undefined
  const [r, s] = [numberOf(signature.subarray(0, half)), numberOf(signature.subarray(half))]
  return Buffer.concat([Buffer.from([sequence, r.length + s.length]), r, s])
}

/** r and s of a signature that Node made, side by side. */
export function fromDer(der: Uint8Array): Buffer {
  const side = Buffer.alloc(half * 2)
  let at = 2
  for (const end of [half, half * 2]) {
    const size = der[at + 1] ?? 0
    // The zero that keeps it positive falls away; a short number is filled up from the left.
    const number = der.subarray(at + 2 + Math.max(0, size - half), at + 2 + size)
    side.set(number, end - number.length)
    at += 2 + size
  }
  return side
}
