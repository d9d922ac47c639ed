// Colours, markers and fonts of a chart: the tokens of site.css, so that a chart follows the zone's accent and the night.

// Differences that grey and colour-blind readers see, too: marker, dash and pattern go with each colour.
export const MARKERS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
export const DASHES = ["solid", [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 4]];

// On paper (print, downloaded pictures) the values of the day hold, whatever the screen shows.
function valueOnPaper(name) {
  let value = "";
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule.selectorText === ":root") value = rule.style.getPropertyValue(name).trim() || value;
    }
  }
  return value;
}

export function themeOf({ onPaper = false } = {}) {
  const shown = getComputedStyle(document.documentElement);
  const token = (name) => (onPaper ? valueOnPaper(name) : shown.getPropertyValue(name).trim());
  const more = [2, 3, 4, 5, 6].map((number) => token(`--series-${number}`));
  return {
    ground: token("--ground"),
    ink: token("--ink"),
    soft: token("--soft"),
    rule: token("--rule"),
    edge: token("--edge"),
    series: [token("--accent-text"), ...more],
    font: getComputedStyle(document.body).fontFamily,
    calm: onPaper || matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}
