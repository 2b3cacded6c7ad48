// Finds a Chromium for the browser tests, installing one when there is none: system, else Playwright's, else the package manager.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function systemBrowser() {
  const named = process.env.SLUICE_BROWSER;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(
      `SLUICE_BROWSER points to ${named}, which does not exist. Next step: set it to the path of a Chromium or Chrome, or unset it.`,
    );
  }
  return known.find((path) => existsSync(path)) ?? names.map(onPath).find(Boolean);
}

async function playwrightBrowser() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function onPath(command) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path));
}

function attempt(command, args) {
  console.log(`Browser: trying ${command} ${args.join(' ')} ...`);
  return (
    spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 480_000,
      shell: process.platform === 'win32',
    }).status === 0
  );
}

function installByPackageManager(attempt) {
  const isRoot = process.getuid?.() === 0;
  const prefix = isRoot ? [] : ['sudo', '-n'];
  const run = (...words) => attempt([...prefix, ...words][0], [...prefix, ...words].slice(1));
  if (onPath('apt-get')) {
    run('apt-get', 'update');
    run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
  } else if (onPath('dnf')) run('dnf', 'install', '-y', 'chromium');
  else if (onPath('pacman')) run('pacman', '-S', '--noconfirm', 'chromium');
  else if (onPath('apk')) run('apk', 'add', 'chromium');
  else if (onPath('brew')) attempt('brew', ['install', '--cask', 'chromium']);
}

/**
 * The path of a Chromium that can be started. Throws with the next step when none can be had. Tests hand in other
 * ways to look and to install.
 */
export async function findBrowser({
  system = systemBrowser,
  playwright = playwrightBrowser,
  run = attempt,
} = {}) {
  const found = system() ?? (await playwright());
  if (found) return found;
  console.log('No Chromium found; installing one for the browser tests.');
  run('npx', ['playwright', 'install', 'chromium']);
  const downloaded = await playwright();
  if (downloaded) return downloaded;
  installByPackageManager(run);
  const installed = system();
  if (installed) return installed;
  throw new Error(
    'No Chromium could be installed. Next step: install Chromium or Chrome, or set SLUICE_BROWSER to its path, and run the command again.',
  );
}
