import type { RouteRecordRaw } from 'vue-router'

/** The pages of the management edition; nothing of it is fetched before it is opened. */
export const managementRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/unit',
    component: () => import('./pages/UnitShell.vue'),
    children: [
      { path: '', name: 'unit', component: () => import('./pages/UnitPage.vue') },
      {
        path: 'certificates',
        name: 'lower-certificates',
        component: () => import('./pages/LowerCertificatesPage.vue'),
      },
      { path: 'receive', name: 'receive', component: () => import('./pages/ReceivePage.vue') },
      {
        path: 'cases/:caseKey?',
        name: 'cases',
        component: () => import('./pages/CasesPage.vue'),
        props: ({ params }) => ({ caseKey: String(params['caseKey'] ?? '') }),
      },
      { path: 'names', name: 'unit-names', component: () => import('./pages/UnitNamesPage.vue') },
      { path: 'lists', name: 'lists', component: () => import('./pages/ListsPage.vue') },
      { path: 'tables', name: 'tables', component: () => import('./pages/TablesPage.vue') },
      { path: 'totals', name: 'totals', component: () => import('./pages/TotalsPage.vue') },
      { path: 'roster', name: 'roster', component: () => import('./pages/RosterPage.vue') },
      { path: 'sync', name: 'unit-sync', component: () => import('./pages/SyncPage.vue') },
      { path: 'report', name: 'report', component: () => import('./pages/ReportPage.vue') },
    ],
  },
  {
    path: '/admin',
    component: () => import('./pages/admin/AdminShell.vue'),
    children: [
      { path: '', name: 'admin', component: () => import('./pages/admin/LiveTotalsPage.vue') },
      { path: 'orgs', name: 'admin-orgs', component: () => import('./pages/admin/OrgsPage.vue') },
      { path: 'tasks', name: 'admin-tasks', component: () => import('./pages/admin/TokensPage.vue') },
      { path: 'schemes', name: 'admin-schemes', component: () => import('./pages/admin/SchemesPage.vue') },
      { path: 'erasures', name: 'admin-erasures', component: () => import('./pages/admin/ErasurePage.vue') },
      { path: 'staff', name: 'admin-staff', component: () => import('./pages/admin/StaffPage.vue') },
      { path: 'account', name: 'admin-account', component: () => import('./pages/admin/AccountPage.vue') },
      {
        path: 'setup',
        name: 'admin-setup',
        component: () => import('./pages/admin/SetUpServerPage.vue'),
        meta: { isDoor: true },
      },
      {
        path: 'invitation',
        name: 'admin-invitation',
        component: () => import('./pages/admin/InvitationPage.vue'),
        meta: { isDoor: true },
      },
    ],
  },
]
