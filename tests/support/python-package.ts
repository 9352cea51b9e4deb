import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A Python that can import a package of PyPI: the machine's own, or a virtual environment of ours in the temporary folder. Null, with a
 * plain word, where pip reaches no index.
 */
export function pythonWith(module: string, pinned: string): string | null {
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
  try {
    if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', home], { stdio: 'ignore' })
    if (!has(python)) {
      execFileSync(python, ['-m', 'pip', 'install', '-q', pinned], { stdio: 'ignore', timeout: 120_000 })
    }
  } catch {
    process.stdout.write(`${pinned} cannot be had from PyPI here; what needs it is skipped\n`)
    return null
  }
  return has(python) ? python : null
}
