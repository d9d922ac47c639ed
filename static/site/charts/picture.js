// The chart as a file that can stand alone: with its finding, unit, source, vintage, notes and address.

import { spreadEnds } from "./ends.js";
import { optionsOf } from "./options.js";
import { themeOf } from "./theme.js";

const WIDTH = 1000;
const MARGIN = 32;
const LINE = 22;

export async function saveAs(kind, chart, echarts, name) {
  const blob = kind === "svg" ? svgOf(chart, echarts) : await pngOf(chart, echarts);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function svgOf(chart, echarts) {
  const drawn = sheet(chart, echarts, "svg");
  const text = drawn.renderToSVGString({ useViewBox: true });
  drawn.dispose();
  return new Blob([text], { type: "image/svg+xml" });
}

async function pngOf(chart, echarts) {
  const drawn = sheet(chart, echarts, "canvas");
  const canvas = drawn.renderToCanvas({ pixelRatio: 2, backgroundColor: themeOf({ onPaper: true }).ground });
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  drawn.dispose();
  return blob;
}

// Letters a line holds: a Chinese one is as wide as two others.
function folded(text, limit) {
  const lines = [""];
  let used = 0;
  for (const letter of text) {
    const width = letter > "\u2e80" ? 2 : 1;
    if (used + width > limit) {
      lines.push("");
      used = 0;
    }
    lines[lines.length - 1] += letter;
    used += width;
  }
  return lines;
}

function sheet(chart, echarts, renderer) {
  const theme = themeOf({ onPaper: true });
  const title = folded(chart.finding, 72);
  const foot = [...chart.notes, chart.origin, chart.address].filter(Boolean).flatMap((text) => folded(text, 128));
  const head = MARGIN + title.length * 32 + 30;
  const body = Math.max(400, chart.form === "bars" ? chart.categories.length * 46 : 0);
  const height = head + body + foot.length * LINE + MARGIN + 24;
  const drawn = echarts.init(null, null, { renderer, ssr: renderer === "svg", width: WIDTH, height });
  const options = optionsOf(chart, theme, WIDTH);
  const text = (lines, top, style) => ({ type: "text", left: MARGIN, top, style: { text: lines.join("\n"), fontFamily: theme.font, fill: theme.ink, ...style } });
  const legend = options.legend && { ...options.legend, left: MARGIN, top: head };
  const grid = { ...options.grid, left: MARGIN, top: head + options.grid.top, right: MARGIN + options.grid.right, bottom: foot.length * LINE + MARGIN + 24 };
  drawn.setOption({
    ...options,
    animation: false,
    backgroundColor: theme.ground,
    legend,
    grid,
    graphic: [
      text(title, MARGIN - 8, { fontSize: 24, fontWeight: 600, lineHeight: 32 }),
      text([chart.caption], MARGIN - 8 + title.length * 32, { fontSize: 14, fill: theme.soft }),
      text(foot, height - foot.length * LINE - MARGIN + 8, { fontSize: 13, lineHeight: LINE, fill: theme.soft }),
    ],
  });
  spreadEnds(drawn);
  return drawn;
}
