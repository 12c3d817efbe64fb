import type { RouteRecordRaw } from 'vue-router'
import DraftPage from './pages/DraftPage.vue'
import NewDraftPage from './pages/NewDraftPage.vue'

/** The pages of the individual edition; the form and its beginning are at hand, handing in is fetched when asked for. */
export const individualRoutes: readonly RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./pages/HomePage.vue') },
  { path: '/new', name: 'new', meta: { fetchesDraft: true }, component: NewDraftPage },
  {
    path: '/drafts/:id/hand-in',
    name: 'hand-in',
    component: () => import('./pages/HandInPage.vue'),
    props: ({ params }) => ({ id: String(params['id']) }),
  },
  {
    path: '/drafts/:id/print',
    name: 'print',
    component: () => import('./pages/PrintPage.vue'),
    props: ({ params }) => ({ id: String(params['id']) }),
  },
  {
    path: '/drafts/:id/history',
    name: 'history',
    component: () => import('./pages/HistoryPage.vue'),
    props: ({ params }) => ({ id: String(params['id']) }),
  },
  { path: '/guide/certificates', name: 'certificates', component: () => import('./pages/CertificatesPage.vue') },
  { path: '/guide/:id?', name: 'guide', component: () => import('./pages/GuidePage.vue') },
  { path: '/hand-back', name: 'hand-back', component: () => import('./pages/HandBackPage.vue') },
  { path: '/about/codes', name: 'about-codes', component: () => import('./pages/AboutCodesPage.vue') },
  { path: '/import/:digest?', name: 'import', component: () => import('./pages/ImportPage.vue') },
  { path: '/print/blank', name: 'print-blank', component: () => import('./pages/PrintPage.vue') },
  {
    path: '/drafts/:id/:sheet?',
    name: 'draft',
    meta: { fetchesDraft: true },
    component: DraftPage,
    props: ({ params, query }) => ({
      id: String(params['id']),
      sheet: String(params['sheet'] ?? ''),
      at: typeof query['at'] === 'string' ? query['at'] : '',
    }),
  },
  { path: '/submissions', name: 'submissions', component: () => import('./pages/SubmissionsPage.vue') },
  { path: '/tasks', name: 'tasks', component: () => import('./pages/TasksPage.vue') },
  { path: '/returned', name: 'returned', component: () => import('./pages/ReturnedPage.vue') },
  { path: '/outbox', name: 'outbox', component: () => import('./pages/OutboxPage.vue') },
  { path: '/opened', name: 'opened', component: () => import('./pages/OpenedPage.vue') },
  { path: '/backup', name: 'backup', component: () => import('./pages/BackupPage.vue') },
  { path: '/restore', name: 'restore', component: () => import('./pages/RestorePage.vue') },
  { path: '/:unknown(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
]
