import { readdir, readFile } from 'node:fs/promises'

async function commandOf(pid: string): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
}

/** SIGKILL to every process of this Linux machine whose command line names the folder. */
export async function killProcessesOf(folder: string): Promise<void> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  let killed = 0
  for (const pid of pids) {
    if (!(await commandOf(pid)).includes(folder)) continue
    process.kill(Number(pid), 'SIGKILL')
    killed += 1
  }
  if (killed === 0) throw new Error(`no process uses ${folder}`)
}
