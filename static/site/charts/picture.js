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

// A Chinese letter is as wide as two others. Lines break between Chinese letters and after words, as a browser breaks them.
const width = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);

function folded(text, limit) {
  const lines = [""];
  for (const piece of text.match(/[^\u2e80-\uffff\s]+\s*|[\u2e80-\uffff]\s*|\s+/g) ?? []) {
    if (width(lines[lines.length - 1] + piece.trimEnd()) > limit) lines.push("");
    lines[lines.length - 1] += piece;
  }
  return lines;
}

function sheet(chart, echarts, renderer) {
  const theme = themeOf({ onPaper: true });
  const title = folded(chart.finding, 72);
  const foot = [...chart.notes, chart.origin, chart.address].filter(Boolean).flatMap((text) => folded(text, 128));
  const head = MARGIN + title.length * 32 + 36;
  const body = Math.max(400, chart.form === "bars" ? chart.categories.length * 46 : 0);
  const height = head + body + foot.length * LINE + MARGIN + 24;
  const drawn = echarts.init(document.createElement("div"), null, { renderer, width: WIDTH, height });
  const options = optionsOf(chart, theme, WIDTH);
  const text = (lines, top, style) => ({ type: "text", left: MARGIN, top, style: { text: lines.join("\n"), fontFamily: theme.font, fill: theme.ink, ...style } });
  const legend = options.legend && { ...options.legend, left: MARGIN, top: head };
  const grid = { ...options.grid, left: MARGIN, top: head + options.grid.top, right: MARGIN + options.grid.right, bottom: foot.length * LINE + MARGIN + 24 };
  drawn.setOption({
    ...options,
    backgroundColor: theme.ground,
    legend,
    grid,
    graphic: [
      text(title, MARGIN - 8, { fontSize: 24, fontWeight: 600, lineHeight: 32 }),
      text([chart.caption], MARGIN - 2 + title.length * 32, { fontSize: 14, fill: theme.soft }),
      text(foot, height - foot.length * LINE - MARGIN + 8, { fontSize: 13, lineHeight: LINE, fill: theme.soft }),
    ],
  });
  spreadEnds(drawn);
  return drawn;
}
