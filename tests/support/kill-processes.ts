import { readdir, readFile } from 'node:fs/promises'

async function commandOf(pid: string): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
}

/** The processes of this Linux machine. */
const allPids = async (): Promise<readonly string[]> => (await readdir('/proc')).filter((name) => /^\d+$/.test(name))

/** The group a process belongs to: the third field behind its name, which may hold spaces and brackets. */
async function groupOf(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

/** SIGKILL to the processes of a group that run a program. */
export async function killInGroup(group: number, program: string): Promise<void> {
  let killed = 0
  for (const pid of await allPids()) {
    if ((await groupOf(pid)) !== group || !(await commandOf(pid)).includes(program)) continue
    process.kill(Number(pid), 'SIGKILL')
    killed += 1
  }
  if (killed === 0) throw new Error(`no ${program} in the group ${group}`)
}

/** SIGKILL to every process of this Linux machine whose command line names the folder. */
export async function killProcessesOf(folder: string): Promise<void> {
  const pids = (await allPids()).filter((name) => Number(name) !== process.pid)
  let killed = 0
  for (const pid of pids) {
    if (!(await commandOf(pid)).includes(folder)) continue
    process.kill(Number(pid), 'SIGKILL')
    killed += 1
  }
  if (killed === 0) throw new Error(`no process uses ${folder}`)
}
