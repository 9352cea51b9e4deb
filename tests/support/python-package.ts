import { execFileSync } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Need } from './needs.ts'

/**
 * A Python that can import a package of PyPI: the machine's own, or a virtual environment of ours in the temporary folder, made once
 * a machine. CI reaches PyPI.
 */
export function pythonWith(module: string, pinned: string): Need & { python: string } {
  const python = pythonThatImports(module, pinned)
  return {
    what: `${pinned.replace(/==.*/, '')} (Python 3 and PyPI)`,
    isHere: python !== null,
    inCi: true,
    python: python ?? 'python3',
  }
}

function pythonThatImports(module: string, pinned: string): string | null {
  const has = (python: string) => {
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  if (has('python3')) return 'python3'
  const home = join(tmpdir(), `musubi-${module}-${process.getuid?.() ?? 0}`)
  const python = join(home, 'bin', 'python')
  if (has(python)) return python
  // Made aside and moved, for other processes of the same run may be at it.
  const aside = `${home}-${process.pid}`
  try {
    execFileSync('python3', ['-m', 'venv', aside], { stdio: 'ignore' })
    const install = ['-m', 'pip', 'install', '-q', pinned]
    execFileSync(join(aside, 'bin', 'python'), install, { stdio: 'ignore', timeout: 300_000 })
    renameSync(aside, home)
  } catch {
    rmSync(aside, { recursive: true, force: true })
  }
  return has(python) ? python : null
}
