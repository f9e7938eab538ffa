import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browsers } from '../../build/browsers.ts';
import { hashSource } from '../../build/policy.ts';
import { builtPage, DIST } from './built-page.ts';

const page = builtPage();

describe('dist/loupe.html', () => {
  test('its policy names exactly its two scripts and its style, and forbids the rest', () => {
    expect(page.policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashSource(page.guard)} ${hashSource(page.app)} 'wasm-unsafe-eval'`,
      `style-src ${hashSource(page.style)}`,
      'worker-src blob:',
      'img-src blob: data:',
      "connect-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types loupe-worker',
    ]);
  });

  test('the policy stands before everything it binds, and the guard is the first script', () => {
    const { html } = page;
    expect(html.indexOf('<meta charset="utf-8">')).toBeLessThan(1024);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style'));
    expect(html.indexOf(page.guard)).toBeLessThan(html.indexOf(page.app));
  });

  test.each([
    /RTCPeerConnection/,
    /WebTransport/,
    /sendBeacon/,
    /window\.open\b/,
    /createElement\([`'"](?:iframe|frame|object|embed|link)[`'"]/,
    /\.(?:inner|outer)HTML\b/,
    /insertAdjacentHTML/,
    /document\.write/,
    /\beval\(|new Function\b/,
    /\bfetch\(/,
    /XMLHttpRequest/,
    /importScripts/,
    /createPolicy\(\s*[`'"](?!loupe-worker)/,
    /process\.env|__vite-browser-external/,
    /sourceMappingURL/,
  ])('%s occurs nowhere outside the guard', (pattern) => {
    const at = page.rest.search(pattern);
    expect(at < 0 ? undefined : page.rest.slice(Math.max(0, at - 80), at + 120)).toBeUndefined();
  });

  test('the guard names the oldest browsers that it is built for', () => {
    for (const browser of browsers) {
      const [, name = '', version = ''] = /^([a-z]+)([\d.]+)$/.exec(browser) ?? [];
      expect(page.guard).toMatch(new RegExp(`${name}[^\\d]*${version.replace('.', '\\.')}\\b`, 'i'));
    }
  });

  test('it refers to no other file', () => {
    const body = page.html.replace(page.app, '').replace(page.guard, '').replace(page.style, '');
    expect(body.match(/\b(?:src|href)\s*=\s*"(?!#|data:)[^"]*"/g)).toBeNull();
    expect(page.style.match(/url\((?!["']?(?:data:|#))[^)]*\)|@import/g)).toBeNull();
  });

  test('it is small enough to be sent by mail: 2 MB', () => {
    const { size } = statSync(join(DIST, 'loupe.html'));
    expect(size).toBeLessThan(2_000_000);
  });
});

describe('the hosted build', () => {
  const headers = readFileSync(join(DIST, '_headers'), 'utf8');

  test('serves the same file', () => {
    expect(readFileSync(join(DIST, 'index.html'), 'utf8')).toBe(page.html);
  });

  test('its headers carry the same policy, and no frame may hold it', () => {
    expect(headers).toContain(`  Content-Security-Policy: ${page.policy}; frame-ancestors 'none'\n`);
  });

  test.each([
    'Cross-Origin-Opener-Policy: same-origin',
    'Cross-Origin-Embedder-Policy: require-corp',
    'Cross-Origin-Resource-Policy: same-origin',
    'X-Content-Type-Options: nosniff',
    'Referrer-Policy: no-referrer',
  ])('sends %s', (header) => {
    expect(headers).toContain(`  ${header}\n`);
  });
});

describe('dist/cli.js', () => {
  const cli = readFileSync(join(DIST, 'cli.js'), 'utf8');

  test('starts with Node and needs nothing beside it', () => {
    expect(cli.startsWith('#!/usr/bin/env node\n')).toBe(true);
    const imported = [...cli.matchAll(/^(?:import|export)\b[^'"]*?from\s*["']([^"']+)["']/gm)].map(
      (match) => match[1],
    );
    expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  });
});
