import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser lies; empty: there is none, and these tests are skipped. */
    chromium: string;
  }
}

const LAUNCH_WITHIN_MS = 20_000;
/** For whatever a page is waited for; it is all on this machine. */
const PATIENCE_MS = 10_000;

const DEVICES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const;

export type Look = {
  /** Default: desktop. */
  readonly device?: keyof typeof DEVICES;
  /** What the reader's system prefers; default: light. */
  readonly colorScheme?: 'light' | 'dark';
  /** Sent with every request, as a proxy or a password dialogue would. */
  readonly httpCredentials?: { readonly username: string; readonly password: string };
};

export type Tabs = {
  /** Opens an address in a window of its own, without cookies, and waits until it has loaded. Closed after all tests. */
  readonly open: (url: string, look?: Look) => Promise<Page>;
};

/** A `describe` whose tests have a browser. They are skipped where there is none. */
export function describeInBrowser(name: string, tests: (tabs: Tabs) => void): void {
  describe.skipIf(inject('chromium') === '')(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await launch(inject('chromium'));
    });
    afterAll(() => browser?.close());
    tests({
      async open(url, look = {}) {
        if (browser === undefined) throw new Error('The browser is not there yet: open pages in hooks or tests.');
        return await openPage(browser, url, look);
      },
    });
  });
}

const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    timeout: LAUNCH_WITHIN_MS,
    // Containers give little shared memory, and the sandbox's own pages are all that it will see.
    args: ['--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb'],
  });

async function openPage(browser: Browser, url: string, look: Look): Promise<Page> {
  const { device = 'desktop', colorScheme = 'light', httpCredentials } = look;
  const context = await browser.newContext({
    ...DEVICES[device],
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    ...(httpCredentials === undefined ? {} : { httpCredentials }),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  return page;
}

/** How much wider the page is than its window: what a reader would have to push aside. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.scrollingElement.scrollWidth - window.innerWidth');

/** The first cell of a table on a sandbox's sheet page that shows exactly this text. */
export function cellWith(page: Page, text: string): Locator {
  const exactly = new RegExp(`^${text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`);
  return page.locator('td > .text', { hasText: exactly }).first().locator('xpath=..');
}

/** A property of an element as it is shown, such as `background-color`. */
export const styleOf = (element: Locator, property: string): Promise<string> =>
  element.evaluate(
    (shown, name) => shown.ownerDocument.defaultView.getComputedStyle(shown).getPropertyValue(name),
    property,
  );

/** Red, green and blue of a colour as `styleOf` gives it, from 0 to 255. */
export function channelsOf(colour: string): readonly [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** How bright a colour looks, from 0 to 255. */
export function brightnessOf(colour: string): number {
  const [red, green, blue] = channelsOf(colour);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
