// Colours, markers and fonts of a chart: the tokens of site.css, so that a chart follows the zone's accent and the night.

// Differences that grey and colour-blind readers see, too: marker, dash and pattern go with each colour.
const MARKERS = ["circle", "rect", "triangle", "diamond"];
export const DASHES = ["solid", [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 4]];

// After four shapes the same ones come hollow.
export function markerOf(style, colour, ground) {
  const hollow = style >= MARKERS.length;
  return {
    symbol: MARKERS[style % MARKERS.length],
    itemStyle: { color: hollow ? ground : colour, borderColor: colour, borderWidth: 2 },
  };
}

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
    font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"), // the text of an SVG stands in double ones
  };
}
