import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong on a page as it is now shown: rule, and where. */
export const findBarriers = async (page: Page): Promise<string[]> => {
  // Evaluated by the browser's debugger, which a page's Content-Security-Policy does not bind.
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`));
  });
};

/** What stands on a page once, or as often as it should. */
export const readOutline = async (
  page: Page,
): Promise<{ title: string; language: string; headings: number; mains: number; overflow: number }> =>
  await page.evaluate(() => ({
    title: document.title,
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
  }));

/** One stop of the Tab key. */
export interface Stop {
  /** Which of the page's controls, in the order of the document; -1 for none. */
  index: number;
  /** Whether anything shows that it has the focus. */
  shown: boolean;
}

/** Marks the controls that can be seen, and says how many there are and which has the focus. */
export const markControls = async (page: Page): Promise<{ count: number; focused: number }> =>
  await page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('a[href], button, input, summary')].filter(
      (control) =>
        control.checkVisibility({ visibilityProperty: true }) && control.getClientRects().length > 0,
    );
    controls.forEach((control, index) => (control.dataset['stop'] = String(index)));
    return { count: controls.length, focused: controls.indexOf(document.activeElement as HTMLElement) };
  });

/** Presses Tab so often, and says where the focus went each time. */
export const tabThrough = async (page: Page, times: number): Promise<Stop[]> => {
  const stops: Stop[] = [];
  for (let pressed = 0; pressed < times; pressed += 1) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate(() => {
        const control = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(control);
        const shown = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
        return { index: Number(control.dataset['stop'] ?? -1), shown };
      }),
    );
  }
  return stops;
};
