import { mainJob } from './0001-main-job.ts'
import { signIn } from './0002-sign-in.ts'
import { callWindows } from './0003-call-windows.ts'
import { snapshots } from './0004-snapshots.ts'
import { documentVersions } from './0005-document-versions.ts'
import { wholeWebApi } from './0006-whole-web-api.ts'
import { attributes } from './0007-attributes.ts'
import { templates } from './0008-templates.ts'
import { lists } from './0010-lists.ts'
import { departments } from './0012-departments.ts'
import { callKeys } from './0013-call-keys.ts'

/** In order; a migration that has run never changes. */
export const migrations: { name: string; sql: string }[] = [
  { name: '0001-main-job', sql: mainJob },
  { name: '0002-sign-in', sql: signIn },
  { name: '0003-call-windows', sql: callWindows },
  { name: '0004-snapshots', sql: snapshots },
  { name: '0005-document-versions', sql: documentVersions },
  { name: '0006-whole-web-api', sql: wholeWebApi },
  { name: '0007-attributes', sql: attributes },
  { name: '0008-templates', sql: templates },
  { name: '0010-lists', sql: lists },
  { name: '0012-departments', sql: departments },
  { name: '0013-call-keys', sql: callKeys },
]
