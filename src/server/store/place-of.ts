/** What says where a server's data lies. */
export interface DataPlace {
  /** Folder on a local disk: the embedded database, unless a URL is given. */
  readonly dataFolder: string
  /** `postgres://…`; then the folder holds nothing. */
  readonly databaseUrl?: string
}

/** The place in words; the password of an address is never repeated. */
export function placeOf({ dataFolder, databaseUrl }: DataPlace): string {
  if (databaseUrl === undefined) return dataFolder
  const { host, pathname } = new URL(databaseUrl)
  return `PostgreSQL ${host}${pathname}`
}
