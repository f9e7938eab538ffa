import { createLogger, type Logger, type Plugin } from 'vite';

interface Log {
  readonly message: string;
  readonly code?: string | undefined;
}

/** A Vite logger for which every warning is a build error: what a bundler warns of breaks in the one file. */
export interface StrictLogger extends Logger {
  onLog(level: string, log: Log): void;
  throwIfWarned(what: string): void;
}

export function strictLogger(level: 'info' | 'warn' = 'warn'): StrictLogger {
  const warnings: string[] = [];
  const logger = createLogger(level);
  const note = (message: string): void => {
    warnings.push(message);
  };
  return {
    ...logger,
    get hasWarned() {
      return warnings.length > 0;
    },
    warn: note,
    warnOnce: note,
    onLog(severity, log) {
      // How long plugins took depends on how busy the machine is; it is no fault of the build.
      if (severity === 'warn' && log.code !== 'PLUGIN_TIMINGS') note(log.message);
    },
    throwIfWarned(what) {
      if (warnings.length === 0) return;
      throw new Error(`${what}: warnings are errors here.\n\n${[...new Set(warnings)].join('\n\n')}`);
    },
  };
}

/** Ends a build that warned, after all its warnings are known. */
export function failOnWarnings(logger: StrictLogger): Plugin {
  return {
    name: 'loupe:fail-on-warnings',
    apply: 'build',
    buildEnd() {
      logger.throwIfWarned('build');
    },
    closeBundle() {
      logger.throwIfWarned('build');
    },
  };
}
