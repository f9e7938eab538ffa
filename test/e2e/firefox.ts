import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A stock Firefox, spoken to over Marionette, its built-in remote protocol (length-prefixed JSON over TCP, the
 * commands of WebDriver). Playwright drives only its own build of Firefox.
 */
export class Firefox {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #received = Buffer.alloc(0);
  #lastId = 0;

  /** Starts with a fresh profile; every request to any host goes to `proxy`, loopback too. */
  static async open(
    program: string,
    proxy: { readonly host: string; readonly port: number },
  ): Promise<Firefox> {
    const profile = mkdtempSync(join(tmpdir(), 'loupe-firefox-'));
    writeFileSync(join(profile, 'user.js'), preferences(proxy));
    const child = spawn(program, ['--marionette', '--headless', '--no-remote', '--profile', profile], {
      stdio: 'ignore',
      env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
    });
    const port = await activePort(profile, child);
    const firefox = new Firefox(child, profile, connect(port, '127.0.0.1'));
    await firefox.#greeted;
    await firefox.#send('WebDriver:NewSession', {
      capabilities: { alwaysMatch: { acceptInsecureCerts: false } },
    });
    return firefox;
  }

  readonly #greeted: Promise<void>;

  private constructor(child: ChildProcess, profile: string, socket: Socket) {
    this.#process = child;
    this.#profile = profile;
    this.#socket = socket;
    this.#greeted = new Promise((resolve) => {
      this.#socket.on('data', (data) => this.#receive(data, resolve));
    });
  }

  async navigate(url: string): Promise<void> {
    await this.#send('WebDriver:Navigate', { url });
  }

  /** Runs the body of a function in the page and gives what it returns, as JSON. */
  async run(body: string): Promise<unknown> {
    return resultOf(await this.#send('WebDriver:ExecuteScript', { script: body, args: [], sandbox: null }));
  }

  /** Runs a function body until it returns something true. */
  async until(body: string, seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while ((await this.run(body)) !== true) {
      if (Date.now() > end) throw new Error(`not true within ${seconds} s: ${body}`);
      await wait(100);
    }
  }

  /** Chooses files in the input that the selector names. */
  async setFiles(selector: string, files: readonly string[]): Promise<void> {
    const found = resultOf(
      await this.#send('WebDriver:FindElement', { using: 'css selector', value: selector }),
    );
    const [id] = Object.values(found ?? {});
    await this.#send('WebDriver:ElementSendKeys', { id, text: files.join('\n') });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.#send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
    await Promise.race([ended, wait(5000)]);
    this.#process.kill('SIGKILL');
    this.#socket.destroy();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(command: string, parameters: object): Promise<unknown> {
    const id = ++this.#lastId;
    const message = JSON.stringify([0, id, command, parameters]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ error, result }) => {
        if (error === null) resolve(result);
        else reject(new Error(`${command}: ${JSON.stringify(error)}`));
      });
      this.#socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
  }

  #receive(data: Buffer, greeted: () => void): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const end = colon + 1 + Number(this.#received.subarray(0, colon).toString());
      if (colon < 0 || this.#received.length < end) return;
      const message: unknown = JSON.parse(this.#received.subarray(colon + 1, end).toString());
      this.#received = this.#received.subarray(end);
      if (!Array.isArray(message)) {
        greeted();
        continue;
      }
      const [, id, error, result] = message;
      this.#waiting.get(id)?.({ error, result });
      this.#waiting.delete(id);
    }
  }
}

interface Answer {
  readonly error: unknown;
  readonly result: unknown;
}

function resultOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'value' in result ? result.value : result;
}

/** Firefox writes the port it chose into the profile. */
async function activePort(profile: string, child: ChildProcess): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  for (let tries = 0; tries < 600; tries++) {
    if (existsSync(file)) {
      const port = Number(readFileSync(file, 'utf8'));
      if (port > 0) return port;
    }
    if (child.exitCode !== null)
      throw new Error(`Firefox ended with status ${child.exitCode} before it could be used`);
    await wait(100);
  }
  child.kill('SIGKILL');
  throw new Error('Firefox opened no Marionette port within a minute');
}

function preferences(proxy: { readonly host: string; readonly port: number }): string {
  const values: Readonly<Record<string, string | number | boolean>> = {
    'marionette.port': 0,
    'network.proxy.type': 1,
    'network.proxy.http': proxy.host,
    'network.proxy.http_port': proxy.port,
    'network.proxy.ssl': proxy.host,
    'network.proxy.ssl_port': proxy.port,
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': true,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.page': 0,
    'browser.startup.homepage_override.mstone': 'ignore',
    'browser.newtabpage.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.reportingpolicy.firstRun': false,
    'app.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,',
    'browser.safebrowsing.update.enabled': false,
    'extensions.update.enabled': false,
    'media.gmp-manager.updateEnabled': false,
  };
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}
