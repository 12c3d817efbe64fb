import type { FoundFiles } from '#app/platform/files/found-files.ts'

/** All files that are found, as long as somebody wants them; `tell` hears how many there are so far. */
export async function gatherFiles(
  files: FoundFiles,
  { goesOn, tell }: { readonly goesOn: () => Promise<boolean>; readonly tell: (found: number) => void },
): Promise<readonly File[]> {
  const all: File[] = []
  for await (const some of files) {
    all.push(...some)
    tell(all.length)
    if (!(await goesOn())) break
  }
  return all
}
