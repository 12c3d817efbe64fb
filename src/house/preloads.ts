/** Pages people arrive at by a link or a bookmark, when nothing may be kept on the device yet. */
const landings = /\/(?:HomePage|TasksPage)-/
/** What comes before the first field. */
const firstLoad = /\/index-/

/**
 * What is fetched together with a part that is fetched later. The names of all the files it stands on would come before
 * the first field, three kilobytes of them; they are in the part itself, and lie on the device soon after the first visit.
 */
export function filesFetchedWith(
  part: string,
  files: readonly string[],
  { hostId, hostType }: { readonly hostId: string; readonly hostType: 'html' | 'js' },
): string[] {
  return hostType === 'html' || !firstLoad.test(hostId) || landings.test(part) ? [...files] : []
}
