// What a chart says at one of its categories: the same words for the tooltip and for a screen reader.

export function namesOf(chart) {
  return [...new Set(chart.series.map((series) => series.name))];
}

// A name may have several series, one for each definition; at a category one of them at most has a point.
export function pointOf(chart, name, index) {
  const found = chart.series.find((series) => series.name === name && series.points[index]);
  return found ? found.points[index] : null;
}

function phrase(point, words) {
  if (!point) return words.gap;
  return point.said ? words.said.replace("{text}", point.text).replace("{said}", point.said) : point.text;
}

// ["2018", "科技工业园：100.00 亿元（年报数）", …]
export function linesAt(chart, index, { name = null } = {}) {
  const names = name === null ? namesOf(chart) : [name];
  const released = names.filter((each) => pointOf(chart, each, index));
  const several = namesOf(chart).length > 1;
  const said = (released.length ? released : names.slice(0, 1)).map((each) => {
    const text = phrase(pointOf(chart, each, index), chart.words);
    return several && released.length ? chart.words.pair.replace("{name}", each).replace("{text}", text) : text;
  });
  return [chart.categories[index], ...said];
}
