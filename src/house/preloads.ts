/** Pages people arrive at by a link or a bookmark, when nothing may be kept on the device yet. */
const landings = /\/(?:HomePage|TasksPage)-/
/** Pages, which somebody opens; what else is fetched later goes to work by itself, and soon. */
const pages = /\/(?:individual|management|\w+(?:Page|Shell))-/
/** What comes before the first field. */
const firstLoad = /\/index-/

/**
 * What is fetched together with a part that is fetched later. The names of all the files a page stands on would come
 * before the first field, two kilobytes of them; they are in the page itself, and lie on the device soon after the first
 * visit.
 */
export function filesFetchedWith(
  part: string,
  files: readonly string[],
  { hostId, hostType }: { readonly hostId: string; readonly hostType: 'html' | 'js' },
): string[] {
  const isOpenedLater = pages.test(part) && !landings.test(part)
  return hostType === 'js' && firstLoad.test(hostId) && isOpenedLater ? [] : [...files]
}
