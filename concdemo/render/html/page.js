// What a report's page does beyond showing itself: languages, details, zoom, saving the data.
// Without this script the page is whole, but for those. It asks nobody for anything.
// Rails are drawn by the rules of rails.py, for the part of the time axis that is in view.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const parse = (script) => JSON.parse(script.textContent);
  const words = parse(document.getElementById("catalogue"));
  const say = (key, facts = {}) =>
    words[root.lang][key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const clamp = (low, value, high) => Math.min(Math.max(value, low), high);
  const boards = [];

  // ── numbers ──
  const UNITS = [["s", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]];

  function duration(ns) {
    for (const [unit, size] of UNITS) {
      if (size === 1 || ns >= size * 0.9995) {
        const value = ns / size;
        const digits = size === 1 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return `${value.toFixed(digits)} ${unit}`;
      }
    }
  }

  function moment(ns, step, most) {
    const [unit, size] = UNITS.find(([, size]) => most >= size) || UNITS[3];
    const digits = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9));
    return ns === 0 ? "0" : `${(ns / size).toFixed(digits)} ${unit}`;
  }

  function niceStep(length, most) {
    for (let power = 1; ; power *= 10) {
      for (const step of [1, 2, 5]) if (step * power * most >= length) return step * power;
    }
  }

  // ── pictures ──
  const MOST_MARKS = 3000, FEWEST_SLICES = 20, MOST_SLICES = 200, COLOURS = 8;
  const NARROWEST = 0.05, EDGED = 0.8;
  const TASK = 0, LANE = 1, STATE = 2, BEGIN = 3, END = 4;

  function draw(tag, attributes, text) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const box = (style, x, y, width, height) =>
    draw("rect", { class: style, x: `${x}%`, y: `${y}%`, width: `${width}%`, height: `${height}%` });

  function spoken(element) {
    const own = element.querySelector(`span[lang="${root.lang}"]`);
    return (own || element).textContent.trim();
  }

  // One line of an arm: a lane or a task, or several that share it.
  class Line {
    constructor(rail, element) {
      this.rail = rail;
      this.element = element;
      this.svg = element.querySelector("svg");
      this.first = Number(element.dataset.first);
      this.last = Number(element.dataset.last);
      this.spans = [];
      this.cells = [];
    }

    draw(view, most) {
      const shown = this.spans.filter((span) => span[END] > view[0] && span[BEGIN] < view[1]);
      const single = this.first === this.last && shown.length <= most;
      this.cells = [];
      this.svg.replaceChildren();
      if (single) for (const span of shown) this.drawSpan(span, view);
      else this.drawSlices(shown, view, Math.min(most, MOST_SLICES));
    }

    drawSpan(span, view) {
      const length = view[1] - view[0];
      const begin = clamp(view[0], span[BEGIN], view[1]), end = clamp(view[0], span[END], view[1]);
      const x = (100 * (begin - view[0])) / length;
      const width = Math.max((100 * (end - begin)) / length, NARROWEST);
      const style = `${span[STATE]} t${span[TASK] % COLOURS}${width >= EDGED ? " edged" : ""}`;
      const rect = box(style, x, 0, width, 100);
      this.svg.append(rect);
      this.addCell([rect], { span, begin: span[BEGIN], end: span[END] });
      const number = String(span[TASK] + 1);
      if ((width / 100) * this.rail.width >= this.rail.digit * number.length + 5) {
        this.svg.append(draw("text", { class: `over-${style}`, x: `${x + width / 2}%`, y: "50%" }, number));
      }
    }

    drawSlices(spans, view, count) {
      const length = view[1] - view[0];
      const lanes = this.rail.by === "task" ? 1 : this.last - this.first + 1;
      const edge = (index) => view[0] + Math.floor((length * index) / count);
      const totals = Array.from({ length: count }, () => ({ running: 0, waiting: 0, spans: 0 }));
      for (const span of spans) {
        let from = Math.max(span[BEGIN], view[0]);
        const to = Math.min(span[END], view[1]);
        let index = clamp(0, Math.floor(((from - view[0]) * count) / length), count - 1);
        while (index + 1 < count && edge(index + 1) <= from) index += 1;
        for (; from < to && index < count; index += 1) {
          const until = Math.min(to, edge(index + 1));
          totals[index][span[STATE]] += until - from;
          totals[index].spans += 1;
          from = until;
        }
      }
      totals.forEach((total, index) => {
        const room = (lanes * length) / count, x = (index * 100) / count;
        const solid = Math.min(100, (100 * total.running) / room);
        const hatched = Math.min(100 - solid, (100 * total.waiting) / room);
        const rects = [];
        if (solid > 0) rects.push(box("running some", x, 100 - solid, 100 / count, solid));
        if (hatched > 0) rects.push(box("waiting some", x, 100 - solid - hatched, 100 / count, hatched));
        if (!rects.length) return;
        this.svg.append(...rects);
        this.addCell(rects, { solid, hatched, count: total.spans, begin: edge(index), end: edge(index + 1) });
      });
    }

    addCell(rects, detail) {
      const cell = { ...detail, rect: rects[0], line: this };
      rects[0].setAttribute("role", "gridcell");
      rects[0].setAttribute("tabindex", "-1");
      for (const rect of rects) cellOf.set(rect, cell);
      this.cells.push(cell);
      this.label(cell);
    }

    label(cell) {
      cell.rect.setAttribute("aria-label", this.told(cell).join(", "));
    }

    told(cell) {
      const step = Math.max((cell.end - cell.begin) / 10, 1);
      const facts = { from: moment(cell.begin, step, cell.end), to: moment(cell.end, step, cell.end) };
      if (!cell.span) {
        const share = (value) => value.toFixed(value > 0 && value < 10 ? 1 : 0);
        const idle = Math.max(0, 100 - cell.solid - cell.hatched);
        const shares = { running: share(cell.solid), waiting: share(cell.hatched), idle: share(idle) };
        const name = spoken(this.element.querySelector(".lane-name"));
        return [say("shares", shares), name, say("slice", { ...facts, count: cell.count })];
      }
      const lane = this.rail.lanes[cell.span[LANE]];
      return [
        `${say("task", { task: cell.span[TASK] + 1 })} · ${say(cell.span[STATE])}`,
        say(`lane-${lane.kind}`, { number: lane.number }),
        say("span", { ...facts, length: duration(cell.end - cell.begin) }),
      ];
    }
  }

  const cellOf = new WeakMap();

  // One arm: its lines, and which of their spans the Tab key leads to.
  class Rail {
    constructor(board, element, arm) {
      this.board = board;
      this.element = element;
      this.lanes = arm.lanes;
      this.by = element.dataset.by;
      this.box = element.querySelector(".lanes");
      const lanes = arm.lanes.length;
      this.spans = arm.spans
        .filter((span) => span[END] > span[BEGIN] && (this.by === "task" || span[LANE] < lanes))
        .sort((a, b) => a[BEGIN] - b[BEGIN] || a[END] - b[END]);
      this.tasks = new Map([...new Set(this.spans.map((span) => span[TASK]))]
        .sort((a, b) => a - b).map((task, index) => [task, index]));
      this.finish = Number(arm.portrait_ns) || 0;
      for (const span of arm.spans) this.finish = Math.max(this.finish, span[END]);
      this.folded = all(".lane", this.box);
      this.use(this.folded);
      const button = element.querySelector(".expand");
      if (button) {
        button.hidden = false;
        button.addEventListener("click", () => this.expand(button));
      }
      const fit = element.querySelector(".fit");
      if (fit) {
        fit.hidden = false;
        fit.addEventListener("click", () => board.show(0, this.finish * 1.02));
      }
    }

    use(elements) {
      this.lines = elements.map((element) => new Line(this, element));
      const each = this.lines[0].last - this.lines[0].first + 1;
      for (const span of this.spans) {
        const member = this.by === "task" ? this.tasks.get(span[TASK]) : span[LANE];
        this.lines[Math.floor(member / each)].spans.push(span);
      }
      this.most = clamp(FEWEST_SLICES, Math.floor(MOST_MARKS / this.lines.length), 2 * MOST_SLICES);
    }

    expand(button) {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      const members = this.by === "task" ? [...this.tasks.keys()] : this.lanes;
      const lines = !on ? this.folded : members.map((member, index) => {
        const line = this.folded[0].cloneNode(true);
        line.dataset.first = line.dataset.last = index;
        const name = line.querySelector(".lane-name");
        name.replaceChildren(...["en", "ko"].map((language) => {
          const word = document.createElement("span");
          word.lang = language;
          const key = this.by === "task" ? "task" : `lane-${member.kind}`;
          const number = this.by === "task" ? member + 1 : member.number;
          word.textContent = words[language][key].replace(/\{\w+\}/, number);
          return word;
        }));
        return line;
      });
      this.box.replaceChildren(this.box.querySelector(".behind"), ...lines);
      this.element.querySelector(".shared").hidden = on;
      this.use(lines);
      this.board.draw();
    }

    draw(view, ticks) {
      this.width = this.lines[0].svg.getBoundingClientRect().width;
      this.digit = 0.52 * parseFloat(getComputedStyle(root).fontSize);
      const had = this.box.contains(document.activeElement);
      for (const line of this.lines) line.draw(view, this.most);
      const place = (ns) => `${(100 * (ns - view[0])) / (view[1] - view[0])}%`;
      const upright = (style, ns) =>
        draw("line", { class: style, x1: place(ns), x2: place(ns), y1: 0, y2: "100%" });
      this.box.querySelector(".behind").replaceChildren(
        ...ticks.map((ns) => upright("grid", ns)), upright("finish", this.finish));
      const near = this.current || this.cells().next().value;
      this.choose(near && this.nearest(near), had);
    }

    *cells() {
      for (const line of this.lines) yield* line.cells;
    }

    // What is drawn now of what was chosen before: the same span, else what is next in time.
    nearest(old) {
      const line = this.lines.find((one) => one.element === old.line.element) || this.lines[0];
      return line.cells.find((cell) => cell.span && cell.span === old.span) || at(line, old)
        || this.cells().next().value;
    }

    choose(cell, focus) {
      if (this.current) this.current.rect.setAttribute("tabindex", "-1");
      this.current = cell;
      if (!cell) return;
      cell.rect.setAttribute("tabindex", "0");
      if (focus) cell.rect.focus({ preventScroll: false });
    }

    step(key) {
      const { line, span } = this.current;
      const index = line.cells.indexOf(this.current), last = line.cells.length - 1;
      if (key === "Home" || key === "End") {
        const ends = line.spans[key === "Home" ? 0 : line.spans.length - 1];
        if (span) this.board.reveal(ends[BEGIN], ends[END]);
        return this.choose(line.cells[key === "Home" ? 0 : line.cells.length - 1], true);
      }
      if (key === "ArrowLeft" || key === "ArrowRight") {
        const by = key === "ArrowLeft" ? -1 : 1;
        const next = span && line.spans[line.spans.indexOf(span) + by];
        if (next) {
          this.board.reveal(next[BEGIN], next[END]);
          const found = line.cells.find((cell) => cell.span === next);
          if (found) return this.choose(found, true);
        }
        return this.choose(line.cells[clamp(0, index + by, last)], true);
      }
      const by = key === "ArrowUp" ? -1 : 1;
      for (let i = this.lines.indexOf(line) + by; i >= 0 && i < this.lines.length; i += by) {
        if (this.lines[i].cells.length) return this.choose(at(this.lines[i], this.current), true);
      }
    }
  }

  // The cell of a line that is nearest in time to another cell's middle.
  function at(line, cell) {
    const middle = (cell.begin + cell.end) / 2;
    const far = (one) => Math.max(one.begin - middle, middle - one.end, 0);
    return line.cells.reduce((best, one) => (!best || far(one) < far(best) ? one : best), undefined);
  }

  // All arms of one report on one time axis, of which `view` is what one sees.
  class Board {
    constructor(section, report) {
      this.section = section;
      this.end = Number(section.dataset.end);
      this.view = [0, this.end];
      this.output = section.querySelector(".view");
      this.ruler = section.querySelector(".ruler");
      this.rails = all(".arm", section).map((arm) => new Rail(this, arm, report.arms[arm.dataset.arm]));
      for (const hidden of all(".toolbar, .keys", section)) hidden.hidden = false;
      for (const button of all("[data-do]", section)) {
        button.addEventListener("click", () => this.does[button.dataset.do]());
      }
      const board = section.querySelector(".board");
      board.addEventListener("pointerover", (event) => point(event.target));
      board.addEventListener("pointerout", () => point(document.activeElement));
      board.addEventListener("focusin", (event) => this.focused(event.target));
      board.addEventListener("focusout", () => point(null));
      board.addEventListener("pointerdown", (event) => this.drag(event));
      board.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      this.draw();
    }

    does = {
      in: () => this.zoom(0.5),
      out: () => this.zoom(2),
      whole: () => this.show(0, this.end),
      earlier: () => this.move(-0.25),
      later: () => this.move(0.25),
    };

    draw() {
      const [from, to] = this.view;
      const width = this.ruler.getBoundingClientRect().width;
      const step = niceStep(to - from, clamp(2, Math.floor(width / 120), 8));
      const ticks = [];
      for (let ns = Math.ceil(from / step) * step; ns <= to; ns += step) ticks.push(ns);
      this.ruler.replaceChildren(...ticks.map((ns) => {
        const x = (100 * (ns - from)) / (to - from);
        const style = x < 3 ? "first" : x > 96 ? "last" : "";
        return draw("text", { x: `${x}%`, y: "70%", class: style }, moment(ns, step, to));
      }));
      for (const rail of this.rails) rail.draw(this.view, ticks);
      this.section.classList.toggle("movable", to - from < this.end);
      this.tell();
    }

    tell() {
      const [from, to] = this.view, step = (to - from) / 20;
      this.output.textContent = say("view", { from: moment(from, step, to), to: moment(to, step, to) });
    }

    show(from, to) {
      const length = Math.round(clamp(Math.min(1000, this.end), to - from, this.end));
      const begin = Math.round(clamp(0, from, this.end - length));
      if (begin === this.view[0] && begin + length === this.view[1]) return;
      this.view = [begin, begin + length];
      this.draw();
    }

    zoom(factor, place) {
      const [from, to] = this.view;
      const cell = cellOf.get(document.activeElement);
      const middle = cell && cell.line.rail.board === this ? (cell.begin + cell.end) / 2 : (from + to) / 2;
      const centre = clamp(from, place ?? middle, to);
      this.show(centre - (centre - from) * factor, centre - (centre - from) * factor + (to - from) * factor);
    }

    move(share) {
      const by = (this.view[1] - this.view[0]) * share;
      this.show(this.view[0] + by, this.view[1] + by);
    }

    reveal(begin, end) {
      const [from, to] = this.view;
      if (end > from && begin < to) return;
      const half = (to - from) / 2;
      this.show((begin + end) / 2 - half, (begin + end) / 2 + half);
    }

    focused(target) {
      const cell = cellOf.get(target);
      if (cell) cell.line.rail.choose(cell, false);
      point(target);
    }

    key(event) {
      const zooms = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "whole" };
      const moves = { ArrowLeft: "earlier", ArrowRight: "later" };
      const cell = cellOf.get(document.activeElement);
      const action = zooms[event.key] || (event.shiftKey && moves[event.key]);
      if (action) this.does[action]();
      else if (cell && /^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key)) {
        cell.line.rail.step(event.key);
      } else return;
      event.preventDefault();
    }

    time(event) {
      const track = this.ruler.getBoundingClientRect();
      return this.view[0] + ((event.clientX - track.left) / track.width) * (this.view[1] - this.view[0]);
    }

    wheel(event) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 0.8 : 1.25, this.time(event));
    }

    drag(event) {
      if (event.button !== 0 || !event.target.closest(".lanes svg.track")) return;
      const start = event.clientX, [from, to] = this.view;
      const each = (to - from) / this.ruler.getBoundingClientRect().width;
      const go = (now) => {
        const by = (start - now.clientX) * each;
        if (Math.abs(now.clientX - start) > 3) this.section.classList.add("moving");
        if (this.section.classList.contains("moving")) soon(() => this.show(from + by, to + by));
      };
      const stop = new AbortController();
      const end = () => { this.section.classList.remove("moving"); stop.abort(); };
      document.addEventListener("pointermove", go, { signal: stop.signal });
      document.addEventListener("pointerup", end, { signal: stop.signal });
      document.addEventListener("pointercancel", end, { signal: stop.signal });
    }
  }

  // Keys mean the rails that have the focus, else the first that are on the screen.
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return point(null);
    const seen = ({ section }) => {
      const { top, bottom } = section.getBoundingClientRect();
      return top < innerHeight && bottom > 0;
    };
    const board = boards.find((one) => one.section.contains(document.activeElement)) || boards.find(seen);
    if (board) board.key(event);
  }

  let waiting = null;
  function soon(action) {
    if (waiting === null) requestAnimationFrame(() => { const run = waiting; waiting = null; run(); });
    waiting = action;
  }

  // ── details ──
  const tip = document.getElementById("tip");
  let lit = null;
  function point(target) {
    const cell = target && cellOf.get(target);
    if (lit) lit.classList.remove("lit");
    lit = cell ? target : null;
    const track = cell && cell.line.svg.getBoundingClientRect();
    tip.hidden = !cell || track.bottom < 0 || track.top > innerHeight;
    if (!cell) return;
    target.classList.add("lit");
    cell.line.told(cell).forEach((line, index) => { tip.children[index].textContent = line; });
    const rect = target.getBoundingClientRect();
    const middle = clamp(track.left, (rect.left + rect.right) / 2, track.right);
    const left = clamp(8, middle - tip.offsetWidth / 2, root.clientWidth - tip.offsetWidth - 8);
    const above = track.top - tip.offsetHeight - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 0 ? above : track.bottom + 8}px`;
  }

  // ── languages ──
  function speak(language) {
    root.lang = language;
    for (const element of all("[data-en]")) {
      const word = element.dataset[language];
      if (element.localName === "title") element.textContent = word;
      else element.setAttribute("aria-label", word);
    }
    for (const button of all("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    for (const board of boards) {
      board.tell();
      for (const rail of board.rails) for (const cell of rail.cells()) cell.line.label(cell);
    }
    point(document.activeElement);
  }

  // ── data ──
  // `<` stands as \u003c in the page; a doubled backslash before it is a backslash of the text.
  const exact = (script) =>
    script.textContent.replace(/\\\\|\\u003c/g, (found) => (found === "\\u003c" ? "<" : found));

  function save(script, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([exact(script)], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  for (const button of all("[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }
  for (const section of all(".report")) {
    const script = section.querySelector(".report-data");
    const rails = section.querySelector(".rails[data-end]");
    if (rails) boards.push(new Board(rails, parse(script)));
    const button = section.querySelector(".download");
    button.disabled = false;
    button.addEventListener("click", () => save(script, button.dataset.name));
  }
  addEventListener("keydown", key);
  addEventListener("resize", () => soon(() => boards.forEach((board) => board.draw())));
  addEventListener("scroll", () => point(lit), { passive: true });
})();
