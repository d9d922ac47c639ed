// A development goal: the corridor between the paths to both ends of the window, and what was released.

import { DASHES } from "./theme.js";

export function goalSeries(chart, theme, place) {
  const required = chart.series.filter((series) => series.role === "required");
  const actual = chart.series.filter((series) => series.role === "actual");
  const upper = required[0].points.map(place);
  const lower = required[required.length - 1].points.map(place);
  const target = Math.max(...required.flatMap((series) => series.points.map(place)).filter((value) => value !== null));
  // From the first end of the window on, its path asks for the target itself.
  const ceiling = lower.map((value, index) => (value === null ? null : (upper[index] ?? target)));
  const quiet = { type: "line", stack: "corridor", symbol: "none", silent: true, lineStyle: { width: 0 }, emphasis: { disabled: true } };
  return [
    { ...quiet, data: lower },
    { ...quiet, data: ceiling.map((value, index) => (value === null ? null : value - lower[index])), areaStyle: { color: theme.series[0], opacity: 0.14 } },
    ...required.map((series, index) => path(series, index, theme, place)),
    ...actual.map((series) => level(series, theme, place, series === actual[actual.length - 1])),
  ];
}

function path(series, index, theme, place) {
  const points = series.points.map(place);
  const end = points.reduce((found, value, at) => (value === null ? found : at), 0);
  return {
    name: series.name,
    type: "line",
    color: theme.series[0],
    symbol: "circle",
    emphasis: { disabled: true },
    lineStyle: { color: theme.series[0], width: 2, type: DASHES[index] },
    itemStyle: { color: theme.ground, borderColor: theme.series[0], borderWidth: 2 },
    data: points.map((value, at) => ({
      value,
      symbolSize: at === end ? 11 : 0,
      label: { show: at === end && index === 0, position: "top", formatter: series.points[end].label, fontWeight: 600, color: theme.ink },
    })),
  };
}

function level(series, theme, place, isNewest) {
  const points = series.points.map(place);
  const last = points.reduce((found, value, at) => (value === null ? found : at), 0);
  return {
    name: series.name,
    type: "line",
    color: theme.ink,
    symbol: "rect",
    symbolSize: 9,
    showAllSymbol: true,
    connectNulls: false,
    z: 5,
    emphasis: { disabled: true },
    lineStyle: { color: theme.ink, width: 3 },
    itemStyle: { color: theme.ink },
    data: points.map((value, at) => ({
      value,
      label: { show: isNewest && at === last, position: "top", formatter: series.points[at] ? series.points[at].label : "", fontWeight: 600, color: theme.ink },
    })),
  };
}
