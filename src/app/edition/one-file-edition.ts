import { createWebHashHistory } from 'vue-router'
import type { Edition } from './edition.ts'

/** The app as one HTML file for the individual alone: no server, no other pages, complete as it lies there. */
export const thisEdition: Edition = {
  isOneFile: true,
  createHistory: () => createWebHashHistory(),
  isOtherPage: () => false,
  otherRoutes: () => Promise.resolve([]),
  openUnitDesk: () => Promise.reject(new Error('the single file is for one person')),
  workOffline: () => Promise.resolve(),
}
