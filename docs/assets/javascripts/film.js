// Plays the film of a training: computes the network itself from its stored weights (see lesson_code/film.py).
(function () {
  const KINDS = ["distance", "logit", "cross"], MAPS = ["regions", "levels"];
  const RATE = 0.01, MOST = 2000; // of the descent on x
  const GRID = 144, SIZE = 720; // along a side of the picture
  const SHAPES = [[20, 0], [4, 0.125], [3, 0.75], [4, 0], [3, 0.25], [5, 0.75], [6, 0], [8, 0]]; // corners, turns
  const language = document.documentElement.lang, still = matchMedia("(prefers-reduced-motion: reduce)");
  const make = (tag, values, ...inside) => {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...inside);
    return made;
  };
  const write = (value, digits, style = "decimal") => {
    const form = { style, signDisplay: "negative", minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(language, form).format(value).replace("-", "−");
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const half = (bits) => { // a number of 16 bits
    const exponent = (bits >> 10) & 31, size = exponent ? 2 ** (exponent - 25) * (1024 + (bits & 1023)) : 2 ** -24 * (bits & 1023);
    return bits & 0x8000 ? -size : size;
  };
  const read = (buffer) => {
    const end = 12 + new DataView(buffer).getUint32(8, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, end - 12)));
    const numbers = Float64Array.from(new Uint16Array(buffer, end), half), first = 2 * header.points;
    const length = header.layers.reduce((sum, [n, out]) => sum + (n + 1) * out, 0);
    const weights = (frame) => numbers.subarray(first + frame * length, first + (frame + 1) * length);
    return { ...header, X: numbers.subarray(0, first), K: header.layers.at(-1)[1], weights };
  };

  const BENT = { relu: (a) => (a > 0 ? a : 0), tanh: Math.tanh, none: (a) => a };
  const SLOPE = { relu: (h) => (h > 0 ? 1 : 0), tanh: (h) => 1 - h * h, none: () => 1 }; // where the value is h
  const network = (layers, weights) => {
    let place = 0;
    const take = (count) => weights.subarray(place, (place += count));
    const parts = layers.map(([n, out, phi]) => ({ n, out, bent: BENT[phi], slope: SLOPE[phi], W: take(n * out), b: take(out), h: new Float64Array(out) }));
    return {
      logits(x) {
        let before = x;
        for (const { n, out, bent, W, b, h } of parts) {
          for (let i = 0; i < out; i++) {
            let a = b[i];
            for (let j = 0; j < n; j++) a += W[i * n + j] * before[j];
            h[i] = bent(a);
          }
          before = h;
        }
        return before; // overwritten by the next call
      },
      gradient(above) { // at x, from the one at the logits just computed
        return parts.reduceRight((after, { n, out, slope, W, h }) => {
          const below = new Float64Array(n);
          for (let i = 0; i < out; i++) {
            for (let j = 0; j < n; j++) below[j] += after[i] * slope(h[i]) * W[i * n + j];
          }
          return below;
        }, above);
      },
    };
  };
  const top = (s) => s.indexOf(s.reduce((a, b) => (a > b ? a : b)));
  const free = (s) => { // F(x) = -log sum exp s
    const most = s[top(s)];
    return -most - Math.log(s.reduce((sum, v) => sum + Math.exp(v - most), 0));
  };
  const energy = (s, y, kind) => {
    if (kind === "logit") return -s[y];
    const F = free(s);
    return kind === "distance" ? s.reduce((sum, v, k) => sum + (Math.exp(v + F) - (k === y)) ** 2, 0) : -s[y] - F;
  };
  const slope = (s, y, kind) => { // of the energy at the logits
    if (kind === "logit") return s.map((_, k) => (k === y ? -1 : 0));
    const F = free(s), p = s.map((v) => Math.exp(v + F)), off = p.map((v, k) => v - (k === y));
    if (kind === "cross") return off;
    const mean = off.reduce((sum, v, k) => sum + v * p[k], 0);
    return off.map((v, k) => 2 * p[k] * (v - mean));
  };

  const play = (root, film, words) => {
    const { K, X, steps } = film, last = steps.length - 1, all = steps.at(-1), perClass = X.length / 2 / K;
    const reach = 1.3 * Math.max(...X.map(Math.abs));
    const state = { frame: 0, x: [0.5, -0.5], y: 0, energy: KINDS[0], steps: 0, map: MAPS[0] };
    const inside = (v) => Math.round(1000 * Math.min(reach, Math.max(-reach, v))) / 1000;
    // A link may name another moment; nonsense in it is left out.
    const given = new URLSearchParams(location.search), number = (name, high) => {
      const value = parseFloat(given.get(name));
      return value > 0 ? Math.min(high, Math.floor(value)) : 0;
    };
    const until = number("update", all), start = ["x1", "x2"].map((name) => parseFloat(given.get(name)));
    state.frame = steps.filter((step) => step <= until).length - 1;
    if (start.every(Number.isFinite)) state.x = start.map(inside);
    state.y = number("y", K - 1);
    state.steps = number("steps", MOST);
    for (const [name, known] of [["energy", KINDS], ["map", MAPS]]) if (known.includes(given.get(name))) state[name] = given.get(name);
    let net, path, playing = 0, saving = 0;

    // What a reader sees and touches.
    const button = (text, onclick) => make("button", { type: "button", className: "film-button", textContent: text, onclick });
    const letter = (name, below) => [make("i", { textContent: name }), ...(below ? [make("sub", { textContent: below })] : [])];
    const bold = () => make("b", { textContent: "x" });
    const choice = (text, name, options) => {
      const onchange = () => { state[name] = typeof state[name] === "number" ? +select.value : select.value; show(true); };
      const select = make("select", { onchange }, ...options.map(([value, label]) => new Option(label, value)));
      select.value = state[name];
      return make("label", {}, text, " ", select);
    };
    const classes = [...Array(K).keys()], columns = [["s"], ["p"], ["E", "lin"], ["E", "CE"]];
    const player = button(words.play, () => (playing ? stop() : go()));
    const scrub = make("input", { type: "range", min: 0, max: last, step: 1, oninput: () => { stop(); state.frame = +scrub.value; show(true); } });
    const moment = make("p"), share = (value) => write(value, 1, "percent");
    const marks = film.limit ? fill(words.landmarks, { chance: share(1 / K), limit: share(film.limit) }) : "";
    const canvas = make("canvas", { width: SIZE, height: SIZE, tabIndex: 0, onkeydown: (event) => press(event) });
    const cells = classes.map(() => columns.map(() => make("data")));
    const rows = classes.map((k) => make("tr", {}, make("th", { scope: "row", textContent: k }), ...cells[k].map((cell) => make("td", {}, cell))));
    const heads = columns.map((names) => make("th", { scope: "col" }, ...letter(...names)));
    const table = make("table", { className: "film-table" }, make("caption", { textContent: words.table }),
      make("thead", {}, make("tr", {}, make("th", { scope: "col", textContent: words.class }), ...heads)), make("tbody", {}, ...rows));
    const place = make("span"), F = make("data"), gone = make("p"), said = make("p", { className: "film-said" });
    const sums = make("p", {}, bold(), " = ", place, make("br"), ...letter("F"), "(", bold(), ") = ", F);
    const walk = (count) => () => { state.steps = count ? Math.min(MOST, state.steps + count) : 0; show(true); };
    const link = make("a", { textContent: words.link });
    root.append(
      make("div", { className: "film-bar" }, player, scrub), moment, make("p", {}, marks),
      make("div", { className: "film-body" }, canvas, make("div", {}, table, sums, link)),
      make("fieldset", {}, make("legend", { textContent: words.descent }), choice(words.wanted, "y", classes.map((k) => [k, k])),
        choice(words.energy, "energy", KINDS.map((name) => [name, words[name]])), choice(words.map, "map", MAPS.map((name) => [name, words[name]])),
        make("div", { className: "film-bar" }, button(words.step, walk(1)), button(words.steps, walk(20)), button(words.back, walk(0))), gone),
      said);
    scrub.setAttribute("aria-label", words.scrub);
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", words.plane);
    said.setAttribute("role", "status");
    const pen = canvas.getContext("2d"), shades = make("canvas", { width: GRID, height: GRID }), brush = shades.getContext("2d");

    const pixel = ([x1, x2]) => [((x1 / reach + 1) / 2) * SIZE, ((1 - x2 / reach) / 2) * SIZE];
    const style = (name) => getComputedStyle(root).getPropertyValue(name).trim();
    const colours = () => ({ ink: style("--film-ink"), paper: style("--md-default-bg-color"), of: classes.map((k) => style(`--film-class-${k % 8}`)) });
    const parts = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
    const values = () => { // of every point of the grid: its class, or its energy
      const found = new Float64Array(GRID * GRID), x = [0, 0];
      for (let row = 0, i = 0; row < GRID; row++) {
        x[1] = reach * (1 - (2 * row + 1) / GRID);
        for (let column = 0; column < GRID; column++, i++) {
          x[0] = reach * ((2 * column + 1) / GRID - 1);
          const s = net.logits(x);
          found[i] = state.map === MAPS[1] ? energy(s, state.y, state.energy) : top(s);
        }
      }
      return found;
    };
    const shade = () => {
      const found = values(), image = brush.createImageData(GRID, GRID), { ink, of } = colours(), tints = of.map(parts), dark = parts(ink), level = state.map === MAPS[1];
      const ends = [Math.min(...found), Math.max(...found)], [least, most] = dark[0] < 99 ? ends : ends.reverse(); // darker is higher
      found.forEach((value, i) => {
        const edge = !level && ((value !== found[i + 1] && (i + 1) % GRID) || value !== (found[i + GRID] ?? value));
        const [red, green, blue] = level || edge ? dark : tints[value];
        image.data.set([red, green, blue, level ? (140 * (value - least)) / (most - least || 1) : edge ? 180 : 72], 4 * i);
      });
      brush.putImageData(image, 0, 0);
    };
    const shape = ([x, y], [corners, turn], size) => {
      pen.beginPath();
      for (let i = 0; i < corners; i++) {
        const angle = 2 * Math.PI * (i / corners + turn);
        pen.lineTo(x + size * Math.cos(angle), y + size * Math.sin(angle));
      }
      pen.closePath();
    };
    const stroke = ({ ink, paper }) => { // seen on light and dark
      for ([pen.lineWidth, pen.strokeStyle] of [[9, paper], [4, ink]]) pen.stroke();
    };
    const draw = () => {
      const all = colours();
      pen.clearRect(0, 0, SIZE, SIZE);
      pen.drawImage(shades, 0, 0, SIZE, SIZE);
      classes.forEach((k) => {
        pen.fillStyle = all.of[k];
        for (let i = k * perClass; i < (k + 1) * perClass; i++) { shape(pixel([X[2 * i], X[2 * i + 1]]), SHAPES[k % 8], 6); pen.fill(); }
      });
      pen.font = "30px sans-serif"; pen.textAlign = "center"; pen.textBaseline = "middle"; pen.fillStyle = all.ink;
      classes.forEach((k) => { // beyond the outer end of its arm
        const end = X.subarray(2 * ((k + 1) * perClass - 5), 2 * (k + 1) * perClass);
        pen.fillText(k, ...pixel([0, 1].map((j) => end.reduce((sum, v, i) => sum + (i % 2 === j ? 0.24 * v : 0), 0))));
      });
      pen.beginPath();
      for (const x of path) pen.lineTo(...pixel(x));
      stroke(all);
      for (const x of [path[0], path.at(-1)]) {
        shape(pixel(x), SHAPES[0], 10);
        stroke(all);
      }
      pen.fillStyle = all.ink;
      pen.fill();
    };

    const put = (cell, value, digits) => { cell.value = value; cell.textContent = write(value, digits); };
    const tell = () => {
      const x = path.at(-1), s = Float64Array.from(net.logits(x)), least = free(s), best = top(s);
      const found = [s, s.map((v) => Math.exp(v + least)), s.map((v) => -v), s.map((v) => -v - least)];
      classes.forEach((k) => {
        found.forEach((column, i) => put(cells[k][i], column[k], i === 1 ? 3 : 2));
        rows[k].className = k === best ? "film-best" : "";
      });
      put(F, least, 2);
      place.textContent = `(${[...x].map((v) => write(v, 3)).join("; ")})`;
      const { frame } = state;
      moment.textContent = fill(words.moment, { step: write(steps[frame], 0), all: write(all, 0), loss: write(film.loss[frame], 3), accuracy: share(film.accuracy[frame]) });
      scrub.value = frame;
      scrub.setAttribute("aria-valuetext", moment.textContent);
      gone.textContent = fill(words.descended, { steps: write(state.steps, 0), value: write(energy(s, state.y, state.energy), 4) }) + (x.some((v) => Math.abs(v) > reach) ? ` ${words.outside}` : "");
      const [logits, p, lin, ce] = columns.map((_, i) => cells.map((row) => row[i].textContent).join("; "));
      const told = fill(words.said, { class: best, x: place.textContent, s: logits, p, lin, ce, free: F.textContent });
      return `${moment.textContent} ${told} ${state.steps ? gone.textContent : ""}`;
    };
    let shaded = "";
    const show = (asked) => {
      net = network(film.layers, film.weights(state.frame));
      const wants = [state.frame, state.map, state.map === MAPS[1] && [state.y, state.energy]].join();
      if (wants !== shaded) shade();
      shaded = wants;
      path = [Float64Array.from(state.x)];
      for (let i = 0; i < state.steps; i++) {
        const x = path[i], g = net.gradient(slope(net.logits(x), state.y, state.energy));
        path.push(x.map((v, j) => v - RATE * g[j]));
      }
      draw();
      const text = tell(), url = new URL(location.href), { frame, x: [x1, x2], ...rest } = state;
      Object.entries({ update: steps[frame], x1, x2, ...rest }).forEach((pair) => url.searchParams.set(...pair));
      url.hash = root.closest("figure").id;
      link.href = url;
      clearTimeout(saving);
      if (asked) saving = setTimeout(() => { // once all is quiet
        history.replaceState(history.state, "", url);
        said.textContent = text;
      }, 400);
    };

    // What a reader does.
    const move = (x1, x2) => {
      state.x = [x1, x2].map(inside);
      state.steps = 0;
      show(true);
    };
    const press = (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
      if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const far = event.shiftKey ? 0.1 : 0.02;
      move(state.x[0] + far * way[0], state.x[1] + far * way[1]);
    };
    const point = (event) => {
      const box = canvas.getBoundingClientRect();
      move(reach * (2 * (event.clientX - box.left) / box.width - 1), reach * (1 - 2 * (event.clientY - box.top) / box.height));
    };
    canvas.addEventListener("click", point); // a tap too: a finger that moves scrolls the page
    canvas.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse" && event.buttons & 1) point(event); });
    const label = () => { player.textContent = still.matches ? words.next : playing ? words.pause : words.play; };
    const stop = () => { clearTimeout(playing); playing = 0; label(); };
    const go = () => {
      state.frame = state.frame < last ? state.frame + 1 : 0;
      playing = !still.matches && state.frame < last ? setTimeout(go, 120) : 0;
      show(!playing);
      label();
    };
    still.addEventListener("change", stop);
    new MutationObserver(() => { shade(); draw(); }).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });

    label();
    show(false);
    root.hidden = false;
    root.closest("figure").classList.add("film-on");
  };

  if (!location.protocol.startsWith("http")) return; // a file may fetch nothing: the strip stays
  for (const root of document.querySelectorAll(".film:empty")) {
    const watch = new IntersectionObserver(async (moments) => {
      if (!moments.at(-1).isIntersecting) return;
      watch.disconnect();
      const answer = await fetch(root.dataset.film);
      if (answer.ok) play(root, read(await answer.arrayBuffer()), JSON.parse(root.dataset.words));
    }, { rootMargin: "600px" });
    watch.observe(root.closest("figure"));
  }
})();
