import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const diskMegabytes = 256

/** A disk so small that a test can fill it. */
export interface Disk {
  readonly folder: string
  /** Takes every byte there is left. */
  fill(): void
  free(): void
  remove(): void
}

/** A small disk of its own in memory; undefined where this machine lets nobody mount one. */
export function mountDisk(): Disk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'caibao-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', folder])
  if (status !== 0) {
    rmSync(folder, { recursive: true })
    return undefined
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill() {
      const file = openSync(filler, 'a')
      const block = Buffer.alloc(4096)
      try {
        for (;;) writeSync(file, block)
      } catch {
        closeSync(file)
      }
    },
    free: () => rmSync(filler),
    remove() {
      spawnSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true })
    },
  }
}
