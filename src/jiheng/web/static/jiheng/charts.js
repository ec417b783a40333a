// Draws the charts that people would rather look at: stage-progress, profile, lost-points.
// <figure data-chart="kind" data-from="id of the data island" data-library="address of ECharts">
(() => {
  const drawn = new Map();
  let library = null;

  function libraryFrom(address) {
    library ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  // Colours come from the style sheet, so that light, dark and print agree with the page.
  function colours() {
    const probe = document.createElement("span");
    document.body.append(probe);
    const read = (name) => {
      probe.style.color = `var(${name})`;
      const canvas = document.createElement("canvas").getContext("2d");
      canvas.fillStyle = getComputedStyle(probe).color;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
      return `rgb(${red},${green},${blue})`;
    };
    const found = {
      text: read("--jh-text"), quiet: read("--jh-quiet"), line: read("--jh-line"), surface: read("--jh-surface"),
      accent: read("--jh-accent"), strong: read("--jh-chart-1"), middle: read("--jh-chart-2"), weak: read("--jh-chart-3"),
    };
    probe.remove();
    return found;
  }

  const bars = (rows, series, paint, shape = {}) => ({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: paint.text },
    // Widths are counted, not left to ECharts: names are Chinese and of known length.
    grid: { left: 8 + 14 * Math.min(12, Math.max(2, ...rows.map((row) => row.name.length))), right: 56, top: shape.legend ? 36 : 8, bottom: 28 },
    legend: shape.legend ? { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: paint.text, fontSize: 13 } } : { show: false },
    yAxis: {
      type: "category", inverse: true, data: rows.map((row) => row.name),
      axisLine: { lineStyle: { color: paint.line } }, axisTick: { show: false },
      axisLabel: { color: paint.text, fontSize: 13, width: 168, overflow: "truncate" },
    },
    xAxis: {
      type: "value", min: 0, max: shape.max, splitNumber: 4, minInterval: shape.whole ? 1 : 0, interval: shape.percent ? 25 : undefined, splitLine: { lineStyle: { color: paint.line } },
      axisLabel: { color: paint.quiet, fontSize: 12, formatter: shape.percent ? "{value}%" : "{value}" },
    },
    series,
  });

  const label = (paint, over) => ({ show: true, position: "right", color: paint.text, fontSize: 13, ...over });
  const share = (value, most) => (value == null ? null : Math.round((1000 * Number(value)) / Number(most)) / 10);
  const kinds = {
    // {parts: ["已完成", "进行中", "未开始"], rows: [{name, values: ["3", "1", "0"]}]}
    "stage-progress": (data, paint) => bars(data.rows, data.parts.map((part, place) => ({
      type: "bar", stack: "all", name: part, barMaxWidth: 18,
      color: [paint.strong, paint.middle, paint.weak][place],
      data: data.rows.map((row) => Number(row.values[place])),
    })), paint, { legend: true, whole: true }),
    // {own: "甲县", others: "本类中位数", rows: [{name, own, others, most}]}: shares of what could be had
    profile: (data, paint) => bars(data.rows.map((row) => ({ name: `${row.name}  ${row.own == null ? "缺资料" : `${share(row.own, row.most)}%`}` })), [
      {
        type: "bar", name: data.own, barMaxWidth: 16, color: paint.strong,
        data: data.rows.map((row) => share(row.own, row.most)),
      },
      {
        type: "scatter", name: data.others, symbol: "rect", symbolSize: [3, 22], color: paint.text, z: 4,
        data: data.rows.map((row) => share(row.others, row.most)),
      },
    ], paint, { legend: true, max: 100, percent: true }),
    // {rows: [{name, lost}]}
    "lost-points": (data, paint) => bars(data.rows, [{
      type: "bar", barMaxWidth: 16, color: paint.strong,
      label: label(paint, { formatter: (item) => data.rows[item.dataIndex].lost }),
      data: data.rows.map((row) => Number(row.lost)),
    }], paint),
  };

  function draw(figure) {
    const data = JSON.parse(document.getElementById(figure.dataset.from).textContent);
    const canvas = figure.querySelector(".chart-canvas");
    canvas.style.height = `${64 + 32 * data.rows.length}px`;
    const chart = drawn.get(figure) || window.echarts.init(canvas, null, { renderer: "svg" });
    chart.setOption(kinds[figure.dataset.chart](data, colours()), true);
    chart.resize();
    const drawing = canvas.querySelector("svg");
    drawing.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`); // so that paper can scale it
    if (!drawn.has(figure)) figure.querySelector(".chart-table").open = false;
    drawn.set(figure, chart);
  }

  async function drawAll(within) {
    for (const figure of within.querySelectorAll("figure[data-chart]")) {
      try {
        await libraryFrom(figure.dataset.library);
        draw(figure);
      } catch {
        figure.classList.add("chart-undrawn"); // the table of numbers stays open
      }
    }
  }

  const again = () => {
    for (const figure of drawn.keys()) {
      if (figure.isConnected) draw(figure);
      else drawn.delete(figure);
    }
  };
  document.addEventListener("theme", again);
  window.addEventListener("resize", again);
  window.addEventListener("beforeprint", () => {
    for (const table of document.querySelectorAll("details.chart-table")) table.open = true;
    again();
  });
  document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
  if (!window.htmx) drawAll(document);
})();
