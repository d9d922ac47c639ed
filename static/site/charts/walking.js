// The chart by keyboard: arrows walk the points and say them, Home and End jump, Escape leaves off.

import { linesAt, namesOf } from "./reading.js";

export function letWalk(view, says, chart, drawing) {
  const names = namesOf(chart);
  const reversed = chart.form === "bars"; // its categories run downwards
  let index = null;
  let series = -1; // all of them

  function go(to) {
    index = Math.min(Math.max(to, 0), chart.categories.length - 1);
    const [category, ...lines] = linesAt(chart, index, { name: series < 0 ? null : names[series] });
    says.textContent = chart.words.pair.replace("{name}", category).replace("{text}", lines.join(chart.words.between));
    drawing.point(index);
  }

  function follow(step) {
    if (names.length > 1) series = ((series + 1 + step + names.length + 1) % (names.length + 1)) - 1;
    go(index ?? chart.categories.length - 1);
  }

  const start = (step) => (index === null ? (step > 0 ? 0 : chart.categories.length - 1) : index + step);
  const keys = {
    ArrowRight: () => go(start(1)),
    ArrowLeft: () => go(start(-1)),
    ArrowDown: () => (reversed ? go(start(1)) : follow(1)),
    ArrowUp: () => (reversed ? go(start(-1)) : follow(-1)),
    Home: () => go(0),
    End: () => go(chart.categories.length - 1),
    Escape: () => leave(),
  };

  function leave() {
    index = null;
    says.textContent = "";
    drawing.leave();
  }

  view.addEventListener("keydown", (event) => {
    const act = event.altKey || event.ctrlKey || event.metaKey ? null : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  view.addEventListener("blur", leave);
}
