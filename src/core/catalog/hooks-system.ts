import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { statementsIn } from './script-lines.ts';
import type { Cataloger, CatalogFile } from './types.ts';

/**
 * What a system runs by itself: at start, at login, at times, before every program. Files of a system, not of a package:
 * they give observations, and no component.
 */
export const systemHooks: Cataloger = {
  id: 'hooks.system',
  title: 'What a system runs by itself',
  spec: 'systemd.unit(5), crontab(5), ld.so(8), bash(1) "Invocation", sshd(8) "AUTHORIZED_KEYS FILE FORMAT", apt.conf(5), dpkg.cfg(5), alpm-hooks(5)',
  match: {
    globs: [
      'etc/ld.so.preload',
      '{etc,lib,usr/lib,usr/local/lib}/systemd/*/*.service',
      '{etc,lib,usr/lib,usr/local/lib}/systemd/*/*.timer',
      '{etc,lib,usr/lib,usr/local/lib}/systemd/*/*.socket',
      'etc/crontab',
      'etc/anacrontab',
      'etc/cron.d/*',
      'etc/cron.{hourly,daily,weekly,monthly}/*',
      'var/spool/cron/*',
      'var/spool/cron/crontabs/*',
      'etc/profile.d/*',
      'etc/rc.local',
      'etc/init.d/*',
      'etc/services.d/*/run',
      'etc/service/*/run',
      'etc/xdg/autostart/*.desktop',
      'root/{.profile,.bashrc,.bash_profile,.bash_login,.zshrc,.zprofile}',
      'home/*/{.profile,.bashrc,.bash_profile,.bash_login,.zshrc,.zprofile}',
      '**/.ssh/{authorized_keys,authorized_keys2}',
      'etc/apt/apt.conf',
      'etc/apt/apt.conf.d/*',
      'etc/dpkg/dpkg.cfg',
      'etc/dpkg/dpkg.cfg.d/*',
      '{usr/share/libalpm,etc/pacman.d}/hooks/*.hook',
      'etc/apk/commit_hooks.d/*',
    ],
  },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const row = ROWS.find(([pattern]) => pattern.test(file.path));
    row?.[1](out, file);
    return out.done();
  },
};

type Look = (out: ReadingBuilder, file: CatalogFile) => void;

/** Most things of one file that are told. */
const MOST_TOLD = 100;

const ROWS: readonly (readonly [pattern: RegExp, look: Look])[] = [
  [/^etc\/ld\.so\.preload$/, preload],
  [/\/systemd\/(?:system|user)\//, unit],
  [/^etc\/(?:crontab|anacrontab)$|^etc\/cron\.d\/|^var\/spool\/cron\//, crontab],
  [/^etc\/cron\./, script('hook.cron')],
  [/^etc\/profile\.d\//, script('hook.profile')],
  [/^etc\/(?:rc\.local$|init\.d\/)|^etc\/services?(?:\.d)?\//, script('hook.init')],
  [/\.desktop$/, unit],
  [/^etc\/apt\//, lines(/-Invoke(?:-Success)?\b|Pre-Install-Pkgs\b/i)],
  [/^etc\/dpkg\//, lines(/^(?:pre-invoke|post-invoke|status-logger)\b/)],
  [/\.hook$/, lines(/^Exec\s*=/)],
  [/^etc\/apk\//, script('hook.package-manager')],
  [/\/\.ssh\//, authorizedKeys],
  [/\/\.(?:profile|bashrc|bash_profile|bash_login|zshrc|zprofile)$/, script('hook.profile')],
];

/** Libraries that the loader puts before every program's own. */
function preload(out: ReadingBuilder, file: CatalogFile): void {
  for (const { text, pointer } of statementsIn(file.bytes))
    out.observe({ kind: 'hook.ld-so-preload', detail: text, pointer });
}

const RUNS =
  /^(?:ExecStart|ExecStartPre|ExecStartPost|ExecReload|ExecStop|OnCalendar|OnBootSec|OnUnitActiveSec|ListenStream|Exec)\s*=/;

/** What a unit of systemd runs, or when. A unit that only groups others says nothing of the kind. */
function unit(out: ReadingBuilder, file: CatalogFile): void {
  if (file.bytes.includes(0)) {
    out.fault(
      'hooks.unit',
      'warning',
      `"${displayName(file.path)}" holds bytes that no unit file has; what it runs is not known.`,
    );
    return;
  }
  const kind = file.path.endsWith('.desktop') ? 'hook.autostart' : 'hook.systemd-unit';
  let told = 0;
  for (const { text, pointer } of statementsIn(file.bytes)) {
    if (!RUNS.test(text) || ++told > MOST_TOLD) continue;
    out.observe({ kind, detail: text, pointer });
  }
}

/** Five fields of time or `@reboot`, then a command; lines that set variables are none. */
function crontab(out: ReadingBuilder, file: CatalogFile): void {
  let told = 0;
  for (const { text, pointer } of statementsIn(file.bytes)) {
    if (/^[A-Za-z_]\w*\s*=/.test(text) || ++told > MOST_TOLD) continue;
    out.observe({ kind: 'hook.cron', detail: text, pointer });
  }
}

/** Lines that tell a package manager what to run before or after its own work. */
function lines(telling: RegExp): Look {
  return (out, file) => {
    let told = 0;
    for (const { text, pointer } of statementsIn(file.bytes)) {
      if (text.startsWith('//') || !telling.test(text) || ++told > MOST_TOLD) continue;
      out.observe({ kind: 'hook.package-manager', detail: text, pointer });
    }
  };
}

/** A script that is run as a whole: told once, by its first statement. */
function script(kind: string): Look {
  return (out, file) => {
    const [first] = statementsIn(file.bytes);
    if (first !== undefined) out.observe({ kind, detail: first.text, pointer: first.pointer });
  };
}

/** Who may log in. Keys are public; of each its kind and its comment are told. */
function authorizedKeys(out: ReadingBuilder, file: CatalogFile): void {
  let told = 0;
  for (const { text, pointer } of statementsIn(file.bytes)) {
    const words = text.split(/\s+/);
    const at = words.findIndex((word) => /^(?:ssh|ecdsa|sk)-/.test(word));
    if (at < 0 || ++told > MOST_TOLD) continue;
    const comment = words.slice(at + 2).join(' ');
    out.observe({
      kind: 'hook.authorized-key',
      detail: comment === '' ? (words[at] ?? '') : `${words[at]} ${comment}`,
      pointer,
    });
  }
}
