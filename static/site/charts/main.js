// Draws the charts of a page from the data in it, when they come near. Without this script the tables stand alone.

import { optionsOf } from "./options.js";
import { spreadEnds } from "./ends.js";
import { saveAs } from "./picture.js";
import { themeOf } from "./theme.js";
import { letWalk } from "./walking.js";

const print = matchMedia("print");
const night = matchMedia("(prefers-color-scheme: dark)");

// ECharts is no module: it leaves one name behind. It is asked for once, by the first chart that comes near.
let library = null;
function load(address) {
  library ??= import(address).then(() => globalThis.echarts);
  return library;
}

class Drawing {
  constructor(figure, chart, echarts) {
    this.chart = chart;
    this.canvas = figure.querySelector(".chart-canvas");
    this.instance = echarts.init(this.canvas, null, { renderer: "svg" });
    this.width = 0;
    new ResizeObserver(() => this.canvas.clientWidth !== this.width && this.draw()).observe(this.canvas);
    for (const media of [print, night]) media.addEventListener("change", () => this.draw());
    addEventListener("beforeprint", () => this.draw({ onPaper: true }));
    addEventListener("afterprint", () => this.draw());
  }

  draw({ onPaper = print.matches } = {}) {
    this.width = this.canvas.clientWidth;
    this.instance.resize();
    this.instance.setOption(optionsOf(this.chart, themeOf({ onPaper }), this.width), { notMerge: true });
    spreadEnds(this.instance);
  }

  // The sign of the pointer at a category, as if a mouse were there.
  point(index) {
    const bars = this.chart.form === "bars";
    const along = this.instance.convertToPixel(bars ? { yAxisIndex: 0 } : { xAxisIndex: 0 }, index);
    const middle = (bars ? this.instance.getWidth() : this.instance.getHeight()) / 2;
    this.instance.dispatchAction({ type: "showTip", x: bars ? middle : along, y: bars ? along : middle });
  }

  leave() {
    this.instance.dispatchAction({ type: "hideTip" });
  }
}

const waiting = new Set(document.querySelectorAll("figure[data-library]"));

async function hydrate(figure) {
  try {
    const echarts = await load(figure.dataset.library);
    await moment();
    hang(figure, echarts);
  } catch (error) {
    figure.classList.add("is-missing");
    console.error(error);
  }
}

function hang(figure, echarts, how) {
  if (!waiting.delete(figure)) return; // a printer was faster
  const chart = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const drawing = new Drawing(figure, chart, echarts);
  drawing.draw(how);
  letWalk(figure.querySelector(".chart-view"), figure.querySelector("[data-says]"), chart, drawing);
  figure.classList.add("is-drawn");
  offerFiles(figure, chart, echarts);
}

// A printer waits for no file: what nobody scrolled to is drawn when the library is here, else the sheet leaves it out.
addEventListener("beforeprint", () => {
  if (globalThis.echarts) for (const figure of waiting) hang(figure, globalThis.echarts, { onPaper: true });
});

function offerFiles(figure, chart, echarts) {
  for (const button of figure.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => saveAs(button.dataset.save, chart, echarts, figure.dataset.name));
  }
  for (const button of figure.querySelectorAll("[data-copy]")) {
    const field = figure.querySelector(".chart-code");
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      // Without https a browser offers no clipboard, but still the old command.
      await (navigator.clipboard ? navigator.clipboard.writeText(field.value) : document.execCommand("copy"));
      figure.querySelector("[data-says]").textContent = button.dataset.copy;
    });
  }
  figure.querySelector(".chart-buttons").hidden = false;
}

// One chart after the other, each when the browser has a moment: reading and scrolling go first.
const moment = () => new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
let turn = Promise.resolve();

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        near.unobserve(target);
        turn = turn.then(moment).then(() => hydrate(target));
      }
    }
  },
  { rootMargin: "300px" },
);
for (const figure of waiting) near.observe(figure);
