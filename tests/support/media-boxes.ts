/** The paper of each page of a PDF, as width × height in points. */
export function mediaBoxes(bytes: Uint8Array): readonly string[] {
  const body = Buffer.from(bytes).toString('latin1')
  return [...body.matchAll(/\/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => `${width} × ${height}`)
}
