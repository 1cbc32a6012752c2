import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** What the page wrote to its console as an error, and what it threw. */
  readonly complaints: readonly string[];
}

const path = findChromium();
if (path === undefined)
  console.warn(
    'There is no Chromium: the tests in a browser are SKIPPED. Install one, or set CHROMIUM_PATH.',
  );

/** Whether there is no browser to test in; in CI a skipped test is a failure. */
export const noBrowser = path === undefined;

/** A page in a browser of its own, which is closed with its scope. */
export const openPage = async (url: string): Promise<OpenPage> => {
  const browser = await launch();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => browser.close() };
};

const launch = (): Promise<Browser> => {
  if (path === undefined) throw new Error('There is no Chromium: set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};
