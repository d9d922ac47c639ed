// Chart -> what ECharts draws. Numbers become floats here, for the place of a point only: every label is text from the page.

import { DASHES, markerOf } from "./theme.js";
import { linesAt, namesOf } from "./reading.js";
import { goalSeries } from "./goal.js";

const NARROW = 560; // pixels
const place = (point) => (point && point.value !== null ? Number(point.value) : null);
const grouped = (value) => value.toLocaleString("en-US");

export function optionsOf(chart, theme, width) {
  const narrow = width < NARROW;
  const form = { line, goal: line, dots: line, columns, bars }[chart.form](chart, theme, { narrow, width });
  return {
    animation: false, // a figure does not move, for nobody
    backgroundColor: "transparent",
    textStyle: { fontFamily: theme.font, fontSize: 13, color: theme.ink },
    aria: {
      enabled: true,
      label: { description: `${chart.finding} ${chart.subject}` },
      decal: { show: chart.form === "columns" },
    },
    tooltip: tooltip(chart, theme),
    ...form,
  };
}

function tooltip(chart, theme) {
  return {
    trigger: "axis",
    renderMode: "richText",
    confine: true,
    backgroundColor: theme.ground,
    borderColor: theme.ink,
    borderWidth: 1,
    borderRadius: 0,
    padding: [8, 12],
    textStyle: { color: theme.ink, fontFamily: theme.font, fontSize: 13, lineHeight: 20 },
    axisPointer: { type: chart.form === "bars" || chart.form === "columns" ? "shadow" : "line", lineStyle: { color: theme.edge } },
    formatter: (items) => linesAt(chart, items[0].dataIndex).join("\n"),
  };
}

function valueAxis(chart, theme, more = {}) {
  return {
    type: "value",
    name: chart.unit,
    nameTextStyle: { color: theme.soft, align: "left", padding: [0, 0, 4, 0] },
    nameLocation: "end",
    splitNumber: 4,
    axisLabel: { color: theme.soft, formatter: grouped },
    splitLine: { lineStyle: { color: theme.rule } },
    axisLine: { show: false },
    axisTick: { show: false },
    ...more,
  };
}

function yearAxis(chart, theme, more = {}) {
  return {
    type: "category",
    data: chart.categories,
    axisLabel: { color: theme.ink, hideOverlap: true },
    axisLine: { lineStyle: { color: theme.ink } },
    axisTick: { alignWithLabel: true, lineStyle: { color: theme.ink } },
    ...more,
  };
}

const room = (more) => ({ left: 4, right: 16, top: 40, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel", ...more });

function legend(chart, theme) {
  return { data: namesOf(chart), left: 0, top: 0, itemWidth: SIGN, itemGap: GAP, selectedMode: false, textStyle: { color: theme.ink } };
}

function line(chart, theme, { narrow, width }) {
  const several = namesOf(chart).length > 1;
  const ends = several && chart.form === "line" && !narrow;
  const drawn = chart.form === "goal" ? goalSeries(chart, theme, place) : chart.series.map((each) => course(chart, each, theme, { ends }));
  const rows = several && !ends ? rowsOfLegend(chart, width) : 0;
  const top = 34 + rows * 32;
  return {
    legend: rows ? legend(chart, theme) : undefined,
    grid: room({ top, right: ends ? roomForEnds(chart) : 28 }),
    xAxis: yearAxis(chart, theme, { boundaryGap: chart.form === "dots" }),
    yAxis: valueAxis(chart, theme, { scale: chart.form === "dots" }),
    series: [...drawn, signs(chart, theme)],
  };
}

const SIGN = 34;
const GAP = 18;

function rowsOfLegend(chart, width) {
  let [rows, used] = [1, 0];
  for (const name of namesOf(chart)) {
    const needed = SIGN + 5 + widthOf(name) + GAP;
    if (used && used + needed > width) [rows, used] = [rows + 1, 0];
    used += needed;
  }
  return rows;
}

// Wide letters count double.
const widthOf = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13 : 7), 0);
const roomForEnds = (chart) => Math.min(190, 24 + Math.max(...namesOf(chart).map(widthOf)));

function course(chart, series, theme, { ends }) {
  const colour = theme.series[series.style % theme.series.length];
  const last = series.points.reduce((found, point, index) => (place(point) === null ? found : index), -1);
  const isNewest = !chart.series.some((other) => other.name === series.name && other.points.some((point, index) => index > last && place(point) !== null));
  const dots = chart.form === "dots";
  return {
    name: series.name,
    type: "line",
    color: colour,
    ...markerOf(series.style, colour, theme.ground),
    symbolSize: dots ? 12 : 7,
    showAllSymbol: true,
    connectNulls: false,
    lineStyle: { color: colour, width: dots ? 0 : 2.5, type: DASHES[series.style % DASHES.length] },
    emphasis: { disabled: true },
    endLabel: { show: ends && isNewest, formatter: series.name, color: colour, width: 160, overflow: "break", distance: 10 },
    labelLayout: { moveOverlap: "shiftY" },
    data: series.points.map((point, index) => ({
      value: place(point),
      label: { show: namesOf(chart).length === 1 && isNewest && index === last, formatter: point ? point.label : "", position: "top", fontWeight: 600, fontSize: 14, color: theme.ink },
    })),
    markLine: breaks(chart, series, theme),
  };
}

function breaks(chart, series, theme) {
  if (!chart.breaks.length || series !== chart.series[0]) return undefined;
  return {
    symbol: "none",
    silent: true,
    lineStyle: { color: theme.edge, type: [3, 3] },
    label: { formatter: chart.words.break, color: theme.soft, position: "end" },
    data: chart.breaks.map((category) => ({ xAxis: category })),
  };
}

// Where no number is, its mark stands on the ground of the chart.
function signs(chart, theme) {
  const marked = chart.series.flatMap((series) =>
    series.points.flatMap((point, index) => (point && point.value === null ? [{ value: [index, 0], label: { formatter: point.label } }] : [])),
  );
  return {
    type: "scatter",
    silent: true,
    symbolSize: 1,
    itemStyle: { color: "transparent" },
    label: { show: true, position: "top", color: theme.ink, fontSize: 15 },
    data: chart.form === "dots" ? [] : marked,
  };
}

function columns(chart, theme, { narrow }) {
  const colour = theme.series[0];
  const crowded = narrow && chart.categories.length > 6;
  return {
    grid: room({}),
    xAxis: yearAxis(chart, theme, { axisLabel: { color: theme.ink, hideOverlap: true }, axisLine: { onZero: true, lineStyle: { color: theme.ink } } }),
    yAxis: valueAxis(chart, theme),
    series: chart.series.map((series) => ({
      name: series.name,
      type: "bar",
      barMaxWidth: 44,
      emphasis: { disabled: true },
      data: series.points.map((point) => {
        const falls = place(point) < 0;
        return {
          value: place(point),
          itemStyle: { color: falls ? theme.ground : colour, borderColor: colour, borderWidth: 1.5, decal: falls ? stripes(colour) : { symbol: "none" } },
          label: { show: !crowded && point !== null, formatter: point ? point.label : "", position: falls ? "bottom" : "top", color: theme.ink },
        };
      }),
    })),
  };
}

const stripes = (color) => ({ symbol: "rect", color, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 });

function bars(chart, theme, { narrow, width }) {
  const longest = Math.max(...chart.series[0].points.map((point) => widthOf(point.label)));
  const longestName = Math.max(...chart.categories.map(widthOf)) + 4;
  return {
    grid: room({ top: 8, right: 24 + longest }),
    xAxis: { type: "value", show: false },
    yAxis: yearAxis(chart, theme, {
      inverse: true,
      axisTick: { show: false },
      axisLabel: { color: theme.ink, width: Math.min(longestName, narrow ? Math.round(width * 0.34) : 240), overflow: "break", lineHeight: 17 },
    }),
    series: chart.series.map((series) => ({
      name: series.name,
      type: "bar",
      barMaxWidth: 30,
      barCategoryGap: "35%",
      emphasis: { disabled: true },
      itemStyle: { color: theme.series[0] },
      label: { show: true, position: "right", color: theme.ink },
      data: series.points.map((point) => ({ value: place(point) ?? 0, label: { formatter: point.label } })),
    })),
  };
}
