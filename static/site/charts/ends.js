// The names at the ends of lines, moved apart where lines end close to each other.

const HEIGHT = 18;

export function spreadEnds(instance) {
  const all = instance.getOption().series;
  const ends = all.flatMap((series, index) => (series.endLabel?.show ? [{ index, top: endOf(instance, series, index) }] : []));
  if (ends.length < 2) return;
  ends.sort((one, other) => one.top - other.top);
  let free = -Infinity;
  for (const end of ends) {
    end.place = Math.max(end.top, free);
    free = end.place + HEIGHT;
  }
  // The lowest may have left the drawing: back up from the ground.
  free = instance.convertToPixel({ yAxisIndex: 0 }, 0);
  for (const end of [...ends].reverse()) {
    end.place = Math.min(end.place, free);
    free = end.place - HEIGHT;
  }
  const moved = all.map(() => ({}));
  for (const end of ends) moved[end.index] = { endLabel: { offset: [0, end.place - end.top] } };
  instance.setOption({ series: moved });
}

function endOf(instance, series, index) {
  const last = series.data.reduce((found, item, at) => (item.value === null ? found : at), 0);
  return instance.convertToPixel({ seriesIndex: index }, [last, series.data[last].value])[1];
}
